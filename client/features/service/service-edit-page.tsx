import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { ServiceRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { ServiceForm } from './service-form.tsx';

/** Corrects a service's entry. */
export function ServiceEditPage() {
  const { t } = useTranslation('services');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const service = useGet<ServiceRecord>(api(`services/${id}`));
  const save = useSend();
  const back = page(`services/${id}`);
  return (
    <Loaded query={service}>
      {(service) =>
        service.can['edit'] ? (
          <div className="max-w-180 space-y-8">
            <div>
              <Breadcrumb
                items={[
                  { name: t('title'), to: page('services') },
                  { name: service.name, to: back },
                  { name: t('edit.title') },
                ]}
              />
              <PageTitle title={t('edit.title')} lead={service.name} />
            </div>
            <ServiceForm
              service={service}
              busy={save.isPending}
              onSave={async (body) => {
                await save.mutateAsync({
                  method: 'PATCH',
                  path: api(`services/${id}`),
                  body,
                  version: service.version,
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
