import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateToLatest, migrationSource } from '../../../server/database/open.ts';
import { testEngine } from '../../support/database.ts';
import { startStudio, type Studio } from './support.ts';

describe(`the cases of decisions of before, on ${testEngine()}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(() => studio.app.close());

  const columns = [
    'decision_id',
    'position',
    'rules_id',
    'rules_key',
    'record_kind',
    'record_id',
    'subject',
    'area_path',
    'decided_on',
    'decided_at',
    'outcome',
    'score',
  ];
  type Row = Record<string, unknown> & { facts: string };
  const read = async (): Promise<Row[]> => {
    const rows = (await studio.app.installation
      .db('decision_cases')
      .whereNotNull('decision_id')
      .orderBy(['decision_id', 'position'])
      .select([...columns, 'facts'])) as Row[];
    // Property order aside.
    return rows.map((row) => ({
      ...row,
      facts: JSON.stringify(Object.entries(JSON.parse(row.facts) as object).toSorted(([a], [b]) => a.localeCompare(b))),
    }));
  };

  it('are made by the migration as the decisions themselves leave them now', async () => {
    const { db } = studio.app.installation;
    const kept = await read();
    expect(kept.length).toBeGreaterThan(2);
    while (await db.schema.hasTable('decision_cases')) await db.migrate.down({ migrationSource });
    await migrateToLatest(db);
    const made = await read();
    const plain = (rows: Row[]) =>
      rows.map((row) => ({
        ...row,
        facts: row.facts.replaceAll(/,?\["(?:need|council|area\.need)\.form\.[^"]+",null\]/g, ''),
      }));
    expect(plain(made)).toEqual(plain(kept));
  });
});
