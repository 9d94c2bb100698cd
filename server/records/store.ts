import type { Db } from '../database/db.ts';
import { isPostgres } from '../database/dialect.ts';

/** Holds a moving record until the transaction ends, so that two steps at once come one after the other. SQLite has one writer. */
export async function lockRecord(db: Db, table: string, municipalityId: string, id: string): Promise<void> {
  if (isPostgres(db)) await db(table).where({ id, municipality_id: municipalityId }).forNoKeyUpdate().first('id');
}
