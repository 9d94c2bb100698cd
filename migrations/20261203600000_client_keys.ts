import type { Knex } from 'knex';

/** The name that a device gave answers before it could send them. They keep it for good, so that they arrive once however often and late they are sent. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('submissions', (t) => {
    t.text('client_key'); // null: not kept on a device
    t.unique(['municipality_id', 'client_key']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('submissions', (t) => {
    t.dropUnique(['municipality_id', 'client_key']);
  });
  // Knex would write the table anew.
  await knex.raw('alter table submissions drop column client_key');
}
