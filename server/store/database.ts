import { readdir } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import createKnex, { type Knex } from 'knex';
import { waitForTurn } from './dialect.ts';

/** A connection pool, or the transaction that a request runs in. */
export type Db = Knex;

const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));

/**
 * Opens `sqlite:PATH` or `postgres://…` (also `postgresql://…`). Nothing is created but an empty SQLite file and its folder.
 * Every difference between the two engines that is not SQL itself is here and in `dialect.ts`.
 */
export function openDatabase(url: string): Db {
  const db = connect(url);
  urls.set(db, url);
  return db;
}

/** Knex would write what it warns of to standard output, though it throws it as well. */
const log = { warn: () => undefined };

/** Errors name the statement without its values (`compileSqlOnError: false`): those may be a person's, and errors are logged. */
function connect(url: string): Db {
  if (url.startsWith('sqlite:')) {
    const filename = url.slice('sqlite:'.length);
    mkdirSync(dirname(filename), { recursive: true });
    const db = createKnex({
      client: 'sqlite3',
      connection: { filename },
      useNullAsDefault: true,
      // One connection: SQLite has one writer anyway, and every request is one transaction, so nothing waits for itself.
      pool: { min: 1, max: 1, afterCreate: prepareSqlite },
      acquireConnectionTimeout: 60_000,
      log,
      compileSqlOnError: false,
    });
    beginToWrite(db.client as TransactionMaker);
    return db;
  }
  return createKnex({ client: 'pg', connection: { connectionString: url, connectionTimeoutMillis: 10_000 }, pool: { min: 0, max: 10 }, acquireConnectionTimeout: 60_000, log, compileSqlOnError: false });
}

type Begun = { readOnly?: boolean; begin(connection: unknown): Promise<unknown>; query(connection: unknown, sql: string): Promise<unknown> };
type TransactionMaker = { transaction(...options: unknown[]): Begun };

/**
 * Lets SQLite's transactions take the right to write when they begin: they wait for another process (the command line, say)
 * instead of failing at their first write. Those that only read a snapshot do not.
 */
function beginToWrite(client: TransactionMaker): void {
  const make = client.transaction.bind(client);
  client.transaction = (...options) => {
    const made = make(...options);
    if (!made.readOnly) made.begin = (connection) => made.query(connection, 'BEGIN IMMEDIATE;');
    return made;
  };
}

/** The URL that a database was opened with, for a connection of one's own beside it. Knex takes it apart and hides the password. */
export function urlOf(db: Db): string {
  const url = urls.get(db);
  if (url === undefined) throw new Error('this connection was not opened by openDatabase');
  return url;
}

const urls = new WeakMap<Db, string>();

type SqliteConnection = { exec(sql: string, done: (error: Error | null) => void): void };

function prepareSqlite(connection: SqliteConnection, done: (error: Error | null, connection: SqliteConnection) => void): void {
  const pragmas = 'pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;';
  connection.exec(pragmas, (error) => done(error, connection));
}

/** Knex looks for CommonJS files; this reads ours as ES modules, by name order. */
export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => (await readdir(migrationsFolder)).filter((name) => name.endsWith('.ts')).sort(),
  getMigrationName: (name) => name,
  getMigration: async (name) => (await import(pathToFileURL(migrationsFolder + name).href)) as Knex.Migration,
};

/**
 * Brings the schema up to date, all of it or nothing, and returns the names of what was run. Of two servers that start at
 * once the second waits for the first (Knex's own lock is a table, which both would make).
 */
export async function migrateToLatest(db: Db): Promise<string[]> {
  return db.transaction(async (alone) => {
    await waitForTurn(alone, 'migrate');
    const [, names] = (await alone.migrate.latest({ migrationSource })) as [number, string[]];
    return names;
  });
}

/**
 * Brings a database without data to the schema of exactly these migrations, inside the transaction that it is given, so that
 * rows of an older release fit. False, and nothing done, where they are not the first ones of ours.
 */
export async function migrateExactly(db: Db, names: string[]): Promise<boolean> {
  const ours = await migrationSource.getMigrations([]);
  if (names.length === 0 || names.length > ours.length || names.some((name, index) => name !== ours[index])) return false;
  await waitForTurn(db, 'migrate');
  const done = ours.length - (await pendingMigrations(db)).length;
  for (let more = done; more > names.length; more--) await db.migrate.down({ migrationSource });
  await db.migrate.latest({ migrationSource: { ...migrationSource, getMigrations: () => Promise.resolve(names) } });
  return true;
}

/** Names of migrations that the database does not have yet. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const [, pending] = (await db.migrate.list({ migrationSource })) as [unknown[], (string | { file: string })[]];
  return pending.map((entry) => (typeof entry === 'string' ? entry : entry.file));
}
