import type { Knex } from 'knex';

/** Whose end of office a handover is, so that one that opened by itself opens once. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('handovers', (t) => {
    t.text('member_id').index(); // null: an account's role, or not noted yet
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('handovers', (t) => t.dropIndex('member_id'));
  // By hand: knex would write the table anew on SQLite, and differently.
  await knex.raw('alter table handovers drop column member_id');
}
