import type { Knex } from 'knex';

/** 日本郵便's table of postal codes as a city's administrator has loaded it: the codes that begin with the same three digits in one row. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('postal_tables', (t) => {
    t.text('municipality_id').primary().references('id').inTable('municipalities');
    t.integer('codes').notNullable();
    t.integer('towns').notNullable();
    t.text('loaded_at').notNullable();
    t.text('loaded_by').references('id').inTable('users');
  });
  await knex.schema.createTable('postal_codes', (t) => {
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('prefix').notNullable(); // three digits
    t.text('entries').notNullable(); // JSON: by the last four digits, lists of [prefecture, city, town]
    t.primary(['municipality_id', 'prefix']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('postal_codes');
  await knex.schema.dropTable('postal_tables');
}
