import type { Knex } from 'knex';

/** When what carried somebody's id became their successor's, and which need an item is about. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('handovers', (t) => {
    t.text('passed_at'); // null: not yet
  });
  // Until now all of it was passed as soon as somebody was named.
  await knex('handovers')
    .whereNotNull('to_user_id')
    .update({ passed_at: knex.ref('created_at') });
  await knex.schema.alterTable('handover_items', (t) => {
    t.text('need_id').index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('handover_items', (t) => t.dropIndex('need_id'));
  // By hand: knex would write the tables anew on SQLite, and differently.
  await knex.raw('alter table handover_items drop column need_id');
  await knex.raw('alter table handovers drop column passed_at');
}
