import type { Knex } from 'knex';
import { testEngine } from './database.ts';

/** By table: its columns, indexes, constraints and triggers, each as one line. */
export type Schema = Record<string, string[]>;

export const migrationNames = async (knex: Knex): Promise<string[]> =>
  (await knex('knex_migrations').orderBy('id').select<{ name: string }[]>('name')).map((row) => row.name);

/** Every table, index and column as the engine itself describes it, knex's own bookkeeping aside. */
export const readSchema = async (knex: Knex): Promise<Schema> => {
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
