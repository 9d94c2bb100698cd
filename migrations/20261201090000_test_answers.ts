import type { Knex } from 'knex';

/** What administrators answer to a published form to see that it works. It belongs to no record: no list, figure or rule knows it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('test_answers', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('form_key').notNullable();
    t.text('form_id').notNullable().references('id').inTable('definitions'); // the version that was answered
    t.text('answers').notNullable(); // JSON
    t.text('answered_by').references('id').inTable('users');
    t.text('answered_at').notNullable();
    t.index(['municipality_id', 'form_key', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('test_answers');
}
