import type { Knex } from 'knex';

/** Which seats in councils the successor was given, as a JSON list of their ids: who is named later takes those and no others. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('handovers', (t) => {
    t.text('seats_given').notNullable().defaultTo('[]');
  });
}

export async function down(knex: Knex): Promise<void> {
  // By hand: knex would write the table anew on SQLite, and differently.
  await knex.raw('alter table handovers drop column seats_given');
}
