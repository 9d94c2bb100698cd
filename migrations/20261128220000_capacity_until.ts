import type { Knex } from 'knex';

/** A service that has no room may say until when, and is then what it was before. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('services', (t) => {
    t.text('full_until'); // a day
    t.text('full_before'); // its capacity before
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const column of ['full_until', 'full_before']) await knex.raw('alter table services drop column ??', [column]);
}
