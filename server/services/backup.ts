import { hasRows, insertRows, listMigrations, listTablesInOrder, readRows, type BackupRow } from '../store/backup.ts';
import { readSnapshot } from '../store/dialect.ts';
import type { Installation } from './installation.ts';

/*
 * A backup is lines of JSON: a header, then `{ table, row }` for each row, then how many there were. It names no engine:
 * one made on SQLite is restored into PostgreSQL, and the other way round.
 */
type Header = { format: 'sasaeai-backup'; version: 1; createdAt: string; migrations: string[] };
type Line = Header | { table: string; row: BackupRow } | { end: number };

/** The file is not a whole backup; `message` names the place. */
export class BadBackup extends Error {}

/** A good backup that cannot be restored here. */
export class CannotRestore extends Error {}

/** Hands every line of a backup to `write`, all of one moment. Answers how many rows there were. */
export async function writeBackup(installation: Installation, write: (line: string) => Promise<void>): Promise<number> {
  return readSnapshot(installation.db, async (db) => {
    const header: Header = { format: 'sasaeai-backup', version: 1, createdAt: installation.clock().toISOString(), migrations: await listMigrations(db) };
    await write(JSON.stringify(header));
    let count = 0;
    for (const table of await listTablesInOrder(db))
      for await (const rows of readRows(db, table)) {
        for (const row of rows) await write(JSON.stringify({ table: table.name, row }));
        count += rows.length;
      }
    await write(JSON.stringify({ end: count }));
    return count;
  });
}

function parseLine(text: string, number: number): Line {
  try {
    return JSON.parse(text) as Line;
  } catch (cause) {
    throw new BadBackup(`line ${number}: not valid JSON`, { cause });
  }
}

/**
 * Puts a backup into an empty, migrated database, in one transaction: all of it or nothing. Answers how many rows there
 * were. Throws CannotRestore when there is data already or the schema is of another version, and BadBackup for a file
 * that is none, or is not whole.
 */
export async function restoreBackup(installation: Installation, lines: AsyncIterable<string>): Promise<number> {
  return installation.db.transaction(async (db) => {
    const tables = await listTablesInOrder(db);
    if (await hasRows(db, tables)) throw new CannotRestore('the database is not empty');
    const known = new Set(tables.map((table) => table.name));
    let waiting: { table: string; rows: BackupRow[] } = { table: '', rows: [] };
    const flush = async () => {
      if (waiting.rows.length > 0) await insertRows(db, waiting.table, waiting.rows);
    };
    let number = 0;
    let count = 0;
    let ended = false;
    for await (const text of lines) {
      number += 1;
      const line = parseLine(text, number);
      if (number === 1) {
        checkHeader(line, await listMigrations(db));
        continue;
      }
      if (ended) throw new BadBackup(`line ${number}: something follows the end`);
      if ('end' in line) {
        if (line.end !== count) throw new BadBackup(`line ${number}: ${line.end} rows were written, ${count} are here`);
        ended = true;
        continue;
      }
      if (!('table' in line) || !known.has(line.table)) throw new BadBackup(`line ${number}: no row of a known table`);
      if (line.table !== waiting.table || waiting.rows.length >= 1000) {
        await flush();
        waiting = { table: line.table, rows: [] };
      }
      waiting.rows.push(line.row);
      count += 1;
    }
    if (!ended) throw new BadBackup(`line ${number}: the file ends too early`);
    await flush();
    return count;
  });
}

function checkHeader(line: Line, migrations: string[]): void {
  if (!('format' in line) || line.format !== 'sasaeai-backup' || line.version !== 1) throw new BadBackup('line 1: not a backup of this program');
  if (JSON.stringify(line.migrations) !== JSON.stringify(migrations)) throw new CannotRestore('the backup was made by another version of this program');
}
