import type { Knex } from 'knex';

/** What a municipality calls councils and coordinators, as JSON; null: as the product does. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities add column own_words text');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities drop column own_words');
}
