import { expect, it } from 'vitest';
import { yearsBefore } from '../server/kernel/clock.ts';

it.each([
  ['2026-11-23', 5, '2021-11-23'],
  ['2026-03-01', 2, '2024-03-01'],
  ['2026-02-28', 2, '2024-02-28'],
  ['2028-02-29', 1, '2027-02-28'],
  ['2028-02-29', 5, '2023-02-28'],
  ['2028-02-29', 4, '2024-02-29'],
  ['2000-02-29', 100, '1900-02-28'],
  ['2028-02-29', 0, '2028-02-29'],
])('says which day %s was %i years before: %s', (day, years, before) => {
  expect(yearsBefore(day, years)).toBe(before);
});
