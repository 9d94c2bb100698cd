import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { OrganisationRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { OrganisationForm } from './organisation-form.tsx';

/** Corrects an organisation's entry. */
export function OrganisationEditPage() {
  const { t } = useTranslation('services');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const organisation = useGet<OrganisationRecord>(api(`organisations/${id}`));
  const save = useSend();
  const back = page(`services/organisations/${id}`);
  return (
    <Loaded query={organisation}>
      {(organisation) =>
        organisation.can['edit'] ? (
          <div className="max-w-180 space-y-8">
            <div>
              <Breadcrumb
                items={[
                  { name: t('organisations.title'), to: page('services/organisations') },
                  { name: organisation.name, to: back },
                  { name: t('organisations.edit') },
                ]}
              />
              <PageTitle title={t('organisations.edit')} lead={organisation.name} />
            </div>
            <OrganisationForm
              organisation={organisation}
              busy={save.isPending}
              onSave={async (body) => {
                await save.mutateAsync({
                  method: 'PATCH',
                  path: api(`organisations/${id}`),
                  body,
                  version: organisation.version,
                });
                void navigate(back);
              }}
              onCancel={() => void navigate(back)}
            />
          </div>
        ) : (
          <NotAllowedPage />
        )
      }
    </Loaded>
  );
}
