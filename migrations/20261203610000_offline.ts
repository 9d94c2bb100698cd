import type { Knex } from 'knex';

/** Whether a city lets people take forms along on a device, where residents' answers then lie until they are sent. Not until its administrator says so. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('municipalities', (t) => {
    t.integer('offline').notNullable().defaultTo(0);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities drop column offline');
}
