import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { usePaths } from '../../lib/municipality.tsx';

type Props = { part: string; title?: string; aside?: ReactNode; actions?: ReactNode };

/** The head of a page of the settings; with `title`, of one thing below that part. */
export function SettingsTitle({ part, title, aside, actions }: Props) {
  const { t } = useTranslation('settings');
  const { page } = usePaths();
  const partName = t(`part.${part}.title`);
  return (
    <div>
      <Breadcrumb
        items={[
          { name: t('title'), to: page('settings') },
          ...(title ? [{ name: partName, to: page(`settings/${part}`) }, { name: title }] : [{ name: partName }]),
        ]}
      />
      <PageTitle
        title={title ?? partName}
        aside={aside}
        actions={actions}
        lead={title ? undefined : t(`part.${part}.help`)}
      />
    </div>
  );
}
