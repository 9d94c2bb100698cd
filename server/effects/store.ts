import type { Db } from '../database/db.ts';
import { insertIfNew, isPostgres } from '../database/dialect.ts';
import type { Query } from '../database/parts.ts';

export type EffectRow = {
  id: string;
  municipality_id: string;
  record_kind: string | null;
  record_id: string | null;
  type: string;
  /** JSON, see `services/effects/add-effect.ts`. */
  params: string;
  timer_id: string | null;
  unique_key: string | null;
  due_at: string;
  status: 'pending' | 'done' | 'failed' | 'cancelled';
  attempts: number;
  error: string | null;
  created_at: string;
  done_at: string | null;
};

/** Adds an effect. False where its unique key is there already. */
export async function insertEffect(db: Db, row: EffectRow): Promise<boolean> {
  if (row.unique_key === null) {
    await db('effects').insert(row);
    return true;
  }
  return insertIfNew(db, (savepoint) => savepoint('effects').insert(row));
}

/** Ids of pending effects whose time has come, the oldest first. */
export async function listDueEffects(db: Db, now: string, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db('effects')
    .where({ status: 'pending' })
    .where('due_at', '<=', now)
    .orderBy(['due_at', 'id'])
    .limit(limit)
    .select('id');
  return rows.map((row) => row.id);
}

/**
 * Takes a due effect for the transaction `db` and marks it done in it: a rollback gives it back. Undefined where another
 * runner has it or had it. PostgreSQL steps over a row that somebody holds; SQLite has one writer, so the change itself decides.
 */
export async function claimEffect(db: Db, id: string, now: string): Promise<EffectRow | undefined> {
  if (isPostgres(db)) {
    const free = await db('effects')
      .where({ id, status: 'pending' })
      .where('due_at', '<=', now)
      .forUpdate()
      .skipLocked()
      .first('id');
    if (!free) return undefined;
  }
  const taken = await db('effects')
    .where({ id, status: 'pending' })
    .where('due_at', '<=', now)
    .update({ status: 'done', done_at: now, error: null });
  return taken === 1 ? db<EffectRow>('effects').where({ id }).first() : undefined;
}

/** Notes a failure: when to try again, or that it is given up. Somebody who was quicker is left alone. */
export async function setEffectFailed(
  db: Db,
  row: Pick<EffectRow, 'id' | 'attempts'>,
  values: Pick<EffectRow, 'status' | 'attempts' | 'error' | 'due_at'>,
): Promise<void> {
  await db('effects').where({ id: row.id, status: 'pending', attempts: row.attempts }).update(values);
}

export async function readEffect(db: Db, id: string): Promise<EffectRow | undefined> {
  return db<EffectRow>('effects').where({ id }).first();
}

/** Takes back a record's timer. */
export async function cancelTimer(db: Db, kind: string, recordId: string, timerId: string): Promise<void> {
  await db('effects')
    .where({ record_kind: kind, record_id: recordId, timer_id: timerId, status: 'pending' })
    .update({ status: 'cancelled' });
}

/** Effects of a municipality that were given up and that nobody has decided about. */
export const failedEffects = (db: Db, municipalityId: string): Query =>
  db('effects').where({ municipality_id: municipalityId, status: 'failed' });

/** How many those are, and when the latest was added (null: there is none). */
export async function countFailedEffects(
  db: Db,
  municipalityId: string,
): Promise<{ count: number; latest: string | null }> {
  const row = (await failedEffects(db, municipalityId).count({ total: '*' }).max({ latest: 'created_at' }).first()) as {
    total: number | string;
    latest: string | null;
  };
  return { count: Number(row.total), latest: row.latest };
}

/** Has one that was given up performed once more, from its first attempt on, or not at all. Undefined: it is not one of those any more. */
export async function decideFailed(
  db: Db,
  municipalityId: string,
  id: string,
  decision: 'again' | 'drop',
  now: string,
): Promise<EffectRow | undefined> {
  const changed = await failedEffects(db, municipalityId)
    .where({ id })
    .update(
      decision === 'again' ? { status: 'pending', attempts: 0, due_at: now } : { status: 'cancelled', done_at: now },
    );
  return changed === 1 ? readEffect(db, id) : undefined;
}

/** Why effects were given up, by id. */
export async function readEffectErrors(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows: { id: string; error: string | null }[] =
    ids.length === 0 ? [] : await db('effects').whereIn('id', ids).select('id', 'error');
  return new Map(rows.flatMap((row) => (row.error === null ? [] : [[row.id, row.error]])));
}
