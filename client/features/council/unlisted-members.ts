import type { CouncilRecord, Meeting } from '../../lib/contract.ts';

type Called = Pick<Meeting['people'][number], 'name' | 'body'>;

/** A council's present members who are not on the list: neither by this seat nor, as far as name and body say, by one in another council. Each once. */
export function unlistedMembers(
  members: CouncilRecord['members'],
  people: readonly Pick<Meeting['people'][number], 'memberId' | 'name' | 'body'>[],
): CouncilRecord['members'] {
  const called = ({ name, body }: Called): string => `${name}\n${body ?? ''}`;
  const listed = new Set(people.map(called));
  return members.filter(({ id, current, name, organisation }) => {
    const known = called({ name, body: organisation?.name ?? null });
    if (!current || listed.has(known) || people.some(({ memberId }) => memberId === id)) return false;
    listed.add(known);
    return true;
  });
}
