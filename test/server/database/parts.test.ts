import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCountedParts } from '../../../server/database/parts.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.destroy());

it('reads more parts than a database joins in one statement, each with its own number and count', async () => {
  const { knex } = database;
  const queries = Array.from({ length: 900 }, (_part, index) =>
    knex.from(knex.select({ of: knex.raw(String(index)) }).as('one')).select('of'),
  );
  const rows = await readCountedParts<{ of: number }>(knex, queries, 5);
  expect(rows.map(({ of, part, total }) => [of, part, total])).toEqual(
    queries.map((_query, index) => [index, index, 1]),
  );
});
