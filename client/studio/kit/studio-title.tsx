import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { Definition } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';

type Props = {
  title: string;
  /** What it is a page of; a rule set where nothing is said. */ of?: Definition['kind'];
  /** Pages between the list and this one. */ between?: { name: string; to: string }[];
  isList?: boolean;
  aside?: ReactNode;
  actions?: ReactNode;
  lead?: ReactNode;
};

/** The head of every page of the studios, with the way back. */
export function StudioTitle({ title, of = 'rules', between = [], isList, aside, actions, lead }: Props) {
  const { t } = useTranslation('rules');
  const { page } = usePaths();
  const list =
    of === 'rules'
      ? { name: t('list.title'), to: page('settings/rules') }
      : { name: t('settings:part.definitions.title'), to: page(`settings/definitions?kind=${of}`) };
  const way = isList ? [] : [list, ...between];
  return (
    <div>
      <Breadcrumb items={[{ name: t('settings'), to: page('settings') }, ...way, { name: title }]} />
      <PageTitle title={title} aside={aside} actions={actions} lead={lead} />
    </div>
  );
}

/** The page for whoever may change definitions, and for others that they may not. */
export function ForEditors({ children }: { children: ReactNode }) {
  const { can } = useMunicipality();
  return can['definitions.create'] ? children : <NotAllowedPage />;
}
