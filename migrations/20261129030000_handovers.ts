import type { Knex } from 'knex';

/** What was open when somebody's role ended, and who goes on with it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('handovers', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('area_id').notNullable().references('id').inTable('areas').index();
    t.text('role').notNullable(); // that of the membership; of an office, the one that its work takes
    t.text('organisation_id').references('id').inTable('organisations').index(); // whose role it is, of a provider
    t.text('council_id').references('id').inTable('councils').index(); // whose office it is; null: an account's role
    t.text('from_user_id').references('id').inTable('users').index(); // null: who held the office has no account
    t.text('from_name').notNullable();
    t.text('ends_on').notNullable(); // the last day, YYYY-MM-DD
    t.text('note').notNullable();
    t.text('to_user_id').references('id').inTable('users').index(); // null: nobody has been named yet
    t.text('received_at');
    t.text('created_by').references('id').inTable('users').index();
    t.text('created_at').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.index(['municipality_id', 'received_at']);
  });
  await knex.schema.createTable('handover_items', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('handover_id').notNullable().references('id').inTable('handovers').index();
    t.integer('position').notNullable();
    t.text('kind').notNullable(); // the kind of record, or what a home page calls it
    t.text('record_id').index(); // null: no moving record; `title` says what it is
    t.text('path').notNullable(); // where it is, below the municipality's page
    t.text('title');
    t.text('since'); // YYYY-MM-DD
    t.text('note').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('handover_items');
  await knex.schema.dropTable('handovers');
}
