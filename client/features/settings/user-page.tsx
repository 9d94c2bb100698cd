import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { User } from '../../lib/contract.ts';
import { formatInstant, formatShortDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { InvitationTable, type Invitation } from './invitation-table.tsx';
import { EmailLinkForm, LinkForm, WithdrawForm } from './link-forms.tsx';
import { MembershipNewForm, MembershipProlongForm } from './membership-forms.tsx';
import { RoleChangeForm } from './role-change-form.tsx';
import { SettingsTitle } from './settings-title.tsx';
import { UserAccess } from './user-access.tsx';
import { UserForm } from './user-form.tsx';

type Membership = User['memberships'][number];
type Open =
  | { kind: 'user' }
  | { kind: 'password' }
  | { kind: 'email' }
  | { kind: 'renew'; invitation: Invitation }
  | { kind: 'withdraw'; invitation: Invitation }
  | { kind: 'add' }
  | { kind: 'prolong'; membership: Membership }
  | { kind: 'change'; membership: Membership }
  | null;

/** One account: its data, and its roles with their terms. */
export function UserPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const user = useGet<User>(api(`users/${id}`));
  return <Loaded query={user}>{(loaded) => <UserView user={loaded} />}</Loaded>;
}

function UserView({ user }: { user: User }) {
  const { t } = useTranslation('settings');
  const { page } = usePaths();
  const { today } = useMunicipality();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <div className="space-y-8">
      <SettingsTitle
        part="users"
        title={user.name}
        aside={user.disabled && <Badge>{t('user.disabled')}</Badge>}
        actions={user.mayChange && <Button onPress={() => setOpen({ kind: 'user' })}>{t('user.edit')}</Button>}
      />
      <KeyFacts
        facts={[
          { label: t('user.email'), value: user.email },
          { label: t('field.kana'), value: user.nameKana || '―' },
          { label: t('user.language'), value: t(`language.${user.language}`) },
          { label: t('user.lastSeen'), value: formatInstant(user.lastSeenAt) || t('user.never') },
          {
            label: t('user.made'),
            value: t('user.madeBy', { at: formatInstant(user.createdAt), by: user.madeBy ?? t('user.byNobodyKnown') }),
          },
          { label: t('user.password'), value: passwordWords(user, t) },
        ]}
      />
      {!user.mayChange && <Notice title={t('user.elsewhere')}>{t('user.elsewhereHelp')}</Notice>}
      <Section
        title={t('user.roles')}
        actions={<Button onPress={() => setOpen({ kind: 'add' })}>{t('user.addRole')}</Button>}
      >
        <Table
          caption={t('user.roles')}
          rows={user.memberships}
          columns={[
            {
              key: 'role',
              header: t('user.role'),
              cell: (membership) => <span className="font-bold">{t(`common:role.${membership.role}`)}</span>,
            },
            { key: 'area', header: t('user.area'), cell: (membership) => membership.area.name },
            {
              key: 'organisation',
              header: t('user.organisation'),
              cell: (membership) => membership.organisation?.name ?? '―',
            },
            {
              key: 'from',
              header: t('user.from'),
              short: true,
              cell: (membership) => formatShortDay(membership.startsOn),
            },
            {
              key: 'to',
              header: t('user.to'),
              short: true,
              cell: (membership) => formatInstant(membership.endedAt) || formatShortDay(membership.endsOn) || '―',
            },
            {
              key: 'do',
              button: true,
              header: t('field.action'),
              cell: (membership) =>
                membership.endedAt ? (
                  t('user.over')
                ) : (
                  <span className="inline-flex flex-wrap">
                    <Button
                      kind="text"
                      label={t('user.changeRoleOne', {
                        role: t(`common:role.${membership.role}`),
                        area: membership.area.name,
                      })}
                      onPress={() => setOpen({ kind: 'change', membership })}
                    >
                      {t('user.changeRole')}
                    </Button>
                    {membership.endsOn && membership.endsOn >= today && (
                      <Button
                        kind="text"
                        label={t('user.prolongOne', {
                          role: t(`common:role.${membership.role}`),
                          area: membership.area.name,
                        })}
                        onPress={() => setOpen({ kind: 'prolong', membership })}
                      >
                        {t('user.prolong')}
                      </Button>
                    )}
                    <ButtonLink
                      kind="text"
                      label={t('user.endRoleOne', {
                        role: t(`common:role.${membership.role}`),
                        area: membership.area.name,
                      })}
                      to={page(`handovers/new?user=${user.id}&membership=${membership.id}`)}
                    >
                      {t('user.endRole')}
                    </ButtonLink>
                  </span>
                ),
            },
          ]}
        />
      </Section>
      <Section
        title={t('invitation.title')}
        actions={
          user.mayChange &&
          !user.disabled && (
            <>
              <Button onPress={() => setOpen({ kind: 'password' })}>{t('user.passwordLink')}</Button>
              {user.hasPassword && <Button onPress={() => setOpen({ kind: 'email' })}>{t('user.emailLink')}</Button>}
            </>
          )
        }
      >
        {user.invitations.length === 0 ? (
          <p className="text-solid-gray-700">{t('invitation.none')}</p>
        ) : (
          <InvitationTable
            user={user}
            onRenew={(invitation) => setOpen({ kind: 'renew', invitation })}
            onWithdraw={(invitation) => setOpen({ kind: 'withdraw', invitation })}
          />
        )}
      </Section>
      {user.mayChange && <UserAccess user={user} />}
      <Dialog title={t('user.passwordLink')} isOpen={open?.kind === 'password'} onClose={close}>
        <LinkForm
          user={user}
          path="password-link"
          help={t('user.passwordLinkHelp', { name: user.name })}
          onClose={close}
        />
      </Dialog>
      <Dialog title={t('user.emailLink')} isOpen={open?.kind === 'email'} onClose={close}>
        <EmailLinkForm user={user} onClose={close} />
      </Dialog>
      <Dialog title={t('invitation.renew')} isOpen={open?.kind === 'renew'} onClose={close}>
        {open?.kind === 'renew' && (
          <LinkForm
            user={user}
            path={`invitations/${open.invitation.id}/link`}
            help={t('invitation.renewHelp')}
            onClose={close}
          />
        )}
      </Dialog>
      <Dialog title={t('invitation.withdraw')} isOpen={open?.kind === 'withdraw'} onClose={close}>
        {open?.kind === 'withdraw' && <WithdrawForm user={user} invitationId={open.invitation.id} onClose={close} />}
      </Dialog>
      <Dialog title={t('user.edit')} isOpen={open?.kind === 'user'} onClose={close}>
        <UserForm user={user} onClose={close} />
      </Dialog>
      <Dialog title={t('user.addRole')} isOpen={open?.kind === 'add'} onClose={close}>
        <MembershipNewForm user={user} onClose={close} />
      </Dialog>
      <Dialog title={t('user.changeRole')} isOpen={open?.kind === 'change'} onClose={close}>
        {open?.kind === 'change' && <RoleChangeForm user={user} membership={open.membership} onClose={close} />}
      </Dialog>
      <Dialog title={t('user.prolong')} isOpen={open?.kind === 'prolong'} onClose={close}>
        {open?.kind === 'prolong' && (
          <MembershipProlongForm userId={user.id} membership={open.membership} onClose={close} />
        )}
      </Dialog>
    </div>
  );
}

/** When the password was set, and by whose link the account came by it. */
function passwordWords(user: User, t: TFunction<'settings'>): string {
  if (!user.hasPassword) return t('user.passwordNone');
  const at = user.passwordSetAt ? formatInstant(user.passwordSetAt) : t('user.passwordLongAgo');
  if (!user.passwordBy.known) return t('user.passwordUnknown', { at });
  return t('user.passwordBy', { at, by: user.passwordBy.name ?? t('invitation.byOperator') });
}
