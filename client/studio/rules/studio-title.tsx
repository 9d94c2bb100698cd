import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';

type Props = {
  title: string;
  /** Pages between the list of rule sets and this one. */ between?: { name: string; to: string }[];
  isList?: boolean;
  aside?: ReactNode;
  actions?: ReactNode;
  lead?: ReactNode;
};

/** The head of every page of the rule studio, with the way back. */
export function StudioTitle({ title, between = [], isList, aside, actions, lead }: Props) {
  const { t } = useTranslation('rules');
  const { page } = usePaths();
  const way = isList ? [] : [{ name: t('list.title'), to: page('settings/rules') }, ...between];
  return (
    <div>
      <Breadcrumb items={[{ name: t('settings'), to: page('settings') }, ...way, { name: title }]} />
      <PageTitle title={title} aside={aside} actions={actions} lead={lead} />
    </div>
  );
}

/** The page for whoever may change rules, and for others that they may not. */
export function ForEditors({ children }: { children: ReactNode }) {
  const { can } = useMunicipality();
  return can['definitions.create'] ? children : <NotAllowedPage />;
}
