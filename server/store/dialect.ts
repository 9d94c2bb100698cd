import type { Db } from './database.ts';

/** True on PostgreSQL. The only question that SQL in this folder asks about its engine, and only here. */
export const isPostgres = (db: Db): boolean => db.client.config.client === 'pg';

/** Does the error say that a unique key exists already? */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === '23505' || (error.code === 'SQLITE_CONSTRAINT' && error.message.includes('UNIQUE'));
}

/**
 * Runs `work` so that its failing with a unique violation leaves the transaction usable.
 * PostgreSQL gives up a whole transaction at the first error; a savepoint keeps it. Returns false on the violation.
 */
export async function insertIfNew(db: Db, work: (db: Db) => Promise<unknown>): Promise<boolean> {
  try {
    await db.transaction(async (savepoint) => {
      await work(savepoint);
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** A LIKE pattern that finds `text` anywhere, with the text's own `%`, `_` and `\` taken as they are (use with `escape '\'`). */
export const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
