import type { Knex } from 'knex';

/**
 * What a release brings that differs from what a city has waits beside the city's own draft of the same key, until somebody
 * takes it over or puts it aside.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('drafts', (table) => {
    table.text('release'); // the open draft began as what this release brought
    table.text('update_release'); // the release whose body waits in update_body
    table.text('update_body');
    table.integer('update_base'); // the number of the city's version that was shipped and that its newest came from
    table.text('update_hash'); // of the body offered last, so that it is offered once
  });
  await knex.schema.alterTable('municipalities', (table) => {
    table.text('library'); // the hash of the library that was offered last
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const column of ['release', 'update_release', 'update_body', 'update_base', 'update_hash'])
    await knex.raw(`alter table drafts drop column ${column}`);
  await knex.raw('alter table municipalities drop column library');
}
