import type { Knex } from 'knex';

/** Files that somebody handed over, in pieces that any server can hold; those of a list to be imported are kept for a day. An import says what it was a list of. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('files', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('name').notNullable();
    t.integer('size').notNullable(); // in bytes
    t.text('created_by').references('id').inTable('users');
    t.text('created_at').notNullable();
    t.text('delete_at').index(); // null: it stays
    t.index(['created_by', 'created_at']);
  });
  await knex.schema.createTable('file_pieces', (t) => {
    t.text('file_id').notNullable().references('id').inTable('files').onDelete('CASCADE');
    t.integer('number').notNullable(); // from 0
    t.binary('bytes').notNullable(); // a megabyte; the last may be shorter
    t.primary(['file_id', 'number']);
  });
  await knex.schema.alterTable('imports', (t) => {
    t.text('kind').notNullable().defaultTo('services');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table imports drop column kind');
  await knex.schema.dropTable('file_pieces');
  await knex.schema.dropTable('files');
}
