import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { CouncilRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { MeetingForm } from './meeting-form.tsx';

/** Records a gathering of a council. */
export function MeetingNewPage() {
  const { t } = useTranslation('councils');
  const { id = '' } = useParams();
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const council = useGet<CouncilRecord>(api(`councils/${id}`));
  const back = page(`councils/${id}`);
  return (
    <Loaded query={council}>
      {(found) => (
        <div className="max-w-180 space-y-8">
          <div>
            <Breadcrumb
              items={[
                { name: t('list.title'), to: page('councils') },
                { name: found.localName ?? found.name, to: back },
                { name: t('meeting.add') },
              ]}
            />
            <PageTitle title={t('meeting.add')} />
          </div>
          <MeetingForm
            areaId={found.area.id}
            path={api(`councils/${id}/meetings`)}
            meeting={null}
            onSaved={(meeting) => void navigate(page(`meetings/${meeting.id}`))}
            onCancel={() => void navigate(back)}
          />
        </div>
      )}
    </Loaded>
  );
}
