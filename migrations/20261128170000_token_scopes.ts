import type { Knex } from 'knex';

/** Tokens say what they may do and end some day. Those that there are may all that their person may, for another year. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('access_tokens', (t) => {
    t.text('scope').notNullable().defaultTo('write'); // read | write
    t.text('kinds'); // JSON list of the API's tags; null: all
  });
  const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();
  await knex('access_tokens').whereNull('expires_at').update({ expires_at: inAYear });
}

export async function down(knex: Knex): Promise<void> {
  for (const column of ['scope', 'kinds']) await knex.raw('alter table access_tokens drop column ??', [column]);
}
