import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import type { Tone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Table } from '../../components/table.tsx';
import type { User } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';

export type Invitation = User['invitations'][number];

const tones: Record<Invitation['state'], Tone> = {
  waiting: 'attention',
  open: 'neutral',
  accepted: 'good',
  expired: 'attention',
  withdrawn: 'neutral',
};

/** An account's links: what each leads to, whose it is, and what has become of it. */
export function InvitationTable({
  user,
  onRenew,
  onWithdraw,
}: {
  user: User;
  onRenew: (invitation: Invitation) => void;
  onWithdraw: (invitation: Invitation) => void;
}) {
  const { t } = useTranslation('settings');
  const what = (one: Invitation): string =>
    one.kind === 'role'
      ? one.roles
          .map((role) => t('user.roleIn', { role: t(`common:role.${role.role}`), area: role.area.name }))
          .join(t('common:list.separator'))
      : t(`invitation.kind.${one.kind}`, { email: one.email ?? '' });
  return (
    <Table
      caption={t('invitation.title')}
      rows={user.invitations}
      columns={[
        { key: 'what', header: t('invitation.what'), cell: (one) => <span className="font-bold">{what(one)}</span> },
        {
          key: 'state',
          header: t('user.state'),
          cell: (one) => <Badge tone={tones[one.state]}>{t(`invitation.state.${one.state}`)}</Badge>,
        },
        {
          key: 'until',
          header: t('invitation.until'),
          cell: (one) => (one.state === 'waiting' ? '―' : formatInstant(one.expiresAt)),
        },
        {
          key: 'by',
          header: t('invitation.by'),
          cell: (one) => (one.state === 'waiting' ? '―' : (one.givenBy ?? t('invitation.byOperator'))),
        },
        {
          key: 'do',
          button: true,
          header: t('field.action'),
          cell: (one) =>
            one.mayAnswer && one.state !== 'accepted' && one.state !== 'withdrawn' ? (
              <span className="flex flex-wrap gap-2">
                <Button kind="text" label={t('invitation.renewOne', { what: what(one) })} onPress={() => onRenew(one)}>
                  {t('invitation.renew')}
                </Button>
                <Button
                  kind="text"
                  label={t('invitation.withdrawOne', { what: what(one) })}
                  onPress={() => onWithdraw(one)}
                >
                  {t('invitation.withdraw')}
                </Button>
              </span>
            ) : (
              '―'
            ),
        },
      ]}
    />
  );
}
