import type { Knex } from 'knex';

/** Files that are answers to a form's field. They hang on the record whose answers name them; until somebody sends these they are their writer's, for a time. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('answer_files', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('name').notNullable();
    t.text('type').notNullable(); // the media type, by content
    t.integer('size').notNullable(); // in bytes
    t.text('created_by').references('id').inTable('users');
    t.text('created_at').notNullable();
    t.text('record_kind'); // these four: null until it is sent
    t.text('record_id');
    t.text('form_id'); // the version that it was last answered to
    t.text('field'); // its path there
    t.text('delete_at').index(); // null: it stays
    t.index(['record_kind', 'record_id']);
    t.index(['created_by', 'delete_at']);
  });
  await knex.schema.createTable('answer_file_pieces', (t) => {
    t.text('file_id').notNullable().references('id').inTable('answer_files').onDelete('CASCADE');
    t.integer('number').notNullable(); // from 0
    t.text('bytes').notNullable(); // base64, as a backup is lines of text: a megabyte of letters; the last may be shorter
    t.primary(['file_id', 'number']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('answer_file_pieces');
  await knex.schema.dropTable('answer_files');
}
