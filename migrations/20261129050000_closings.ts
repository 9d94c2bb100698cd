import type { Knex } from 'knex';

/** What is to be closed from a day on, and by what it is followed. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('closings', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('kind').notNullable();
    t.text('record_id').notNullable();
    t.text('from_on').notNullable(); // a day: closed as it begins
    t.text('successor_id'); // of the same kind
    t.text('planned_by').references('id').inTable('users');
    t.text('planned_at').notNullable();
    t.text('ended_at'); // when it was done, or given up
    t.index(['municipality_id', 'kind', 'record_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('closings');
}
