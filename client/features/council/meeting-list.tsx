import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Table } from '../../components/table.tsx';
import type { CouncilRecord } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';

/** The council's gatherings. */
export function MeetingList({ council }: { council: CouncilRecord }) {
  const { t } = useTranslation('meetings');
  const { codes } = useMunicipality();
  const { page } = usePaths();
  return (
    <div className="space-y-4">
      {council.meetings.length === 0 ? (
        <EmptyState title={t('empty')}>
          <p>{t('emptyHelp')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('councils:tabs.meetings')}
          rows={council.meetings}
          to={(meeting) => page(`meetings/${meeting.id}`)}
          columns={[
            { key: 'title', header: t('title'), cell: (meeting) => <Title meeting={meeting} council={council} /> },
            {
              key: 'state',
              header: t('state'),
              short: true,
              cell: (meeting) =>
                meeting.state === 'held' ? (
                  t('states.held')
                ) : (
                  <Badge tone={meeting.state === 'planned' ? 'attention' : 'neutral'}>
                    {t(`states.${meeting.state}`)}
                  </Badge>
                ),
            },
            {
              key: 'kind',
              header: t('kind'),
              short: true,
              cell: (meeting) => codes['meeting-kind'].find(({ key }) => key === meeting.kind)?.name ?? meeting.kind,
            },
            { key: 'heldOn', header: t('day'), cell: (meeting) => formatDay(meeting.heldOn) },
            {
              key: 'attendance',
              header: t('attendance'),
              numeric: true,
              short: true,
              cell: (meeting) => (meeting.state === 'held' ? t('councils:people', { count: meeting.attendance }) : ''),
            },
            {
              key: 'needs',
              header: t('needs'),
              numeric: true,
              short: true,
              cell: (meeting) => t('councils:count', { count: meeting.needs.length }),
            },
          ]}
        />
      )}
      {council.can['meetings'] && (
        <div className="flex flex-wrap gap-3">
          <ButtonLink to={page(`councils/${council.id}/meetings/new?state=planned`)}>{t('planNew')}</ButtonLink>
          <ButtonLink to={page(`councils/${council.id}/meetings/new`)}>{t('add')}</ButtonLink>
        </div>
      )}
    </div>
  );
}

/** A joint meeting says with which councils, or by which it is kept. */
function Title({ meeting, council }: { meeting: CouncilRecord['meetings'][number]; council: CouncilRecord }) {
  const { t } = useTranslation('meetings');
  const others = [meeting.council, ...meeting.joint].filter(({ id }) => id !== council.id).map(({ name }) => name);
  return (
    <>
      {meeting.title}
      {others.length > 0 && (
        <span className="block text-dns-14N-130 text-solid-gray-700">
          {t('joint.with', { councils: others.join(t('common:list.separator')) })}
        </span>
      )}
    </>
  );
}
