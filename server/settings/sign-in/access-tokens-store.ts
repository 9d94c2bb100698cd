import type { Db } from '../../database/db.ts';
import { ownMunicipalityColumns } from '../municipality/store.ts';
import type { AskingUser } from './sessions-store.ts';

export type AccessTokenRow = {
  id: string;
  user_id: string;
  name: string;
  hash: string;
  /** The user's number when it was made: once that has been raised, the token is over. */
  credentials: number;
  scope: 'read' | 'write';
  /** JSON list of the API's tags; null: all. */
  kinds: string | null;
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
};

export async function insertAccessToken(db: Db, row: AccessTokenRow): Promise<void> {
  await db('access_tokens').insert(row);
}

type TokenOf = {
  token_id: string;
  token_used_at: string | null;
  token_scope: AccessTokenRow['scope'];
  token_kinds: string | null;
};

/** The user of a token that is good now, with the token's id and last use, and the municipality as it stands. */
export async function readTokenUser(db: Db, hash: string, now: string): Promise<(AskingUser & TokenOf) | undefined> {
  return db('access_tokens')
    .join('users', 'users.id', 'access_tokens.user_id')
    .join('municipalities', 'municipalities.id', 'users.municipality_id')
    .where({ 'access_tokens.hash': hash, 'access_tokens.revoked_at': null, 'users.disabled_at': null })
    .where('access_tokens.expires_at', '>', now)
    .whereRaw('access_tokens.credentials = users.credentials')
    .first('users.*', {
      ...ownMunicipalityColumns,
      token_id: 'access_tokens.id',
      token_used_at: 'access_tokens.last_used_at',
      token_scope: 'access_tokens.scope',
      token_kinds: 'access_tokens.kinds',
    });
}

/** A user's tokens that have not been revoked, newest first. */
export async function listAccessTokens(db: Db, user: { id: string; credentials: number }): Promise<AccessTokenRow[]> {
  return db<AccessTokenRow>('access_tokens')
    .where({ user_id: user.id, credentials: user.credentials, revoked_at: null })
    .orderBy('id', 'desc');
}

export async function setAccessTokenUsed(db: Db, id: string, at: string): Promise<void> {
  await db('access_tokens').where({ id }).update({ last_used_at: at });
}

/** Revokes a user's own token; false when there is no such one. */
export async function revokeAccessToken(db: Db, userId: string, id: string, at: string): Promise<boolean> {
  return (await db('access_tokens').where({ id, user_id: userId, revoked_at: null }).update({ revoked_at: at })) === 1;
}
