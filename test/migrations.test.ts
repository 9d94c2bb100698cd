import type { Knex } from 'knex';
import { afterEach, describe, expect, it } from 'vitest';
import { migrateToLatest, migrationSource, openDatabase } from '../server/store/database.ts';
import { createTestDatabase, testEngine, type TestDatabase } from './support/database.ts';

describe(`migrations on ${testEngine()}`, () => {
  let database: TestDatabase;
  afterEach(() => database.destroy());

  it('go up one by one, each down again to where it began, and up to the same schema', async () => {
    database = await createTestDatabase({ empty: true });
    const { knex } = database;
    await migrateToLatest(knex);
    const latest = await readSchema(knex);
    const names = await migrationNames(knex);
    expect(names.length).toBeGreaterThan(0);
    expect(Object.keys(latest).length).toBeGreaterThan(0);

    const before: Schema[] = [];
    for (const name of names.toReversed()) {
      await knex.migrate.down({ migrationSource });
      expect(await migrationNames(knex), `after ${name} went down`).not.toContain(name);
      before.unshift(await readSchema(knex));
    }
    expect(before[0]).toEqual({});

    for (const [index, name] of names.entries()) {
      expect(await readSchema(knex), `before ${name} goes up again`).toEqual(before[index]);
      await knex.migrate.up({ migrationSource });
    }
    expect(await readSchema(knex)).toEqual(latest);
  });

  it('run once when several begin at the same moment', async () => {
    database = await createTestDatabase({ empty: true });
    const servers = Array.from({ length: 4 }, () => openDatabase(database.url));
    try {
      const ran = await Promise.all(servers.map(migrateToLatest));
      expect(ran.filter((names) => names.length > 0)).toEqual([await migrationNames(database.knex)]);
    } finally {
      for (const server of servers) await server.destroy();
    }
  });

  it('change nothing when they run a second time', async () => {
    database = await createTestDatabase();
    const before = await readSchema(database.knex);
    await migrateToLatest(database.knex);
    expect(await readSchema(database.knex)).toEqual(before);
  });
});

type Schema = Record<string, string[]>;

const migrationNames = async (knex: Knex): Promise<string[]> =>
  (await knex('knex_migrations').orderBy('id').select<{ name: string }[]>('name')).map((row) => row.name);

/** Every table, index and column as the engine itself describes it, knex's own bookkeeping aside. */
const readSchema = async (knex: Knex): Promise<Schema> => {
  const lines = testEngine() === 'sqlite' ? await readSqliteSchema(knex) : await readPostgresSchema(knex);
  const schema: Schema = {};
  for (const { name, line } of lines) if (!name.startsWith('knex_')) (schema[name] ??= []).push(line);
  return schema;
};

const readSqliteSchema = (knex: Knex): Promise<{ name: string; line: string }[]> =>
  knex('sqlite_master')
    .whereNotNull('sql')
    .whereNot('name', 'like', 'sqlite_%')
    .orderBy(['tbl_name', 'type', 'name'])
    .select({ name: 'tbl_name', line: 'sql' });

const readPostgresSchema = async (knex: Knex): Promise<{ name: string; line: string }[]> => {
  const { rows } = await knex.raw<{ rows: { name: string; line: string }[] }>(`
    select table_name as name, concat_ws(' ', column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public'
    union all
    select tablename, indexdef from pg_indexes where schemaname = 'public'
    union all
    select conrelid::regclass::text, concat_ws(' ', conname, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = 'public'::regnamespace
    union all
    select tgrelid::regclass::text, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by 1, 2`);
  return rows;
};
