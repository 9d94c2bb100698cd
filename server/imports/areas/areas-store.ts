import type { Db } from '../../database/db.ts';
import { isStillReferred } from '../../database/dialect.ts';

/** Removes an area; false where anything lies in it, after which the transaction is good for nothing but its end. */
export async function deleteUnusedArea(db: Db, id: string): Promise<boolean> {
  try {
    await db('areas').where({ id }).delete();
    return true;
  } catch (error) {
    if (isStillReferred(error)) return false;
    throw error;
  }
}
