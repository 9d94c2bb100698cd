import type { Knex } from 'knex';

/** Tasks and questions as they are searched; a server that begins fills in what is there (`fill-search.ts`). One about a need is not searched. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('tasks', (t) => {
    t.text('search').notNullable().defaultTo('');
  });
}

export async function down(knex: Knex): Promise<void> {
  // By hand: knex would write the table anew on SQLite, and differently.
  await knex.raw('alter table tasks drop column search');
}
