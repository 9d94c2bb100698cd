import type { Knex } from 'knex';

/**
 * What was erased of a resident before search words followed could still find a register's record. All words but the number go; a server
 * that begins writes them anew from the answers that are left (`fill-data-search.ts`).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    knex.client.config.client === 'pg'
      ? 'update records set search = split_part(search, chr(10), 1) || chr(10) || chr(10)'
      : 'update records set search = substr(search || char(10), 1, instr(search || char(10), char(10))) || char(10)',
  );
}

/** The words that servers have written since are those that the release before wrote. */
export async function down(): Promise<void> {}
