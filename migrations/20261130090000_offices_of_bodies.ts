import type { Knex } from 'knex';

/** Whether the organisation of a council's entry holds the office itself, with the person who acts for it; each that was there is a person's. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table council_members add column held_by_body integer not null default 0');
  await knex.schema.alterTable('council_members', (t) => t.index('organisation_id'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('council_members', (t) => t.dropIndex('organisation_id'));
  await knex.raw('alter table council_members drop column held_by_body');
}
