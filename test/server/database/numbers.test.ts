import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../../server/database/db.ts';
import { nextNumber } from '../../../server/database/numbers.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { createTestDatabase, testEngine, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
/** Of another server, or on SQLite of the command line. */
let other: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  other = openDatabase(database.url);
  for (const id of ['one', 'two'])
    await database
      .knex('municipalities')
      .insert({ id, code: id, name: id, name_kana: id, created_at: '2026-11-23T00:00:00.000Z' });
});
afterAll(async () => {
  await other.destroy();
  await database.destroy();
});

const give = (db: Db, kind: 'need' | 'proposal' = 'need', municipality = 'one'): Promise<number> =>
  db.transaction((trx) => nextNumber(trx, kind, municipality));

describe('numbers', () => {
  it('are unique and without holes however many create at once, on two servers too', async () => {
    const given = await Promise.all(
      Array.from({ length: 60 }, (_each, index) => give(index % 2 === 0 ? database.knex : other)),
    );
    expect(given.toSorted((a, b) => a - b)).toEqual(given.map((_each, index) => index + 1));
  });

  it('ascend: who asks after another got one gets a higher one', async () => {
    const first = await give(database.knex);
    expect(await give(other)).toBe(first + 1);
    expect(await give(database.knex)).toBe(first + 2);
  });

  it('count apart for each kind and municipality', async () => {
    expect([
      await give(database.knex, 'proposal'),
      await give(database.knex, 'need', 'two'),
      await give(database.knex, 'proposal', 'two'),
      await give(database.knex, 'proposal'),
    ]).toEqual([1, 1, 1, 2]);
  });

  it('leave at most a gap where what they were given to is not stored', async () => {
    const before = await give(database.knex);
    await expect(
      database.knex.transaction(async (trx) => {
        await nextNumber(trx, 'need', 'one');
        throw new Error('not stored after all');
      }),
    ).rejects.toThrow('not stored after all');
    expect(await give(other)).toBe(before + (testEngine() === 'sqlite' ? 1 : 2));
  });

  it.runIf(testEngine() === 'postgres')('are given while another creator is still at work', async () => {
    const before = await database.knex.transaction(async (trx) => {
      const first = await nextNumber(trx, 'need', 'one');
      expect(await give(other)).toBe(first + 1);
      expect(await give(database.knex)).toBe(first + 2);
      return first;
    });
    expect(await give(database.knex)).toBe(before + 3);
  });
});
