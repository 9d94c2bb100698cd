import { createHash } from 'node:crypto';
import { migrateExactly, migrateToLatest, readSnapshot } from '../database/open.ts';
import { hasRows, insertRows, listMigrations, listTablesInOrder, readRows, type BackupRow } from './backup-store.ts';
import type { Installation } from './installation.ts';

/*
 * A backup is lines of JSON: a header, then `{ table, row }` for each row, then how many there were and the SHA-256 of all
 * that stands before. It names no engine: one made on SQLite is restored into PostgreSQL, and the other way round.
 */
type Header = { format: 'sasaeai-backup'; version: 1; createdAt: string; migrations: string[] };
type Line = Header | { table: string; row: BackupRow } | { end: number; sha256: string };

/** The file is not a whole backup; `message` names the place. */
export class BadBackup extends Error {}

/** A good backup that cannot be restored here. */
export class CannotRestore extends Error {}

/** Hands every line of a backup to `write`, all of one moment. Answers how many rows there were. */
export async function writeBackup(installation: Installation, write: (line: string) => Promise<void>): Promise<number> {
  return readSnapshot(installation.db, async (db) => {
    const hash = createHash('sha256');
    const put = (line: string) => {
      hash.update(`${line}\n`);
      return write(line);
    };
    const header: Header = {
      format: 'sasaeai-backup',
      version: 1,
      createdAt: installation.clock().toISOString(),
      migrations: await listMigrations(db),
    };
    await put(JSON.stringify(header));
    let count = 0;
    for (const table of await listTablesInOrder(db))
      for await (const rows of readRows(db, table)) {
        for (const row of rows) await put(JSON.stringify({ table: table.name, row }));
        count += rows.length;
      }
    await write(JSON.stringify({ end: count, sha256: hash.digest('hex') }));
    return count;
  });
}

function parseLine(text: string, number: number): Line {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null) return line as Line;
  } catch (cause) {
    throw new BadBackup(`line ${number}: not valid JSON`, { cause });
  }
  throw new BadBackup(`line ${number}: no row of a known table`);
}

function readHeader(line: Line): Header {
  if (!('format' in line) || line.format !== 'sasaeai-backup' || line.version !== 1 || !Array.isArray(line.migrations))
    throw new BadBackup('line 1: not a backup of this program');
  return line;
}

/** The header and the rows of a backup, with the line each stands on. Throws BadBackup where it is none, is not whole or was changed. */
async function* readWhole(
  lines: AsyncIterable<string>,
): AsyncGenerator<{ number: number; piece: Header | { table: string; row: BackupRow } }> {
  const hash = createHash('sha256');
  let [number, count, ended] = [0, 0, false];
  for await (const text of lines) {
    number += 1;
    const line = parseLine(text, number);
    if (ended) throw new BadBackup(`line ${number}: something follows the end`);
    if ('end' in line) {
      if (line.end !== count) throw new BadBackup(`line ${number}: ${line.end} rows were written, ${count} are here`);
      if (line.sha256 !== hash.digest('hex'))
        throw new BadBackup(`line ${number}: something before it is not as it was written`);
      ended = true;
      continue;
    }
    hash.update(`${text}\n`);
    if (number === 1) {
      yield { number, piece: readHeader(line) };
      continue;
    }
    if (!('table' in line)) throw new BadBackup(`line ${number}: no row of a known table`);
    count += 1;
    yield { number, piece: line };
  }
  if (!ended) throw new BadBackup(`line ${number}: the file ends too early`);
}

/** Characters of rows that are put in at once. */
const MOST_WAITING = 8 * 1_048_576;

/** Reads a backup to its end and stores nothing of it. Answers how many rows there are; throws BadBackup where it is not whole. */
export async function checkBackup(lines: AsyncIterable<string>): Promise<number> {
  let rows = 0;
  for await (const { piece } of readWhole(lines)) if ('table' in piece) rows += 1;
  return rows;
}

/** Throws CannotRestore where there is data already, whatever the schema. */
export async function requireEmpty({ db }: Installation): Promise<void> {
  if (await hasRows(db, await listTablesInOrder(db))) throw new CannotRestore('the database is not empty');
}

/**
 * Puts a backup into an empty database, in one transaction: all of it or nothing. The schema is first made as it was when the
 * backup was written, and migrated once the rows are in, so a release reads the backups of all before it. Answers how many
 * rows there were. Throws CannotRestore when there is data already or the backup is of a newer release, and BadBackup for a
 * file that is none, or is not whole.
 */
export async function restoreBackup(installation: Installation, lines: AsyncIterable<string>): Promise<number> {
  return installation.db.transaction(async (db) => {
    await requireEmpty({ ...installation, db });
    let known = new Set<string>();
    let waiting: { table: string; rows: BackupRow[]; characters: number } = { table: '', rows: [], characters: 0 };
    let at = 0;
    let count = 0;
    const flush = async () => {
      if (waiting.rows.length === 0) return;
      await insertRows(db, waiting.table, waiting.rows).catch((cause: unknown) => {
        throw new BadBackup(`line ${at}: a row before it cannot be stored`, { cause });
      });
    };
    for await (const { number, piece } of readWhole(lines)) {
      at = number;
      if ('format' in piece) {
        if (!(await migrateExactly(db, piece.migrations)))
          throw new CannotRestore('the backup was made by a newer version of this program');
        known = new Set((await listTablesInOrder(db)).map((table) => table.name));
        continue;
      }
      if (!known.has(piece.table)) throw new BadBackup(`line ${number}: no row of a known table`);
      if (piece.table !== waiting.table || waiting.rows.length >= 1000 || waiting.characters > MOST_WAITING) {
        await flush();
        waiting = { table: piece.table, rows: [], characters: 0 };
      }
      waiting.rows.push(piece.row);
      for (const value of Object.values(piece.row)) waiting.characters += typeof value === 'string' ? value.length : 0;
      count += 1;
    }
    await flush();
    await migrateToLatest(db);
    return count;
  });
}
