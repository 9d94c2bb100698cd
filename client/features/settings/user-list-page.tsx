import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { User } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { MemberAccountForm } from './member-account-form.tsx';
import { SettingsTitle } from './settings-title.tsx';
import { UserNewForm } from './user-new-form.tsx';

/** The people who use it here, with their roles. */
export function UserListPage() {
  const { t } = useTranslation('settings');
  const { api, page } = usePaths();
  const [search, setSearch] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const q = search.get('q') ?? '';
  // A council's member who is to have an account: where the home page and the council's lead.
  const [council, member] = [search.get('council'), search.get('member')];
  const users = usePages<User>(api('users'), { q });
  const setQ = (value: string) => setSearch(value ? { q: value } : {}, { replace: true });
  return (
    <div className="space-y-6">
      <SettingsTitle
        part="users"
        actions={
          <>
            <ButtonLink to={page('handovers')}>{t('user.handovers')}</ButtonLink>
            <ButtonLink to={page('imports/users')}>{t('imports:load')}</ButtonLink>
            <Button kind="primary" onPress={() => setAdding(true)}>
              {t('user.add')}
            </Button>
          </>
        }
      />
      <Filters
        chips={q ? [{ key: 'q', label: t('user.search'), value: q, onRemove: () => setQ('') }] : []}
        onClear={() => setQ('')}
      >
        <TextField label={t('user.search')} type="search" value={q} onChange={setQ} />
      </Filters>
      <LoadedPages query={users}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('user.none')} />
          ) : (
            <Table
              caption={t('part.users.title')}
              rows={items}
              to={(user) => page(`settings/users/${user.id}`)}
              columns={[
                { key: 'name', header: t('user.name'), cell: (user) => user.name },
                { key: 'email', header: t('user.email'), cell: (user) => user.email },
                { key: 'roles', header: t('user.roles'), cell: (user) => <Roles user={user} /> },
                {
                  key: 'seen',
                  header: t('user.lastSeen'),
                  cell: (user) => formatInstant(user.lastSeenAt) || t('user.never'),
                },
                {
                  key: 'state',
                  header: t('user.state'),
                  short: true,
                  cell: (user) =>
                    user.disabled ? (
                      <Badge>{t('user.disabled')}</Badge>
                    ) : user.hasPassword ? (
                      t('user.active')
                    ) : (
                      <Badge tone="attention">{t('user.invited')}</Badge>
                    ),
                },
              ]}
            />
          )
        }
      </LoadedPages>
      <Dialog title={t('user.add')} isOpen={adding} onClose={() => setAdding(false)}>
        <UserNewForm onClose={() => setAdding(false)} />
      </Dialog>
      {council && member && (
        <Dialog title={t('user.memberAccount')} isOpen onClose={() => setQ(q)}>
          <MemberAccountForm councilId={council} memberId={member} onClose={() => setQ(q)} />
        </Dialog>
      )}
    </div>
  );
}

/** Roles that are held, and those that a link offers. */
function Roles({ user }: { user: User }) {
  const { t } = useTranslation('settings');
  const offered = user.invitations
    .filter((invitation) => invitation.state === 'open')
    .flatMap((invitation) => invitation.roles);
  return (
    <ul>
      {user.memberships.map((membership) => (
        <li key={membership.id}>
          {t('user.roleIn', { role: t(`common:role.${membership.role}`), area: membership.area.name })}
        </li>
      ))}
      {offered.map((offer, index) => (
        <li key={index} className="text-solid-gray-700">
          {t('user.roleOffered', { role: t(`common:role.${offer.role}`), area: offer.area.name })}
        </li>
      ))}
    </ul>
  );
}
