import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { User } from '../../lib/contract.ts';
import { formatInstant, formatShortDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { MembershipEndForm, MembershipNewForm } from './membership-forms.tsx';
import { SettingsTitle } from './settings-title.tsx';
import { UserForm } from './user-form.tsx';

type Membership = User['memberships'][number];
type Open = { kind: 'user' } | { kind: 'add' } | { kind: 'end'; membership: Membership } | null;

/** One account: its data, and its roles with their terms. */
export function UserPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const user = useGet<User>(api(`users/${id}`));
  return <Loaded query={user}>{(found) => <UserView user={found} />}</Loaded>;
}

function UserView({ user }: { user: User }) {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <div className="space-y-8">
      <SettingsTitle part="users" title={user.name} aside={user.disabled && <Badge>{t('user.disabled')}</Badge>} actions={<Button onPress={() => setOpen({ kind: 'user' })}>{t('user.edit')}</Button>} />
      <KeyFacts facts={[{ label: t('user.email'), value: user.email }, { label: t('field.kana'), value: user.nameKana || '―' }, { label: t('user.language'), value: t(`language.${user.language}`) }, { label: t('user.lastSeen'), value: formatInstant(user.lastSeenAt) || t('user.never') }]} />
      <Section title={t('user.roles')} actions={<Button onPress={() => setOpen({ kind: 'add' })}>{t('user.addRole')}</Button>}>
        <Table
          caption={t('user.roles')}
          rows={user.memberships}
          columns={[
            { key: 'role', header: t('user.role'), cell: (one) => <span className="font-bold">{t(`common:role.${one.role}`)}</span> },
            { key: 'area', header: t('user.area'), cell: (one) => one.area.name },
            { key: 'organisation', header: t('user.organisation'), cell: (one) => one.organisation?.name ?? '―' },
            { key: 'from', header: t('user.from'), short: true, cell: (one) => formatShortDay(one.startsOn) },
            { key: 'to', header: t('user.to'), short: true, cell: (one) => formatShortDay(one.endsOn) || '―' },
            { key: 'do', button: true, header: t('field.action'), cell: (one) => <Button kind="text" label={t('user.endRoleOne', { role: t(`common:role.${one.role}`), area: one.area.name })} onPress={() => setOpen({ kind: 'end', membership: one })}>{t('user.endRole')}</Button> },
          ]}
        />
      </Section>
      <Dialog title={t('user.edit')} isOpen={open?.kind === 'user'} onClose={close}><UserForm user={user} onClose={close} /></Dialog>
      <Dialog title={t('user.addRole')} isOpen={open?.kind === 'add'} onClose={close}><MembershipNewForm userId={user.id} onClose={close} /></Dialog>
      <Dialog title={t('user.endRole')} isOpen={open?.kind === 'end'} onClose={close}>{open?.kind === 'end' && <MembershipEndForm userId={user.id} membership={open.membership} onClose={close} />}</Dialog>
    </div>
  );
}
