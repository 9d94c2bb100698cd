import type { Knex } from 'knex';

/** Residents, so that who comes again is known again. Words and shapes as in the first migration; no `alter` of Knex's, which rebuilds the table on SQLite. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('people', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.integer('number').notNullable(); // what the audit calls them
    t.text('name').notNullable();
    t.text('kana').notNullable();
    t.text('birth'); // YYYY-MM-DD
    t.text('telephone');
    t.text('area_id').notNullable().references('id').inTable('areas').index();
    t.text('kana_key').notNullable(); // what they are recognised by: normalised, without spaces; '' never is
    t.text('telephone_key').notNullable(); // its digits
    t.text('search').notNullable();
    t.text('created_by').references('id').inTable('users');
    t.text('created_at').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.unique(['municipality_id', 'number']);
    t.index(['municipality_id', 'kana_key']);
    t.index(['municipality_id', 'telephone_key']);
    t.index(['municipality_id', 'birth']);
  });
  // Null: the community's, or nobody has decided yet whose it is.
  await knex.raw('alter table needs add column person_id text references people (id)');
  await knex.raw('create index needs_person_id_index on needs (person_id)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index needs_person_id_index');
  await knex.raw('alter table needs drop column person_id');
  await knex.schema.dropTable('people');
}
