import type { Db } from '../../database/db.ts';
import { ownMunicipalityColumns, type OwnMunicipality } from '../municipality/store.ts';
import type { UserRow } from '../users/store.ts';

/** A user's session in one browser. */
export type UserSessionRow = {
  id: string;
  user_id: string;
  /** SHA-256 of what the cookie holds. */
  hash: string;
  /** The user's number at sign-in: once that has been raised, the session is over. */
  credentials: number;
  browser: string;
  created_at: string;
  /** Written at most once a minute. */
  last_used_at: string;
};

/** A user with the municipality of the account. */
export type AskingUser = UserRow & { municipality_id: string } & OwnMunicipality;

/** Instants after which a session must have begun and been used to go on. */
export type SessionLimits = { begunAfter: string; usedAfter: string };

export async function insertSession(db: Db, row: UserSessionRow): Promise<void> {
  await db('user_sessions').insert(row);
}

const goingOn = (db: Db, { begunAfter, usedAfter }: SessionLimits) =>
  db('user_sessions')
    .join('users', 'users.id', 'user_sessions.user_id')
    .where('user_sessions.created_at', '>', begunAfter)
    .where('user_sessions.last_used_at', '>', usedAfter)
    .whereRaw('user_sessions.credentials = users.credentials')
    .whereNull('users.disabled_at');

/** The user of a session that goes on, with the session's id and last use, and the municipality as it stands. */
export async function readSessionUser(
  db: Db,
  hash: string,
  limits: SessionLimits,
): Promise<(AskingUser & { session_id: string; session_used_at: string }) | undefined> {
  return goingOn(db, limits)
    .join('municipalities', 'municipalities.id', 'users.municipality_id')
    .where('user_sessions.hash', hash)
    .first('users.*', {
      ...ownMunicipalityColumns,
      session_id: 'user_sessions.id',
      session_used_at: 'user_sessions.last_used_at',
    });
}

/** A user's sessions that go on, newest first. */
export async function listSessions(db: Db, userId: string, limits: SessionLimits): Promise<UserSessionRow[]> {
  return goingOn(db, limits)
    .where('user_sessions.user_id', userId)
    .orderBy('user_sessions.id', 'desc')
    .select('user_sessions.*');
}

/** Notes a use where the last one was noted before `before`: of many at once only one writes. */
export async function setSessionUsed(db: Db, id: string, at: string, before: string): Promise<void> {
  await db('user_sessions').where({ id }).where('last_used_at', '<', before).update({ last_used_at: at });
}

/** Ends a user's session; false when there is no such one. */
export async function deleteSession(db: Db, userId: string, id: string): Promise<boolean> {
  return (await db('user_sessions').where({ id, user_id: userId }).delete()) === 1;
}

/** Ends whatever session has this hash. */
export async function deleteSessionByHash(db: Db, hash: string): Promise<void> {
  await db('user_sessions').where({ hash }).delete();
}

/** Ends a user's sessions but this one; none: all. */
export async function deleteSessions(db: Db, userId: string, but?: string): Promise<void> {
  const query = db('user_sessions').where({ user_id: userId });
  await (but ? query.whereNot({ id: but }) : query).delete();
}

/** Forgets sessions that began before an instant. */
export async function deleteSessionsBefore(db: Db, instant: string): Promise<void> {
  await db('user_sessions').where('created_at', '<=', instant).delete();
}
