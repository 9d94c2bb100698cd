import type { Db } from '../database/db.ts';
import { readTables, type TableShape } from '../database/dialect.ts';

export type BackupRow = Record<string, string | number | null>;

/** Of this moment only: who is signed in (`sessions` until 0.1.0), counted attempts, answers kept for a repeated request, lines of the audit that wait for their seal (a restored line waits again), lists kept for a day, values of fields that lists use (filled in from what was answered when a list asks again). */
const passing = [
  'user_sessions',
  'sessions',
  'rate_limits',
  'idempotency_keys',
  'audit_unsealed',
  'files',
  'file_pieces',
  'field_uses',
  'field_values',
];

/** All lasting tables, each after those that it refers to. */
export async function listTablesInOrder(db: Db): Promise<TableShape[]> {
  const waiting = (await readTables(db)).filter((table) => !passing.includes(table.name));
  // Rows are read by their key, some at a time.
  for (const { name, key } of waiting) if (key.length === 0) throw new Error(`table ${name} has no primary key`);
  const ordered: TableShape[] = [];
  while (waiting.length > 0) {
    const index = waiting.findIndex((table) =>
      table.parents.every((parent) => parent === table.name || ordered.some((done) => done.name === parent)),
    );
    if (index < 0)
      throw new Error(`tables refer to each other in a circle: ${waiting.map((table) => table.name).join(', ')}`);
    ordered.push(...waiting.splice(index, 1));
  }
  return ordered;
}

/** What rows are read by, so that each comes after the rows of its own table that it refers to. */
const orderOf = (table: TableShape): string[] => (table.name === 'areas' ? ['path'] : table.key);

/** Tables whose rows are a megabyte each. */
const HEAVY_TABLES = new Set(['answer_file_pieces']);

/** A table's rows, a thousand at a time; of heavy ones a few. */
export async function* readRows(
  db: Db,
  table: TableShape,
  batch = HEAVY_TABLES.has(table.name) ? 8 : 1000,
): AsyncGenerator<BackupRow[]> {
  const order = orderOf(table);
  const columns = order.map(() => '??').join(', ');
  const values = order.map(() => '?').join(', ');
  let last: BackupRow | undefined;
  while (true) {
    const query = db<BackupRow>(table.name).orderBy(order).limit(batch);
    if (last)
      void query.whereRaw(`(${columns}) > (${values})`, [...order, ...order.map((column) => last?.[column] ?? null)]);
    const rows = await query;
    if (rows.length > 0) yield rows;
    if (rows.length < batch) return;
    last = rows.at(-1);
  }
}

export async function insertRows(db: Db, table: string, rows: BackupRow[]): Promise<void> {
  await db.batchInsert(table, rows, 200);
}

/** Has any lasting table a row? */
export async function hasRows(db: Db, tables: TableShape[]): Promise<boolean> {
  for (const table of tables) if (await db(table.name).first()) return true;
  return false;
}

/** Names of the migrations that have been run, in order. */
export async function listMigrations(db: Db): Promise<string[]> {
  const rows = (await db('knex_migrations').orderBy('id').select('name')) as { name: string }[];
  return rows.map((row) => row.name);
}
