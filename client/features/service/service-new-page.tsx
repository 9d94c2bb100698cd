import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { OrganisationRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { ServiceForm } from './service-form.tsx';

/** Adds a service to the directory; `?organisation=ID` begins it for one. */
export function ServiceNewPage() {
  const { t } = useTranslation('services');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const organisationId = search.get('organisation');
  const organisation = useGet<OrganisationRecord>(organisationId ? api(`organisations/${organisationId}`) : null);
  const save = useSend<{ id: string }>();
  const form = (of?: OrganisationRecord) => (
    <ServiceForm
      service={null}
      organisation={of && { id: of.id, name: of.name }}
      busy={save.isPending}
      onSave={async (body) => {
        const { id } = await save.mutateAsync({ path: api('services'), body });
        void navigate(page(`services/${id}`));
      }}
      onCancel={() => void navigate(page(of ? `services/organisations/${of.id}` : 'services'))}
    />
  );
  return (
    <div className="max-w-180 space-y-8">
      <div>
        <Breadcrumb items={[{ name: t('title'), to: page('services') }, { name: t('new.title') }]} />
        <PageTitle title={t('new.title')} />
      </div>
      {organisationId ? <Loaded query={organisation}>{form}</Loaded> : form()}
    </div>
  );
}
