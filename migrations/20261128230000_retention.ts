import type { Knex } from 'knex';

/** How long a municipality keeps what is personal in closed needs, who approves that it goes, and the lists that were approved. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('municipalities', (t) => {
    t.integer('needs_kept_years'); // from the day a need was closed; null: for ever
    t.text('erasure_approver'); // a user's id; null: nobody, and nothing goes
  });

  /** What is to go, drawn up once a year. Nothing goes before somebody has approved it. */
  await knex.schema.createTable('erasure_lists', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.integer('number').notNullable();
    t.text('closed_before').notNullable(); // a day: needs that were closed before it
    t.text('created_by').references('id').inTable('users');
    t.text('created_at').notNullable();
    t.text('approved_by').references('id').inTable('users');
    t.text('approved_at');
    t.integer('version').notNullable().defaultTo(1);
    t.unique(['municipality_id', 'number']);
  });
  await knex.schema.createTable('erasure_list_needs', (t) => {
    t.text('list_id').notNullable().references('id').inTable('erasure_lists');
    t.text('need_id').notNullable().references('id').inTable('needs');
    t.text('outcome').notNullable(); // listed, left-out (by who approved), erased, kept (it was opened again)
    t.text('done_at');
    t.primary(['list_id', 'need_id']);
  });
  await knex.raw('create index erasure_list_needs_need_id_index on erasure_list_needs (need_id)');
  await knex.raw('create index needs_closed_at_index on needs (municipality_id, closed_at)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index needs_closed_at_index');
  await knex.schema.dropTable('erasure_list_needs');
  await knex.schema.dropTable('erasure_lists');
  for (const column of ['needs_kept_years', 'erasure_approver'])
    await knex.raw('alter table municipalities drop column ??', [column]);
}
