import type { Db } from '../database/db.ts';
import { insertJson } from '../database/dialect.ts';
import { readPage, type Page, type Paging } from '../database/paging.ts';

export type BacktestStatus = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

export type BacktestRow = {
  id: string;
  municipality_id: string;
  kind: 'backtest' | 'replay';
  rules_key: string;
  from_id: string | null;
  to_id: string | null;
  to_body: string | null;
  to_hash: string | null;
  from_day: string | null;
  to_day: string | null;
  area_id: string | null;
  decision_id: string | null;
  status: BacktestStatus;
  total: number;
  done: number;
  /** JSON, see `services/rules/jobs.ts`. */
  counts: string;
  error: string | null;
  created_by: string | null;
  created_at: string;
  started_at: string | null;
  seen_at: string | null;
  finished_at: string | null;
  version: number;
};

/** A job with what its page names. */
export type NamedBacktest = BacktestRow & {
  from_number: number | null;
  to_number: number | null;
  author: string | null;
};

export type BacktestResult = {
  backtest_id: string;
  position: number;
  case_id: string;
  kind: 'changed' | 'unknown' | 'failed';
  before: string;
  after: string;
  note: string | null;
};

export async function insertBacktest(db: Db, row: BacktestRow): Promise<void> {
  await db('backtests').insert(row);
}

const named = (db: Db) =>
  db('backtests')
    .leftJoin({ f: 'definitions' }, 'f.id', 'backtests.from_id')
    .leftJoin({ t: 'definitions' }, 't.id', 'backtests.to_id')
    .leftJoin('users', 'users.id', 'backtests.created_by')
    .select('backtests.*', 'f.number as from_number', 't.number as to_number', 'users.name as author');

export async function readBacktest(db: Db, municipalityId: string, id: string): Promise<NamedBacktest | undefined> {
  return (await named(db).where({ 'backtests.id': id, 'backtests.municipality_id': municipalityId }).first()) as
    NamedBacktest | undefined;
}

/** The job as it stands, whoever's it is: for the server that runs it. */
export async function readBacktestRow(db: Db, id: string): Promise<BacktestRow | undefined> {
  return db<BacktestRow>('backtests').where({ id }).first();
}

/** A rule set's latest back-tests and replays, newest first. */
export async function listBacktests(
  db: Db,
  municipalityId: string,
  rulesKey: string,
  limit = 20,
): Promise<NamedBacktest[]> {
  return (await named(db)
    .where({ 'backtests.municipality_id': municipalityId, 'backtests.rules_key': rulesKey })
    .orderBy('backtests.id', 'desc')
    .limit(limit)) as NamedBacktest[];
}

/** The latest back-test of exactly this draft against this version that is finished, or else that is under way. */
export async function readBacktestOfDraft(
  db: Db,
  municipalityId: string,
  rulesKey: string,
  fromId: string,
  hash: string,
): Promise<BacktestRow | undefined> {
  return db<BacktestRow>('backtests')
    .where({ municipality_id: municipalityId, rules_key: rulesKey, kind: 'backtest', from_id: fromId, to_hash: hash })
    .whereNotIn('status', ['cancelled', 'failed'])
    .orderByRaw("case status when 'done' then 0 else 1 end, id desc")
    .first();
}

/** What the latest finished back-test of exactly this draft found over all cases since a day, wherever they were; undefined: there was none. */
export async function readCountsOver(
  db: Db,
  municipalityId: string,
  rulesKey: string,
  hash: string,
  since: string,
): Promise<string | undefined> {
  const row = await db<BacktestRow>('backtests')
    .where({
      municipality_id: municipalityId,
      rules_key: rulesKey,
      kind: 'backtest',
      to_hash: hash,
      status: 'done',
      area_id: null,
      to_day: null,
    })
    .where((any) => void any.whereNull('from_day').orWhere('from_day', '<=', since))
    .orderBy('id', 'desc')
    .first('counts');
  return row?.counts;
}

/**
 * Takes a job that waits, or whose server has not been seen since `deadline`; what it had found is thrown away.
 * Answers it, or undefined where another server has it.
 */
export async function claimBacktest(
  db: Db,
  id: string,
  now: string,
  deadline: string,
): Promise<BacktestRow | undefined> {
  const taken = await db('backtests')
    .where({ id })
    .where((any) => {
      any.where({ status: 'waiting' });
      any.orWhere((query) => void query.where({ status: 'running' }).where('seen_at', '<', deadline));
    })
    .update({ status: 'running', started_at: now, seen_at: now, done: 0, total: 0, error: null });
  if (taken !== 1) return undefined;
  await db('backtest_rows').where({ backtest_id: id }).delete();
  return readBacktestRow(db, id);
}

/** Jobs whose server has not been seen since `deadline`, or that nobody has taken since then. */
export async function listAbandoned(db: Db, deadline: string): Promise<BacktestRow[]> {
  return db<BacktestRow>('backtests').where((any) => {
    any.where((query) => void query.where({ status: 'running' }).where('seen_at', '<', deadline));
    any.orWhere((query) => void query.where({ status: 'waiting' }).where('created_at', '<', deadline));
  });
}

/** Writes a job's progress while it is this server's (`startedAt` says whose). False: it is not any more (cancelled, taken over). */
export async function noteProgress(
  db: Db,
  id: string,
  startedAt: string,
  values: Partial<Pick<BacktestRow, 'status' | 'total' | 'done' | 'counts' | 'error' | 'seen_at' | 'finished_at'>>,
): Promise<boolean> {
  return (await db('backtests').where({ id, status: 'running', started_at: startedAt }).update(values)) === 1;
}

/** False: it was over already. */
export async function cancelBacktest(db: Db, id: string, now: string): Promise<boolean> {
  return (
    (await db('backtests')
      .where({ id })
      .whereIn('status', ['waiting', 'running'])
      .increment('version', 1)
      .update({ status: 'cancelled', finished_at: now })) === 1
  );
}

const resultColumns: Record<keyof BacktestResult, 'text' | 'integer'> = {
  backtest_id: 'text',
  position: 'integer',
  case_id: 'text',
  kind: 'text',
  before: 'text',
  after: 'text',
  note: 'text',
};

/** `json`: a list of `BacktestResult`, as the process that found them wrote it. */
export const insertBacktestRows = (db: Db, json: string): Promise<void> =>
  insertJson(db, 'backtest_rows', resultColumns, json);

export type ResultFilter = {
  kind?: BacktestResult['kind'] | undefined;
  before?: string | undefined;
  after?: string | undefined;
};

export async function listBacktestRows(
  db: Db,
  id: string,
  filter: ResultFilter,
  paging: Paging,
): Promise<Page<BacktestResult>> {
  const query = db('backtest_rows').where({ backtest_id: id }).select('*');
  for (const [column, value] of Object.entries(filter)) if (value !== undefined) query.where(column, value);
  return readPage<BacktestResult>(query, [{ column: 'position', integer: true }], paging);
}

export async function readBacktestResult(db: Db, id: string, position: number): Promise<BacktestResult | undefined> {
  return db<BacktestResult>('backtest_rows').where({ backtest_id: id, position }).first();
}
