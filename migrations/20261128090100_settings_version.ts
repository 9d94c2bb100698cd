import type { Knex } from 'knex';

/**
 * `settings_version` is raised by whatever changes what servers keep in memory of a municipality: by triggers, in the same
 * transaction, so that neither a new use case nor the command line nor somebody at the database can forget it.
 */
const tables = ['areas', 'code_entries', 'definitions', 'memberships'];
const verbs = { insert: 'new', update: 'new', delete: 'old' } as const;

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities add column settings_version integer not null default 1');
  // A statement that writes many rows raises it once on PostgreSQL.
  if (isPostgres(knex))
    await knex.raw(`create function settings_changed() returns trigger language plpgsql as $$
      begin
        update municipalities set settings_version = settings_version + 1 where id in (select municipality_id from changed);
        return null;
      end $$`);
  for (const table of tables)
    for (const [verb, row] of Object.entries(verbs))
      await knex.raw(
        isPostgres(knex)
          ? `create trigger settings_${verb} after ${verb} on ${table} referencing ${row} table as changed
             for each statement execute function settings_changed()`
          : `create trigger settings_${table}_${verb} after ${verb} on ${table} begin
               update municipalities set settings_version = settings_version + 1 where id = ${row}.municipality_id; end`,
      );
}

export async function down(knex: Knex): Promise<void> {
  for (const table of tables)
    for (const verb of Object.keys(verbs))
      await knex.raw(
        isPostgres(knex) ? `drop trigger settings_${verb} on ${table}` : `drop trigger settings_${table}_${verb}`,
      );
  if (isPostgres(knex)) await knex.raw('drop function settings_changed()');
  await knex.raw('alter table municipalities drop column settings_version');
}

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';
