import type { Db } from './database/db.ts';

/** How many effects wait whose time has come and since when (null: none waits), and how many have failed for good. */
export async function countEffects(
  db: Db,
  now: string,
): Promise<{ due: number; oldest: string | null; failed: number }> {
  const [due] = (await db('effects')
    .where({ status: 'pending' })
    .where('due_at', '<=', now)
    .select(db.raw('count(*) as total'), db.raw('min(due_at) as oldest'))) as {
    total: number | string;
    oldest: string | null;
  }[];
  const [failed] = (await db('effects').where({ status: 'failed' }).count({ total: '*' })) as {
    total: number | string;
  }[];
  return { due: Number(due?.total ?? 0), oldest: due?.oldest ?? null, failed: Number(failed?.total ?? 0) };
}

/** How many back-tests wait or run. */
export async function countBacktests(db: Db): Promise<{ waiting: number; running: number }> {
  const rows = (await db('backtests')
    .whereIn('status', ['waiting', 'running'])
    .groupBy('status')
    .select('status')
    .count({ total: '*' })) as { status: 'waiting' | 'running'; total: number | string }[];
  const of = (status: string) => Number(rows.find((row) => row.status === status)?.total ?? 0);
  return { waiting: of('waiting'), running: of('running') };
}
