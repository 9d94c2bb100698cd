import type { Db } from './database.ts';

export type AccessTokenRow = {
  id: string;
  user_id: string;
  name: string;
  hash: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
};

export async function insertAccessToken(db: Db, row: AccessTokenRow): Promise<void> {
  await db('access_tokens').insert(row);
}

export async function readAccessTokenByHash(db: Db, hash: string): Promise<AccessTokenRow | undefined> {
  return db<AccessTokenRow>('access_tokens').where({ hash }).first();
}

/** A user's tokens that have not been revoked, newest first. */
export async function listAccessTokens(db: Db, userId: string): Promise<AccessTokenRow[]> {
  return db<AccessTokenRow>('access_tokens').where({ user_id: userId, revoked_at: null }).orderBy('id', 'desc');
}

export async function setAccessTokenUsed(db: Db, id: string, at: string): Promise<void> {
  await db('access_tokens').where({ id }).update({ last_used_at: at });
}

/** Revokes a user's own token; false when there is no such one. */
export async function revokeAccessToken(db: Db, userId: string, id: string, at: string): Promise<boolean> {
  return (await db('access_tokens').where({ id, user_id: userId, revoked_at: null }).update({ revoked_at: at })) === 1;
}
