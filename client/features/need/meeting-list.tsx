import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.tsx';
import { Table } from '../../components/table.tsx';
import type { NeedRecord } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';

/** Where the need was talked about, and what was planned for it. */
export function MeetingList({ need }: { need: NeedRecord }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  if (need.meetings.length === 0)
    return (
      <EmptyState title={t('meetings.empty')}>
        <p>{t('meetings.emptyHelp')}</p>
      </EmptyState>
    );
  return (
    <Table
      caption={t('tabs.meetings')}
      rows={need.meetings}
      to={(meeting) => page(`meetings/${meeting.id}`)}
      columns={[
        { key: 'title', header: t('meetings.name'), cell: (meeting) => meeting.title },
        { key: 'heldOn', header: t('meetings.heldOn'), cell: (meeting) => formatDay(meeting.heldOn) },
        { key: 'plan', header: t('meetings.plan'), cell: (meeting) => meeting.plan ?? t('meetings.noPlan') },
      ]}
    />
  );
}
