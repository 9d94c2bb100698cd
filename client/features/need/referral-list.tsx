import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.tsx';
import { Table } from '../../components/table.tsx';
import type { Referral } from '../../lib/contract.ts';
import { formatShortDay, toDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { ReferralBadge } from '../../record/state-badges.tsx';

/** To whom a need was handed, and what came of it. */
export function ReferralList({ referrals }: { referrals: Referral[] }) {
  const { t } = useTranslation('needs');
  const { page } = usePaths();
  if (referrals.length === 0)
    return (
      <EmptyState title={t('referrals.empty')}>
        <p>{t('referrals.emptyHelp')}</p>
      </EmptyState>
    );
  return (
    <Table
      caption={t('tabs.referrals')}
      rows={referrals}
      to={(referral) => page(`referrals/${referral.id}`)}
      columns={[
        { key: 'service', header: t('referrals.service'), cell: (referral) => referral.service.name },
        { key: 'organisation', header: t('referrals.organisation'), cell: (referral) => referral.organisation.name },
        {
          key: 'state',
          header: t('column.state'),
          cell: (referral) => <ReferralBadge standing={referral.standing} />,
        },
        { key: 'sent', header: t('referrals.sent'), cell: (referral) => formatShortDay(toDay(referral.createdAt)) },
        { key: 'by', header: t('referrals.by'), cell: (referral) => referral.createdBy },
        { key: 'reason', header: t('referrals.reason'), cell: (referral) => referral.answerReason ?? '―' },
      ]}
    />
  );
}
