import type { Knex } from 'knex';

/** When what was personal was taken out of a record, for good. Numbers, states, facts and counts stay. */
const tables = ['needs', 'people'];

export async function up(knex: Knex): Promise<void> {
  for (const table of tables) await knex.raw(`alter table ${table} add column erased_at text`);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of tables) await knex.raw(`alter table ${table} drop column erased_at`);
}
