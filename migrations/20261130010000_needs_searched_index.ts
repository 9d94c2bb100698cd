import type { Knex } from 'knex';

/**
 * On SQLite a search reads each need's row, in the order of the list, until the page is full: all of them where little is found. With what
 * it asks of them in the index it reads only those. PostgreSQL, which takes no long texts into an index, is quick enough without.
 */
const columns = ['municipality_id', 'received_on', 'number', 'area_id', 'scope', 'search'];

export async function up(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) await knex.schema.alterTable('needs', (t) => t.index(columns, 'needs_searched'));
}

export async function down(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) await knex.schema.alterTable('needs', (t) => t.dropIndex(columns, 'needs_searched'));
}

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';
