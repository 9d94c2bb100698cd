import type { Knex } from 'knex';

/** What somebody has begun to write in a form, until it is sent; and what administrators wrote in one only to try it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('answer_drafts', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('user_id').notNullable().references('id').inTable('users');
    t.text('form_key').notNullable();
    t.text('form_id').notNullable().references('id').inTable('definitions'); // the version that was seen
    t.text('place').notNullable(); // `new`, or the record and the step that it is for
    t.text('answers').notNullable(); // JSON
    t.text('aside').notNullable(); // JSON: what no longer has a place, until its writer decides
    t.text('saved_at').notNullable();
    t.unique(['municipality_id', 'user_id', 'form_key', 'place']);
    t.index(['municipality_id', 'form_key']);
    t.index(['municipality_id', 'saved_at']);
  });
  // A table of their own: whatever reads what was answered cannot come upon them.
  await knex.schema.createTable('test_answers', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('form_id').notNullable().references('id').inTable('definitions');
    t.text('answers').notNullable(); // JSON
    t.text('given_by').references('id').inTable('users');
    t.text('given_at').notNullable();
    t.index(['municipality_id', 'form_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('test_answers');
  await knex.schema.dropTable('answer_drafts');
}
