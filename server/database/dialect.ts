import type { Knex } from 'knex';
import type { Db } from './db.ts';

/** True on PostgreSQL. The only question that SQL in this folder asks about its engine, and only here. */
export const isPostgres = (db: Db): boolean => db.client.config.client === 'pg';

/** The texts of a column put together with line ends between, in no order; null where there is none. */
export const joinLines = (db: Db, column: string) =>
  db.raw(isPostgres(db) ? 'string_agg(??, chr(10))' : 'group_concat(??, char(10))', [column]);

/** The month in Japan, `2026-11`, of a column of instants. Japan has no summer time. */
export const monthInJapan = (db: Db, column: string): Knex.Raw =>
  db.raw(
    isPostgres(db)
      ? "to_char(??::timestamptz at time zone 'Asia/Tokyo', 'YYYY-MM')"
      : "strftime('%Y-%m', ??, '+9 hours')",
    [column],
  );

/** The rows of a subquery as the text of a JSON list of objects with these columns, in the subquery's order; null or `[]` where there are none. */
export function jsonRows(db: Db, rows: Knex.QueryBuilder, columns: readonly string[]): Knex.Raw {
  const pairs = columns.map((name) => `'${name}', listed."${name}"`).join(', ');
  const list = isPostgres(db)
    ? `json_agg(json_build_object(${pairs}))::text`
    : `json_group_array(json_object(${pairs}))`;
  return db.raw(`(select ${list} from ?)`, [rows.as('listed')]);
}

/** Rows that one insert may have: on SQLite Knex writes them as a compound select, of which there may be 500. */
export const rowsAtOnce = 400;

/** Ids that one statement may name: SQLite binds 32,766 values, PostgreSQL twice as many. */
export const idsAtOnce = 10_000;

/** Only where a column holds one of these texts, however many they are: they go as one value. */
export const whereAmong = (
  db: Db,
  query: Knex.QueryBuilder,
  column: string,
  texts: readonly string[],
): Knex.QueryBuilder =>
  isPostgres(db)
    ? query.whereRaw('?? = any(?::text[])', [column, texts as string[]])
    : query.whereRaw('?? in (select value from json_each(?))', [column, JSON.stringify(texts)]);

/**
 * Adds rows that come as the text of a JSON list of objects. The database takes them apart, so that thousands cost this
 * process as much as one; `columns` are all of them, with their types.
 */
export async function insertJson(db: Db, table: string, columns: JsonColumns, json: string): Promise<void> {
  const names = Object.keys(columns).map((name) => `"${name}"`);
  await db.raw(`insert into ${table} (${names.join(', ')}) ${selectJson(db, columns)}`, [json]);
}

/**
 * Gives rows that are there, by `id`, each its own values; they come as for `insertJson`. `isNextVersion`: each its next version too;
 * false for what is no change of the row to anybody.
 */
export async function updateJson(
  db: Db,
  table: string,
  columns: JsonColumns,
  json: string,
  { isNextVersion }: { isNextVersion: boolean },
): Promise<void> {
  const values = Object.keys(columns).map((name) => `"${name}" = given."${name}"`);
  if (isNextVersion) values.push(`version = ${table}.version + 1`);
  const rows = selectJson(db, { id: 'text', ...columns });
  await db.raw(`update ${table} set ${values.join(', ')} from (${rows}) as given where ${table}.id = given.id`, [json]);
}

type JsonColumns = Record<string, 'text' | 'integer'>;

function selectJson(db: Db, columns: JsonColumns): string {
  const names = Object.keys(columns);
  return isPostgres(db)
    ? `select * from json_to_recordset(?::json) as rows (${names.map((name) => `"${name}" ${columns[name]}`).join(', ')})`
    : `select ${names.map((name) => `json_extract(value, '$.${name}') as "${name}"`).join(', ')} from json_each(?)`;
}

/** Does the error say that a unique key exists already? */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === '23505' || (error.code === 'SQLITE_CONSTRAINT' && error.message.includes('UNIQUE'));
}

/** Does the error say that another row still refers to this one? */
export function isStillReferred(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === '23503' || (error.code === 'SQLITE_CONSTRAINT' && error.message.includes('FOREIGN KEY'));
}

/** Why the database cannot do just now what it can do in general: not there, others are in the way, no room left. */
export type Trouble = 'away' | 'busy' | 'full';

/**
 * The database's own "not now". It passes without anybody changing the program, so the same may be asked again.
 * `isStored` is false where nothing of the transaction was stored, and `'unknown'` where the answer to its COMMIT was lost.
 */
export class DatabaseTrouble extends Error {
  readonly trouble: Trouble;
  readonly isStored: false | 'unknown';

  constructor(trouble: Trouble, cause: unknown, isStored: false | 'unknown' = false) {
    super(cause instanceof Error && cause.message !== '' ? cause.message : String(cause), { cause });
    this.name = 'DatabaseTrouble';
    this.trouble = trouble;
    this.isStored = isStored;
  }
}

/** Also of one that comes from another thread, where it has lost its class but not its name. */
export const isTrouble = (error: unknown): error is DatabaseTrouble =>
  error instanceof Error && error.name === 'DatabaseTrouble';

/** SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), Node's and SQLite's codes; a class of SQLSTATE by its first two. */
const troubles: Record<string, Trouble> = {
  // Connections that are cut or refused; a primary that has become a standby; a transaction that the server gave up.
  '08': 'away',
  '57P01': 'away',
  '57P02': 'away',
  '57P03': 'away',
  '57P05': 'away',
  '25006': 'away',
  '25P03': 'away',
  '25P04': 'away',
  '58030': 'away',
  ECONNREFUSED: 'away',
  ECONNRESET: 'away',
  EPIPE: 'away',
  ETIMEDOUT: 'away',
  EHOSTUNREACH: 'away',
  ENETUNREACH: 'away',
  ENETDOWN: 'away',
  ENOTFOUND: 'away',
  EAI_AGAIN: 'away',
  SQLITE_IOERR: 'away',
  SQLITE_CANTOPEN: 'away',
  SQLITE_READONLY: 'away',
  // Too many connections, no memory, locks, deadlocks, a time-out that the server's owner set.
  '53300': 'busy',
  '53200': 'busy',
  '55P03': 'busy',
  '40P01': 'busy',
  '40001': 'busy',
  '57014': 'busy',
  SQLITE_BUSY: 'busy',
  SQLITE_LOCKED: 'busy',
  SQLITE_PROTOCOL: 'busy',
  SQLITE_NOMEM: 'busy',
  '53100': 'full',
  SQLITE_FULL: 'full',
};

/** What a driver's error of a statement says about the database as a whole; null: it is about the statement. */
export function troubleOf(error: Error): Trouble | null {
  const code = 'code' in error ? String(error.code) : '';
  // Of a connection that ended under a statement, or before it, pg says so in words only.
  if (code === '')
    return /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired)/.test(
      error.message,
    )
      ? 'away'
      : null;
  return troubles[code] ?? troubles[code.slice(0, 2)] ?? null;
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

/** Or where one of these columns holds the word. */
export function orHolding(query: Knex.QueryBuilder, columns: readonly string[], word: string): void {
  for (const column of columns) void query.orWhereRaw("?? like ? escape '\\'", [column, anywhere(word)]);
}

/** Or where one of these columns, which hold what was typed, has the word in one of its spellings (`spellingsOf`). */
export function orSpelled(query: Knex.QueryBuilder, columns: readonly string[], spellings: readonly string[]): void {
  for (const spelling of spellings)
    for (const column of columns) void query.orWhereRaw("lower(??) like ? escape '\\'", [column, anywhere(spelling)]);
}

/** What only one server at a time does, with the number of its lock on PostgreSQL. */
const turns = { migrate: 7_270_001, demo: 7_270_002, seal: 7_270_003, library: 7_270_004 } as const;

/** Holds the lock of this work until the transaction ends; waits while another server's holds it. */
export async function waitForTurn(db: Db, work: keyof typeof turns): Promise<void> {
  // On SQLite there is one transaction at a time anyway.
  if (isPostgres(db)) await db.raw(`select pg_advisory_xact_lock(${turns[work]})`);
}

/** Holds a name until the transaction ends; waits while another transaction holds it. */
export async function waitForName(db: Db, name: string): Promise<void> {
  if (isPostgres(db)) await db.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name]);
}

/** Takes the lock of this work until the transaction ends, unless another server's holds it: then false, without waiting. */
export async function tryTurn(db: Db, work: keyof typeof turns): Promise<boolean> {
  if (!isPostgres(db)) return true;
  const { rows } = await db.raw<{ rows: { taken: boolean }[] }>(
    `select pg_try_advisory_xact_lock(${turns[work]}) as taken`,
  );
  return rows[0]?.taken ?? false;
}

/** Does `work`, in transactions of its own, while no other server on a PostgreSQL does the like. SQLite belongs to one server. */
export async function inTurn(db: Db, name: keyof typeof turns, work: () => Promise<void>): Promise<void> {
  if (!isPostgres(db)) return work();
  await db.transaction(async (alone) => {
    await waitForTurn(alone, name);
    await work();
  });
}

export type TableShape = { name: string; key: string[]; parents: string[] };

/** Every table with its primary key and the tables that it refers to, Knex's own bookkeeping aside. */
export async function readTables(db: Db): Promise<TableShape[]> {
  const rows = isPostgres(db) ? await readPostgresColumns(db) : await readSqliteColumns(db);
  const tables = Map.groupBy(
    rows.filter((row) => !row.name.startsWith('knex_')),
    (row) => row.name,
  );
  return [...tables].map(([name, parts]) => ({
    name,
    key: parts.filter((part) => part.what === 'key').map((part) => part.value),
    parents: [...new Set(parts.filter((part) => part.what === 'parent').map((part) => part.value))],
  }));
}

type TablePart = { name: string; what: 'key' | 'parent'; value: string };

async function readSqliteColumns(db: Db): Promise<TablePart[]> {
  return db.raw<TablePart[]>(`
    select m.name, 'key' as what, c.name as value, c.pk as place from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.pk > 0
    union all
    select m.name, 'parent', f."table", 0 from sqlite_master m, pragma_foreign_key_list(m.name) f where m.type = 'table'
    order by 1, 2, 4`);
}

async function readPostgresColumns(db: Db): Promise<TablePart[]> {
  const { rows } = await db.raw<{ rows: TablePart[] }>(`
    select c.conrelid::regclass::text as name, 'key' as what, a.attname::text as value, array_position(c.conkey, a.attnum) as place
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
      where c.contype = 'p' and c.connamespace = current_schema()::regnamespace
    union all
    select conrelid::regclass::text, 'parent', confrelid::regclass::text, 0 from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace
    order by 1, 2, 4`);
  return rows;
}

/** False on a PostgreSQL that only reads: a standby, or a former primary after a failover. */
export async function takesWrites(db: Db): Promise<boolean> {
  if (!isPostgres(db)) return true;
  const { rows } = await db.raw<{ rows: { transaction_read_only: string }[] }>('show transaction_read_only');
  return rows[0]?.transaction_read_only === 'off';
}
