import type { Db } from './db.ts';
import { isPostgres } from './dialect.ts';
import { besideOf } from './open.ts';

/**
 * The next number of a municipality's records of a kind (of a year, where they begin anew each year): unique and ascending, with gaps where what it was given to was not
 * stored after all.
 *
 * On PostgreSQL it is stored at once, by a connection of its own, so that creators do not queue for one another's transactions.
 * That commit waits for no disk: the one that stores the record does, and writes the log before it too.
 */
export async function nextNumber(db: Db, kind: string, municipalityId: string, year = 0): Promise<number> {
  const raise = (from: string): string => `
    insert into counters (municipality_id, kind, year, last) select ?, ?, ?, 1 ${from}
    on conflict (municipality_id, kind, year) do update set last = counters.last + 1 returning last`;
  const given = [municipalityId, kind, year];
  if (!isPostgres(db)) {
    // `where true`: otherwise SQLite takes `on` for a join's.
    const [row] = await db.raw<{ last: number }[]>(raise('where true'), given);
    if (!row) throw new Error('no counter was raised');
    return row.last;
  }
  const { rows } = await besideOf(db).raw<{ rows: { last: number }[] }>(
    raise(`from set_config('synchronous_commit', 'off', true)`),
    given,
  );
  if (!rows[0]) throw new Error('no counter was raised');
  return rows[0].last;
}
