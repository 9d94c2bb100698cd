import type { Knex } from 'knex';

/**
 * On PostgreSQL the key from a back-test's row to its case locked each case, which is a write to the case: a back-test of a million
 * rewrote their whole table through the log that every other commit waits for. Cases are never deleted, so that nothing is lost with
 * the key. SQLite has no locks of rows, and keeps it (it would have to rebuild the table).
 */
export async function up(knex: Knex): Promise<void> {
  if (isPostgres(knex)) await knex.schema.alterTable('backtest_rows', (t) => void t.dropForeign('case_id'));
}

export async function down(knex: Knex): Promise<void> {
  if (isPostgres(knex))
    await knex.schema.alterTable(
      'backtest_rows',
      (t) => void t.foreign('case_id').references('id').inTable('decision_cases'),
    );
}

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';
