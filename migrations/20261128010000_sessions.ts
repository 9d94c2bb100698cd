import type { Knex } from 'knex';

/*
 * Sessions of our own, in place of connect-session-knex's table; everybody signs in anew once. A session and a token count
 * while their `credentials` is their user's: raising that number ends them all, for good, whoever signs in meanwhile.
 */

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('user_sessions', (t) => {
    t.text('id').primary();
    t.text('user_id').references('id').inTable('users').notNullable().index();
    t.text('hash').notNullable().unique(); // SHA-256 of what the cookie holds
    t.integer('credentials').notNullable(); // the user's at sign-in
    t.text('browser').notNullable(); // 'Chrome / Windows'; '' where it does not say
    t.text('created_at').notNullable().index();
    t.text('last_used_at').notNullable(); // to the minute
  });
  await knex.schema.alterTable('access_tokens', (t) => void t.integer('credentials').notNullable().defaultTo(0)); // the user's when it was made
  // Enabling who is disabled now revives no token.
  await knex.raw(
    'update access_tokens set credentials = (select case when disabled_at is null then users.credentials else 0 end from users where users.id = access_tokens.user_id)',
  );
  await knex.schema.alterTable('memberships', (t) => void t.text('ended_at')); // taken back at this instant, whatever its days say
  await knex.schema.dropTable('sessions');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.createTable('sessions', (t) => {
    t.string('sid').primary();
    t.json('sess').notNullable();
    t.timestamp('expired').notNullable().index();
  });
  // Knex would make the table anew on SQLite.
  await knex.raw('alter table memberships drop column ended_at');
  await knex.raw('alter table access_tokens drop column credentials');
  await knex.schema.dropTable('user_sessions');
}
