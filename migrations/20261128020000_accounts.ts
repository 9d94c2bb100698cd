import type { Knex } from 'knex';

/*
 * An account belongs to one municipality, and nobody chooses another's password: people are invited by a link.
 * Words and shapes as in the first migration.
 */

const id = (t: Knex.CreateTableBuilder) => t.text('id').primary();
const ref = (t: Knex.CreateTableBuilder, name: string, table: string) => t.text(name).references('id').inTable(table);

/** Columns that `users` gets; no `alter` of Knex's, which rebuilds the table on SQLite. */
const columns = [
  'municipality_id text references municipalities (id)', // null: an account of old without any membership; it cannot sign in
  'created_by text', // who made the account; null: the command line, or not known
  'password_set_at text', // null: not known (older than this migration), or no password yet (password_hash is then '')
];

export async function up(knex: Knex): Promise<void> {
  for (const column of columns) await knex.raw(`alter table users add column ${column}`);

  /** Links that make something of an account: a role, a new password, another e-mail. Only hashes of their secrets are kept. */
  await knex.schema.createTable('invitations', (t) => {
    id(t);
    ref(t, 'municipality_id', 'municipalities').notNullable().index();
    ref(t, 'user_id', 'users').notNullable().index();
    t.text('kind').notNullable(); // role | password | email
    t.text('email'); // kind email: the new one
    t.text('hash').unique(); // SHA-256 of the secret that was shown; null: no link has been made yet
    t.text('mail_hash').unique(); // SHA-256 of the secret that was mailed
    t.text('mailed_at');
    ref(t, 'created_by', 'users'); // whose link it is; null: the command line's
    t.text('created_at').notNullable();
    t.text('expires_at').notNullable();
    t.text('accepted_at');
    t.text('withdrawn_at');
    t.integer('set_password').notNullable().defaultTo(0); // 1: the account's password was set by it
  });

  /** The roles of an invitation. They become memberships, of the same id, when it is accepted. */
  await knex.schema.createTable('membership_offers', (t) => {
    id(t);
    ref(t, 'invitation_id', 'invitations').notNullable().index();
    ref(t, 'area_id', 'areas').notNullable();
    t.text('role').notNullable();
    ref(t, 'organisation_id', 'organisations');
    t.text('starts_on').notNullable();
    t.text('ends_on');
  });

  await knex.schema.alterTable('users', (t) => t.dropUnique(['email']));
  await placeAccounts(knex);
  await knex.schema.alterTable('users', (t) => t.unique(['municipality_id', 'email']));
}

/** Only while no e-mail has two accounts: they cannot be made one again. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('users', (t) => t.dropUnique(['municipality_id', 'email']));
  await knex.schema.alterTable('users', (t) => t.unique(['email']));
  await knex.schema.dropTable('membership_offers');
  await knex.schema.dropTable('invitations');
  for (const column of columns.toReversed()) await knex.raw(`alter table users drop column ${column.split(' ')[0]}`);
}

type User = Record<string, unknown> & {
  id: string;
  name: string;
  email: string;
  credentials: number;
  version: number;
  disabled_at: string | null;
};
type Place = { municipality_id: string; last: string | null };

/** Where a user is named in a municipality's own rows: the account of that city takes them over. */
const references: [table: string, column: string][] = [
  ['memberships', 'user_id'],
  ['definitions', 'published_by'],
  ['submissions', 'submitted_by'],
  ['needs', 'created_by'],
  ['imports', 'created_by'],
  ['services', 'capacity_confirmed_by'],
  ['referrals', 'created_by'],
  ['meetings', 'created_by'],
  ['proposals', 'created_by'],
  ['events', 'actor_id'],
  ['drafts', 'saved_by'],
  ['backtests', 'created_by'],
];

/** Gives every account its municipality: the one of its memberships; with memberships in several, it becomes one account for each. */
async function placeAccounts(knex: Knex): Promise<void> {
  await knex.raw(`update users set municipality_id =
    (select municipality_id from memberships where user_id = users.id order by id limit 1)`);
  const several: string[] = await knex('memberships')
    .groupBy('user_id')
    .havingRaw('count(distinct municipality_id) > 1')
    .pluck('user_id');
  for (const userId of several) await splitAccount(knex, userId);
  await knex.raw(`update users set created_by =
    (select actor_id from audit where action = 'user.create' and record_id = users.id and audit.municipality_id = users.municipality_id order by id limit 1)`);
}

/**
 * One account for each city, the first keeping the id. Whoever chose the password may have been any of the cities, so it is
 * gone everywhere, with tokens and sessions; each city's administrator hands out a link for a new one.
 */
async function splitAccount(knex: Knex, userId: string): Promise<void> {
  const now = new Date().toISOString();
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  const user = (await knex('users').where({ id: userId }).first()) as User;
  const shut = { password_hash: '', credentials: user.credentials + 1, version: user.version + 1 };
  await knex('users').where({ id: userId }).update(shut);
  await knex('access_tokens').where({ user_id: userId, revoked_at: null }).update({ revoked_at: now });
  // Kept answers are of both cities.
  await knex('idempotency_keys').where({ user_id: userId }).delete();
  if (await knex.schema.hasTable('user_sessions')) await knex('user_sessions').where({ user_id: userId }).delete();

  const places = (await knex('memberships')
    .where({ user_id: userId })
    .groupBy('user_id', 'municipality_id')
    .orderByRaw('min(id)')
    .select('municipality_id', knex.raw(`max(coalesce(ends_on, '9999-12-31')) as last`))) as Place[];
  for (const [index, place] of places.entries()) {
    const own = index === 0 ? userId : crypto.randomUUID();
    if (own !== userId)
      await moveTo(
        knex,
        { ...user, ...shut, id: own, municipality_id: place.municipality_id, last_seen_at: null },
        userId,
      );
    const line = {
      id: crypto.randomUUID(),
      municipality_id: place.municipality_id,
      happened_at: now,
      actor_id: null,
      actor_name: 'system',
    };
    await knex('audit').insert({
      ...line,
      action: 'user.split',
      record_kind: 'user',
      record_id: own,
      record_title: user.name,
    });
    // Its link is made when an administrator asks for it.
    if (!user.disabled_at && (place.last ?? '') >= today)
      await knex('invitations').insert({
        id: crypto.randomUUID(),
        municipality_id: place.municipality_id,
        user_id: own,
        kind: 'password',
        created_at: now,
        expires_at: now,
      });
  }
}

async function moveTo(knex: Knex, account: User & { municipality_id: string }, from: string): Promise<void> {
  await knex('users').insert(account);
  const here = account.municipality_id;
  for (const [table, column] of references)
    await knex(table)
      .where({ municipality_id: here, [column]: from })
      .update({ [column]: account.id });
  const councils = knex('councils').where({ municipality_id: here }).select('id');
  await knex('council_members')
    .where({ user_id: from })
    .whereIn('council_id', councils)
    .update({ user_id: account.id });
}
