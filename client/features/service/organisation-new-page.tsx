import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { OrganisationForm } from './organisation-form.tsx';

/** Adds an organisation. */
export function OrganisationNewPage() {
  const { t } = useTranslation('services');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const save = useSend<{ id: string }>();
  return (
    <div className="max-w-180 space-y-8">
      <div>
        <Breadcrumb
          items={[
            { name: t('organisations.title'), to: page('services/organisations') },
            { name: t('organisations.new') },
          ]}
        />
        <PageTitle title={t('organisations.new')} />
      </div>
      <OrganisationForm
        organisation={null}
        busy={save.isPending}
        onSave={async (body) => {
          const { id } = await save.mutateAsync({ path: api('organisations'), body });
          void navigate(page(`services/organisations/${id}`));
        }}
        onCancel={() => void navigate(page('services/organisations'))}
      />
    </div>
  );
}
