import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { CouncilRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Tasks } from '../../record/tasks.tsx';
import { ExportButton } from '../../record/export-button.tsx';

/** A council's tasks and the questions to its members (`?council=ID`), or those of all councils that one reads. */
export function TasksPage() {
  const { t } = useTranslation('tasks');
  const { api, page } = usePaths();
  const [search] = useSearchParams();
  const id = search.get('council');
  return (
    <div className="max-w-200 space-y-8">
      {id === null ? (
        <>
          <div>
            <Breadcrumb items={[{ name: t('councils:list.title'), to: page('councils') }, { name: t('title') }]} />
            <PageTitle title={t('title')} actions={<ExportButton path={api('tasks')} title={t('title')} />} />
          </div>
          <Tasks of={{}} councilId={null} />
        </>
      ) : (
        <OfCouncil id={id} />
      )}
    </div>
  );
}

function OfCouncil({ id }: { id: string }) {
  const { t } = useTranslation('tasks');
  const { api, page } = usePaths();
  const council = useGet<CouncilRecord>(api(`councils/${id}`));
  return (
    <Loaded query={council}>
      {(council) => (
        <>
          <div>
            <Breadcrumb
              items={[
                { name: t('councils:list.title'), to: page('councils') },
                { name: council.localName ?? council.name, to: page(`councils/${id}`) },
                { name: t('title') },
              ]}
            />
            <PageTitle
              title={t('title')}
              actions={<ExportButton path={api('tasks')} query={{ council: id }} title={t('title')} />}
            />
          </div>
          <Tasks of={{ council: id }} councilId={council.can['meetings'] ? id : null} />
        </>
      )}
    </Loaded>
  );
}
