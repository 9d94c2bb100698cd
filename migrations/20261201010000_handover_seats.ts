import type { Knex } from 'knex';

/** Whether the successor takes the former one's seat in councils; not of handovers before, nor where a step has given it to somebody. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('handovers', (t) => {
    t.integer('takes_seat').notNullable().defaultTo(0);
  });
}

export async function down(knex: Knex): Promise<void> {
  // By hand: knex would write the table anew on SQLite, and differently.
  await knex.raw('alter table handovers drop column takes_seat');
}
