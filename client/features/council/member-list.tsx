import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Table } from '../../components/table.tsx';
import type { CouncilRecord, Member } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { MemberForm } from './member-form.tsx';

type Person = { id: string; entries: [Member, ...Member[]] };
type Open = { kind: 'new' } | { kind: 'role'; person: Person } | { kind: 'edit'; entry: Member } | null;

/** The council's people with their roles, those of now first; adding, changing roles, correcting and ending a term for those who may. */
export function MemberList({ council }: { council: CouncilRecord }) {
  const { t } = useTranslation('councils');
  const { api, page } = usePaths();
  const { today } = useMunicipality();
  const [open, setOpen] = useState<Open>(null);
  const [removing, setRemoving] = useState<Member | null>(null);
  const mayEdit = council.can['members'] === true;
  const people = listPeople(council.members);
  const close = () => setOpen(null);
  return (
    <div className="space-y-6">
      <Bodies bodies={council.bodies} />
      {people.length === 0 ? (
        <EmptyState title={t('members.empty')}>
          <p>{t('members.emptyHelp')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('tabs.people')}
          rows={people}
          columns={[
            {
              key: 'name',
              header: t('members.name'),
              short: true,
              cell: ({ entries: [entry] }) => <span className="font-bold">{entry.name}</span>,
            },
            {
              key: 'role',
              header: t('members.roles'),
              cell: ({ entries }) => (
                <ul className="space-y-1">
                  {entries.map((entry) => (
                    <li key={entry.id} className="flex flex-wrap items-center gap-x-3">
                      <span className={entry.current ? '' : 'text-solid-gray-700'}>
                        {t(`memberRole.${entry.role}`)}
                        {t('common:paren', { text: termOf(entry, today, t) })}
                        {entry.heldByBody && (
                          <span className="block">
                            {t('members.actsFor', { body: entry.organisation?.name, name: entry.name })}
                          </span>
                        )}
                      </span>
                      {mayEdit && (
                        <Button
                          kind="text"
                          label={t('members.editRole', { name: entry.name, role: t(`memberRole.${entry.role}`) })}
                          onPress={() => setOpen({ kind: 'edit', entry })}
                        >
                          {t('common:action.edit')}
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
              ),
            },
            {
              key: 'organisation',
              header: t('members.organisation'),
              cell: ({ entries: [entry] }) => entry.organisation?.name ?? t('none'),
            },
            {
              key: 'account',
              header: t('members.account'),
              cell: ({ entries }) => {
                const held = entries.find(({ current, role }) => current && role === 'coordinator') ?? entries[0];
                if (held.userId) return t('members.hasAccount');
                return council.can['edit'] && held.current ? (
                  <Link className="link" to={page(`settings/users?council=${council.id}&member=${held.id}`)}>
                    {t('members.inviteOne', { name: held.name })}
                  </Link>
                ) : (
                  t('none')
                );
              },
            },
            ...(mayEdit
              ? [
                  {
                    key: 'do',
                    button: true,
                    header: t('members.action'),
                    cell: (person: Person) => (
                      <Button
                        kind="text"
                        label={t('members.giveRoleTo', { name: person.entries[0].name })}
                        onPress={() => setOpen({ kind: 'role', person })}
                      >
                        {t('members.giveRole')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {mayEdit && <Button onPress={() => setOpen({ kind: 'new' })}>{t('members.add')}</Button>}
      {open && (
        <Dialog title={titleOf(open, t)} isOpen onClose={close}>
          <MemberForm
            council={council}
            entry={open.kind === 'edit' ? open.entry : null}
            person={open.kind === 'role' ? open.person.entries[0] : null}
            onRemove={() => {
              if (open.kind === 'edit') setRemoving(open.entry);
              close();
            }}
            onClose={close}
          />
        </Dialog>
      )}
      <ConfirmDialog
        title={t('members.remove')}
        help={t('members.removeHelp', { name: removing?.name })}
        action={t('members.remove')}
        path={removing ? api(`councils/${council.id}/members/${removing.id}`) : null}
        version={removing?.version}
        onClose={() => setRemoving(null)}
      />
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation<'councils'>>['t'];

/** From when to when; beside it where that is not now. */
function termOf({ startsOn, endsOn, current }: Member, today: string, t: Translate): string {
  const from = formatShortDay(startsOn);
  if (endsOn !== null && endsOn < startsOn) return t('members.never', { from });
  const term = t(endsOn === null ? 'members.from' : 'members.fromTo', { from, to: formatShortDay(endsOn) });
  return current ? term : term + t(startsOn > today ? 'members.coming' : 'members.ended');
}

const titleOf = (open: NonNullable<Open>, t: Translate): string =>
  open.kind === 'new'
    ? t('members.add')
    : open.kind === 'edit'
      ? t('members.editOne', { name: open.entry.name })
      : t('members.giveRoleTo', { name: open.person.entries[0].name });

/** Who is in office first; of each person the roles of now first. */
function listPeople(members: Member[]): Person[] {
  const inOrder = members.toSorted((a, b) => Number(b.current) - Number(a.current));
  return [...Map.groupBy(inOrder, ({ person }) => person)].flatMap(([id, [first, ...others]]) =>
    first ? [{ id, entries: [first, ...others] }] : [],
  );
}

/** Kinds of body that a council like this one should bring together: who is there of each, and which are missing. */
function Bodies({ bodies }: { bodies: CouncilRecord['bodies'] }) {
  const { t } = useTranslation('councils');
  if (bodies.length === 0) return null;
  const missing = bodies.filter(({ there }) => there.length === 0);
  return (
    <section aria-labelledby="wanted-bodies" className="space-y-3">
      <h3 id="wanted-bodies" className="text-[1.125rem]">
        {t('bodies.title')}
      </h3>
      <p>
        {missing.length === 0
          ? t('bodies.whole')
          : t('bodies.missing', { kinds: missing.map(({ name }) => name).join(t('common:list.separator')) })}
      </p>
      <ul className="grid gap-x-6 sm:grid-cols-2">
        {bodies.map(({ kind, name, there }) => (
          <li key={kind} className="flex flex-wrap gap-x-3 border-b border-solid-gray-200 py-2">
            <span className="font-bold">{name}</span>
            <span className={there.length === 0 ? 'text-orange-1000' : ''}>
              {there.length === 0 ? t('bodies.none') : there.join(t('common:list.separator'))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
