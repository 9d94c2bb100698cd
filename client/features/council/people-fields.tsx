import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice-group.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import type { CouncilRecord, Meeting } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { unlistedMembers } from './unlisted-members.ts';

/** A member or a guest, as they are ticked. */
type ListedPerson = Omit<Meeting['people'][number], 'id'> & { id: string | undefined; ticked: boolean };

const nobody = { id: undefined, answer: null, note: null, presence: null };

/**
 * The council's members, and the guests. Ticked are those who are invited, or (`held`) were there; whom nobody has marked yet and who said that
 * they come is not taken for having been there.
 */
export function listPeople(council: CouncilRecord, meeting: Meeting | null, held: boolean): ListedPerson[] {
  const there = (meeting?.people ?? []).map((person) => ({
    ...person,
    ticked: held ? person.presence === 'present' || person.presence === 'proxy' : true,
  }));
  const missing = council.members
    .filter(({ id, current }) => current && there.every(({ memberId }) => memberId !== id))
    .map(({ id, name, organisation }) => ({
      ...nobody,
      memberId: id,
      name,
      body: organisation?.name ?? null,
      // Of a meeting ahead everybody is invited until somebody is left out.
      ticked: !held && meeting === null,
    }));
  const members = [...there.filter(({ memberId }) => memberId !== null), ...missing];
  const named = new Set(there.map(({ name }) => name));
  const others = held
    ? (meeting?.attendees ?? [])
        .filter((name) => !named.has(name) && missing.every((person) => person.name !== name))
        .map((name) => ({ ...nobody, memberId: null, name, body: null, ticked: true }))
    : [];
  const marked = members.map((person) =>
    held && !person.ticked && meeting?.attendees.includes(person.name) ? { ...person, ticked: true } : person,
  );
  return [...marked, ...there.filter(({ memberId }) => memberId === null), ...others];
}

/** A guest without a name is nobody; members who are neither invited nor there are left out. */
export const sentPeople = (people: ListedPerson[], held: boolean) =>
  people
    .filter(({ memberId, name, ticked, id }) => (memberId === null ? name.trim() !== '' : ticked || (held && id)))
    .map(({ id, memberId, name, body, answer, note, presence, ticked }) => ({
      ...(id === undefined ? {} : { id }),
      memberId,
      name,
      body: body || null,
      answer,
      note,
      presence: held
        ? ticked
          ? presence === 'proxy'
            ? ('proxy' as const)
            : ('present' as const)
          : ('absent' as const)
        : null,
    }));

export function PeopleFields({
  people,
  onChange,
  held,
}: {
  people: ListedPerson[];
  onChange: (people: ListedPerson[]) => void;
  held: boolean;
}) {
  const { t } = useTranslation('meetings');
  const put = (person: ListedPerson, some: Partial<ListedPerson>) =>
    onChange(people.map((each) => (each === person ? { ...each, ...some } : each)));
  const members = people.filter(({ memberId }) => memberId !== null);
  const guests = people.filter(({ memberId }) => memberId === null);
  return (
    <section className="space-y-4" aria-label={t(held ? 'presence.title' : 'invited.title')}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2>{t(held ? 'presence.count' : 'invited.count', { count: people.filter(({ ticked }) => ticked).length })}</h2>
        {members.some(({ ticked }) => !ticked) && (
          <Button
            kind="text"
            onPress={() =>
              onChange(people.map((person) => (person.memberId === null ? person : { ...person, ticked: true })))
            }
          >
            {t('presence.all')}
          </Button>
        )}
      </div>
      <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
        {members.map((person) => (
          <li key={person.memberId} className="py-1">
            <Checkbox
              label={person.body ? t('councils:personOf', { name: person.name, body: person.body }) : person.name}
              value={person.ticked}
              onChange={(ticked) => put(person, { ticked })}
            />
            {(held || person.id !== undefined) && (
              <div
                role="group"
                aria-label={person.name}
                className="flex flex-wrap items-center gap-x-4 pl-11 text-dns-16N-130 text-solid-gray-700"
              >
                {person.id !== undefined && <span>{t(`answer.${person.answer ?? 'none'}`)}</span>}
                {person.note && <span>{person.note}</span>}
                {held && person.ticked && (
                  <Checkbox
                    label={t('presence.proxy')}
                    value={person.presence === 'proxy'}
                    onChange={(on) => put(person, { presence: on ? 'proxy' : 'present' })}
                  />
                )}
              </div>
            )}
            {!held && person.ticked && person.id !== undefined && (
              <div className="pb-2 pl-11">
                <Select
                  label={t('invited.answer', { name: person.name })}
                  required={false}
                  value={person.answer ?? ''}
                  onChange={(answer) =>
                    put(person, { answer: answer === 'coming' || answer === 'absent' ? answer : null })
                  }
                  choices={(['coming', 'absent'] as const).map((value) => ({ value, label: t(`answer.${value}`) }))}
                  empty={t('answer.none')}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {guests.length > 0 && (
        <ul className="space-y-3">
          {guests.map((guest, index) => (
            <li key={guest.id ?? `guest-${index}`}>
              <div
                role="group"
                aria-label={guest.name || t('guest.numbered', { number: index + 1 })}
                className="surface space-y-2"
              >
                {held && (
                  <Checkbox
                    label={t('presence.there')}
                    value={guest.ticked}
                    onChange={(ticked) => put(guest, { ticked })}
                  />
                )}
                <TextField
                  label={t('guest.name', { number: index + 1 })}
                  required={false}
                  value={guest.name}
                  onChange={(name) => put(guest, { name })}
                  maxLength={200}
                />
                <TextField
                  label={t('guest.body')}
                  required={false}
                  value={guest.body ?? ''}
                  onChange={(body) => put(guest, { body })}
                  maxLength={200}
                />
                <Button
                  kind="text"
                  onPress={() => onChange(people.filter((person) => person !== guest))}
                  label={t('form:removeItem', { n: index + 1 })}
                >
                  {t('form:remove')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <Button onPress={() => onChange([...people, { ...nobody, memberId: null, name: '', body: null, ticked: true }])}>
        {t('guest.add')}
      </Button>
    </section>
  );
}

/** Members of another council of a joint meeting who are not listed yet, each to be put on the list. */
export function JointMembers({
  councilId,
  people,
  onChange,
}: {
  councilId: string;
  people: ListedPerson[];
  onChange: (people: ListedPerson[]) => void;
}) {
  const { t } = useTranslation('meetings');
  const { api } = usePaths();
  const council = useGet<CouncilRecord>(api(`councils/${councilId}`)).data;
  const members = unlistedMembers(council?.members ?? [], people);
  if (!council || members.length === 0) return null;
  const list = (added: typeof members) =>
    onChange([
      ...people,
      ...added.map(({ id, name, organisation }) => ({
        ...nobody,
        memberId: id,
        name,
        body: organisation?.name ?? null,
        ticked: true,
      })),
    ]);
  return (
    <Disclosure title={t('joint.members', { council: council.localName ?? council.name, count: members.length })}>
      <ul>
        {members.map((member) => (
          <li key={member.id}>
            <Button kind="text" onPress={() => list([member])} label={t('joint.addOne', { name: member.name })}>
              {member.organisation
                ? t('councils:personOf', { name: member.name, body: member.organisation.name })
                : member.name}
            </Button>
          </li>
        ))}
      </ul>
      {members.length > 1 && <Button onPress={() => list(members)}>{t('joint.addAll')}</Button>}
    </Disclosure>
  );
}
