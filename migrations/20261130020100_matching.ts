import type { Knex } from 'knex';

/** Whether a municipality hands needs to services; each that was there did. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities add column matching integer not null default 1');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities drop column matching');
}
