import type { Knex } from 'knex';

/** Below which counts of needs are not told outside of one's own areas. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('municipalities', (t) => {
    t.integer('hides_below').notNullable().defaultTo(5);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities drop column hides_below');
}
