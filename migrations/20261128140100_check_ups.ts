import type { Knex } from 'knex';

/** When somebody last saw how things go while a need is being met. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('needs', (t) => {
    t.text('checked_on');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table needs drop column checked_on');
}
