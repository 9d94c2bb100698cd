import type { Language } from '../../../rules/types.ts';
import type { Db } from '../../database/db.ts';
import { orSpelled } from '../../database/dialect.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { below, type Query } from '../../database/parts.ts';

export type UserRow = {
  id: string;
  /** Null: an account of old without any membership; nobody signs in by it. */
  municipality_id: string | null;
  email: string;
  name: string;
  name_kana: string;
  /** '': no password yet. */
  password_hash: string;
  /** Null: not known, or no password yet. */
  password_set_at: string | null;
  /** 1: the one that they last signed in with has to be changed first. A new row has 0. */
  password_too_short?: number;
  language: Language;
  demo: number;
  credentials: number;
  last_seen_at: string | null;
  disabled_at: string | null;
  created_at: string;
  /** Who made the account; null: the command line, or not known. */
  created_by: string | null;
  version: number;
};

export async function insertUser(db: Db, row: UserRow): Promise<void> {
  await db('users').insert(row);
}

export async function readUser(db: Db, id: string): Promise<UserRow | undefined> {
  return db<UserRow>('users').where({ id }).first();
}

/** A municipality's account; `email` in lower case. */
export async function readUserByEmail(db: Db, municipalityId: string, email: string): Promise<UserRow | undefined> {
  return db<UserRow>('users').where({ municipality_id: municipalityId, email }).first();
}

/** All of a municipality's users, by e-mail. */
export async function listUsersOf(db: Db, municipalityId: string): Promise<UserRow[]> {
  return db<UserRow>('users').where({ municipality_id: municipalityId }).orderBy('email');
}

/** Names by id. */
export async function listUserNames(db: Db, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows: { id: string; name: string }[] = await db('users').whereIn('id', ids).select('id', 'name');
  return new Map(rows.map((row) => [row.id, row.name]));
}

export async function setUserSeen(db: Db, id: string, at: string): Promise<void> {
  await db('users').where({ id }).update({ last_seen_at: at });
}

export async function setPasswordTooShort(db: Db, id: string, tooShort: number): Promise<void> {
  await db('users').where({ id }).update({ password_too_short: tooShort });
}

/** Users with a membership or the offer of one, past or present, in an area below one of `paths`, by kana; `spellings` are ways of writing one search. */
export async function listUsers(
  db: Db,
  municipalityId: string,
  paths: string[],
  spellings: string[],
  paging: Paging,
): Promise<Page<UserRow>> {
  const query = usersWithin(db, municipalityId, paths).select('users.*');
  if (spellings.length > 0) void query.where((any) => orSpelled(any, calledColumns, spellings));
  return readPage<UserRow>(query, [{ column: 'users.name_kana' }, { column: 'users.id' }], paging);
}

/** By what a user is found. */
export const calledColumns = ['users.name', 'users.name_kana', 'users.email'];

/** Users whose memberships, or offers of one, lie below these paths. */
export const usersWithin = (db: Db, municipalityId: string, paths: string[]): Query =>
  db('users')
    .where('users.municipality_id', municipalityId)
    .where(
      (any) =>
        void any
          .whereIn('users.id', (inside) =>
            below(
              inside.select('memberships.user_id').from('memberships').join('areas', 'areas.id', 'memberships.area_id'),
              'areas.path',
              paths,
            ),
          )
          .orWhereIn('users.id', (inside) =>
            below(
              inside
                .select('invitations.user_id')
                .from('invitations')
                .join('membership_offers', 'membership_offers.invitation_id', 'invitations.id')
                .join('areas', 'areas.id', 'membership_offers.area_id'),
              'areas.path',
              paths,
            ),
          ),
    );

export type DemoUserRow = {
  email: string;
  name: string;
  role: string;
  code: string;
  municipality: string;
  area: string;
};

/** The demonstration's accounts, once for each role in each area that they hold. */
export async function listDemoUsers(db: Db): Promise<DemoUserRow[]> {
  return db('users')
    .join('memberships', 'memberships.user_id', 'users.id')
    .join('municipalities', 'municipalities.id', 'memberships.municipality_id')
    .join('areas', 'areas.id', 'memberships.area_id')
    .where({ 'users.demo': 1, 'users.disabled_at': null })
    .orderBy('municipalities.code')
    .orderBy('memberships.id')
    .select('users.email', 'users.name', 'memberships.role', {
      code: 'municipalities.code',
      municipality: 'municipalities.name',
      area: 'areas.name',
    });
}
