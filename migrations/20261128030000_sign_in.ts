import type { Knex } from 'knex';

/*
 * Second factors, which a municipality may demand of roles, and passwords that have to be changed.
 * Words and shapes as in the first migration; no `alter` of Knex's, which rebuilds the table on SQLite.
 */

const columns: [table: string, column: string][] = [
  ['users', 'password_too_short integer not null default 0'], // 1: seen at sign-in, when its length is known; it is changed before anything else
  ['municipalities', "second_factor_roles text not null default ''"], // roles of which a second factor is demanded, joined by commas
  ['municipalities', 'version integer not null default 1'],
];

export async function up(knex: Knex): Promise<void> {
  for (const [table, column] of columns) await knex.raw(`alter table ${table} add column ${column}`);

  /** A person's authenticator app (TOTP, RFC 6238). */
  await knex.schema.createTable('second_factors', (t) => {
    t.text('user_id').primary().references('id').inTable('users');
    t.text('secret').notNullable(); // encrypted with a key that comes from SESSION_SECRET
    t.text('created_at').notNullable();
    t.text('confirmed_at'); // null: shown, but no code of it has been entered yet; it is not asked for
    t.integer('last_step'); // the half minute whose code was used last: no code works twice
  });

  /** Codes for who has lost the app; each works once. */
  await knex.schema.createTable('recovery_codes', (t) => {
    t.text('user_id').notNullable().references('id').inTable('users');
    t.text('hash').notNullable(); // HMAC-SHA-256 with a key that comes from SESSION_SECRET
    t.text('used_at');
    t.primary(['user_id', 'hash']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('recovery_codes');
  await knex.schema.dropTable('second_factors');
  for (const [table, column] of columns.toReversed())
    await knex.raw(`alter table ${table} drop column ${column.split(' ')[0]}`);
}
