import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areasBelow, around, below } from '../../../server/database/parts.ts';
import { createTestDatabase, testEngine, type TestDatabase } from '../../support/database.ts';

const paths: Record<string, string> = {
  city: '/city/',
  north: '/city/north/',
  hill: '/city/north/hill/',
  northern: '/city/northern/',
  south: '/city/south/',
};
const cases: [paths: string[], below: string[], around: string[]][] = [
  [[], [], []],
  [['/city/'], ['city', 'hill', 'north', 'northern', 'south'], ['city', 'hill', 'north', 'northern', 'south']],
  [['/city/north/'], ['hill', 'north'], ['city', 'hill', 'north']],
  [
    ['/city/north/hill/', '/city/south/'],
    ['hill', 'south'],
    ['city', 'hill', 'north', 'south'],
  ],
];

describe(`reach, on ${testEngine()}`, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();

    await database
      .knex('municipalities')
      .insert({ id: 'town', code: 'town', name: 'town', name_kana: 'town', created_at: '2026-11-23T00:00:00.000Z' });
    for (const [id, at] of Object.entries(paths))
      await database.knex('areas').insert({
        municipality_id: 'town',
        id,
        path: at,
        parent_id: at.split('/').at(-3) || null,
        kind: 'daily-life',
        name: id,
        name_kana: id,
        position: 0,
      });
  });
  afterAll(() => database.destroy());

  it.each(cases)('from %j is what lies below, and around it what lies above too', async (from, under, near) => {
    const { knex } = database;
    expect(await below(knex('areas'), 'areas.path', from).orderBy('id').pluck('id')).toEqual(under);
    expect(await around(knex('areas'), from).orderBy('id').pluck('id')).toEqual(near);
    const areas = (await knex('areas').orderBy('id').select('id', 'path')) as { id: string; path: string }[];
    expect(areasBelow(areas, from).map(({ id }) => id)).toEqual(under);
  });

  it('stands once: no query compares the beginning of a path by itself', async () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const files: string[] = [];
    for await (const file of glob('server/**/*.ts', { cwd: root }))
      if (/path[\w']*\)?,? *(?:'like'|like \?)|Path\}%/i.test(readFileSync(path.join(root, file), 'utf8')))
        files.push(file);
    expect(files).toEqual(['server/database/parts.ts']);
  });
});
