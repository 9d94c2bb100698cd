import type { Knex } from 'knex';

/** What somebody has begun to write in a form, until it is sent. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('answer_drafts', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('user_id').notNullable().references('id').inTable('users');
    t.text('form_key').notNullable();
    t.text('form_id').notNullable().references('id').inTable('definitions'); // the version that was seen
    t.text('place').notNullable(); // one place to write: an intake that was begun, a step of a record
    t.text('record_kind'); // of the record that it is for; null: one that is not there yet
    t.text('record_id');
    t.text('saved_in').notNullable(); // the browser window's own name for itself
    t.text('memberships').notNullable(); // JSON: the writer's, by id, when it was saved
    t.text('answers').notNullable(); // JSON
    t.text('aside').notNullable(); // JSON: what no longer has a place, until its writer decides
    t.text('saved_at').notNullable();
    t.integer('version').notNullable();
    t.unique(['municipality_id', 'user_id', 'form_key', 'place']);
    t.index(['municipality_id', 'form_key']);
    t.index(['record_id']);
    t.index(['saved_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('answer_drafts');
}
