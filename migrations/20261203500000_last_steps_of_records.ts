import type { Knex } from 'knex';

/** When somebody last did something with a record of a register: whose turn it is counts from there, also where a step leads back to where it stands. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('records', (t) => {
    t.text('moved_at').notNullable().defaultTo('');
  });
  await knex('records').update({
    moved_at: knex.raw(
      `coalesce((select max(happened_at) from events where events.record_kind = records.kind and events.record_id = records.id), state_since)`,
    ),
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table records drop column moved_at');
}
