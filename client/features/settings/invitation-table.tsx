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
  const what = (invitation: Invitation): string =>
    invitation.kind === 'role'
      ? invitation.roles
          .map((role) => t('user.roleIn', { role: t(`common:role.${role.role}`), area: role.area.name }))
          .join(t('common:list.separator'))
      : t(`invitation.kind.${invitation.kind}`, { email: invitation.email ?? '' });
  return (
    <Table
      caption={t('invitation.title')}
      rows={user.invitations}
      columns={[
        {
          key: 'what',
          header: t('invitation.what'),
          cell: (invitation) => <span className="font-bold">{what(invitation)}</span>,
        },
        {
          key: 'state',
          header: t('user.state'),
          cell: (invitation) => (
            <Badge tone={tones[invitation.state]}>{t(`invitation.state.${invitation.state}`)}</Badge>
          ),
        },
        {
          key: 'until',
          header: t('invitation.until'),
          cell: (invitation) => (invitation.state === 'waiting' ? '―' : formatInstant(invitation.expiresAt)),
        },
        {
          key: 'by',
          header: t('invitation.by'),
          cell: (invitation) =>
            invitation.state === 'waiting' ? '―' : (invitation.givenBy ?? t('invitation.byOperator')),
        },
        {
          key: 'do',
          button: true,
          header: t('field.action'),
          cell: (invitation) =>
            invitation.mayAnswer && invitation.state !== 'accepted' && invitation.state !== 'withdrawn' ? (
              <span className="flex flex-wrap gap-2">
                <Button
                  kind="text"
                  label={t('invitation.renewOne', { what: what(invitation) })}
                  onPress={() => onRenew(invitation)}
                >
                  {t('invitation.renew')}
                </Button>
                <Button
                  kind="text"
                  label={t('invitation.withdrawOne', { what: what(invitation) })}
                  onPress={() => onWithdraw(invitation)}
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
