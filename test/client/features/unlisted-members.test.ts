import { expect, it } from 'vitest';
import { unlistedMembers } from '../../../client/features/council/unlisted-members.ts';

type Members = Parameters<typeof unlistedMembers>[0];

const member = (id: string, name: string, body: string | null = null, current = true) =>
  ({ id, name, current, organisation: body === null ? null : { id: body, name: body } }) as Members[number];

it('a joint council’s members are offered once, without those on the list by a seat in another council', () => {
  const members = [
    member('listed', '見本 一郎'),
    member('second-seat', '架空 花子', '見本の会'),
    member('other-body', '架空 花子', '別の会'),
    member('chair', '例示 まこと'),
    member('coordinator', '例示 まこと'),
    member('former', '仮名 みどり', null, false),
  ];
  const people = [
    { memberId: 'listed', name: '見本 一郎', body: null },
    { memberId: 'here', name: '架空 花子', body: '見本の会' },
  ];
  expect(unlistedMembers(members, people).map(({ id }) => id)).toEqual(['other-body', 'chair']);
});
