import type { Knex } from 'knex';

/** Views of lists that somebody keeps for themselves, or an administrator for all who hold a role. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('list_views', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('kind').notNullable(); // of the list's records
    t.text('name').notNullable();
    t.text('user_id').references('id').inTable('users'); // whose own it is; null: a role's
    t.text('role'); // whom it is shared with; null: it is somebody's own
    t.integer('is_default').notNullable(); // the list opens with it
    t.text('query').notNullable(); // JSON: filter, order, columns
    t.text('created_at').notNullable();
    t.integer('version').notNullable();
    t.index(['municipality_id', 'kind']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('list_views');
}
