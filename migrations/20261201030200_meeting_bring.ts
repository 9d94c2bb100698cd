import type { Knex } from 'knex';

/** What those who come to a planned meeting bring or prepare. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('meetings', (t) => {
    t.text('bring');
  });
}

export async function down(knex: Knex): Promise<void> {
  // By hand: knex would write the table anew on SQLite, and differently.
  await knex.raw('alter table meetings drop column bring');
}
