import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateToLatest, migrationSource } from '../../../server/database/open.ts';
import { createTestDatabase, testEngine, type TestDatabase } from '../../support/database.ts';
import { migrationNames } from '../../support/schema.ts';

const name = '20261130030000_meeting_kind_marks.ts';

describe(`the marks of kinds of meeting of before, on ${testEngine()}`, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    const { knex } = database;
    await migrateToLatest(knex);
    while ((await migrationNames(knex)).includes(name)) await knex.migrate.down({ migrationSource });
    await knex('municipalities').insert({
      id: 'city',
      code: '99901',
      name: '見本市',
      name_kana: 'ミホンシ',
      created_at: '2026-11-01T00:00:00.000Z',
    });
    const kinds: [key: string, marks: string | null][] = [
      ['roundtable', null],
      ['study', null],
      ['council', 'examined'],
      ['training', 'training'],
      ['workshop', null],
    ];
    await knex('code_entries').insert(
      kinds.map(([key, marks], position) => ({
        id: key,
        municipality_id: 'city',
        list: 'meeting-kind',
        key,
        name_ja: key,
        position,
        marks,
        version: 1,
      })),
    );
  });
  afterAll(() => database.destroy());

  const read = async (): Promise<Record<string, string | null>> => {
    // Those that it was made with: cities get more kinds since.
    const rows: { id: string; key: string; marks: string | null }[] = await database
      .knex('code_entries')
      .select('id', 'key', 'marks');
    return Object.fromEntries(rows.filter(({ id, key }) => id === key).map(({ key, marks }) => [key, marks]));
  };
  const after = {
    roundtable: 'examined',
    study: 'study',
    council: 'examined,council',
    training: 'training',
    workshop: null,
  };

  it('go on beside what each was counted as, once', async () => {
    const { knex } = database;
    await knex.migrate.up({ migrationSource });
    expect(await migrationNames(knex)).toContain(name);
    expect(await read()).toEqual(after);
    await knex.migrate.down({ migrationSource });
    expect(await read()).toEqual({ ...after, study: null, council: 'examined', training: null });
    await migrateToLatest(knex);
    expect(await read()).toEqual(after);
  });
});
