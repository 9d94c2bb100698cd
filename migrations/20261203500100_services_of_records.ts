import type { Knex } from 'knex';

/** Which record of a register a service came out of. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('services', (t) => {
    t.text('record_kind');
    t.text('record_id');
    t.index(['record_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('services', (t) => {
    t.dropIndex(['record_id']);
  });
  for (const column of ['record_id', 'record_kind']) await knex.raw(`alter table services drop column ${column}`);
}
