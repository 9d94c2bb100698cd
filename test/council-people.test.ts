import { expect, it } from 'vitest';
import { entriesByPerson } from '../migrations/20261128210000_council_people.ts';

const entry = (id: string, role: string, starts_on: string, ends_on: string | null, name = '見本 花子') => ({
  id,
  council_id: 'c',
  organisation_id: null,
  name,
  role,
  starts_on,
  ends_on,
});
const people = (...entries: ReturnType<typeof entry>[]) =>
  entriesByPerson(entries).map((held) => held.map(({ id }) => id));

it('takes one name in several roles, and in terms that follow one another, for one person', () => {
  expect(
    people(
      entry('c', 'chair', '2026-04-01', null),
      entry('a', 'member', '2024-04-01', '2026-03-31'),
      entry('b', 'member', '2026-04-01', null),
      entry('d', 'member', '2024-04-01', null, '見本 太郎'),
    ),
  ).toEqual([['a', 'b', 'c'], ['d']]);
});

it('keeps two apart who bear one name and hold one role at once, and does not guess which of them became chair', () => {
  expect(
    people(
      entry('a', 'member', '2024-04-01', null),
      entry('b', 'member', '2024-04-01', null),
      entry('c', 'chair', '2025-04-01', null),
    ),
  ).toEqual([['a'], ['b'], ['c']]);
});
