import { readdir } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import createKnex, { type Knex } from 'knex';
import { preparePostgres, prepareSqlite, type Created, type SqliteConnection } from './connections.ts';
import type { Db } from './db.ts';
import { DatabaseTrouble, isPostgres, waitForTurn } from './dialect.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** How long a request waits for a connection: on SQLite there is one that writes, and others' transactions are before it. */
const acquireMs = { sqlite: 10_000, postgres: 5_000 };
/** How long a statement waits for the lock of another process that writes (the command line, say). */
const lockMs = 5_000;
/**
 * SQLite's connections that only read. Each statement runs on one of libuv's threads, of which there are four (`UV_THREADPOOL_SIZE`
 * aside): with the one that writes there are as many connections as threads.
 */
const mostReaders = 3;
/** A transaction in which nothing happens for so long holds its locks for nobody. */
const idleTransactionMs = 120_000;

/**
 * Opens `sqlite:PATH` or `postgres://…` (also `postgresql://…`). Nothing is created but an empty SQLite file and its folder.
 * What fails because the database is away, busy or full fails within seconds, as `DatabaseTrouble`; connections that broke are
 * replaced by the next statement that needs one. `statementMs` gives up a statement that a PostgreSQL does not answer (its
 * machine may be gone without a word); without it a statement may take as long as it does. `inBackground` asks PostgreSQL for one
 * core at a time.
 * Every difference between the two engines that is not SQL itself is here, in `connections.ts` and in `dialect.ts`.
 */
export function openDatabase(url: string, options: Options = {}): Db {
  const db = url.startsWith('sqlite:') ? openFile(url.slice('sqlite:'.length)) : openServer(url, options);
  nameTrouble(db.client as Acquirer);
  urls.set(db, url);
  return db;
}

/** Errors name the statement without its values (`compileSqlOnError: false`): those may be a person's, and errors are logged. */
const compileSqlOnError = false;

/** Knex would write what it warns of to standard output, though it throws it as well. */
const log = { warn: () => undefined };

function openFile(filename: string): Db {
  mkdirSync(dirname(filename), { recursive: true });
  // One connection writes: SQLite has one writer anyway, and a write is one transaction, so nothing waits for itself.
  const db = connectTo(filename, { connections: 1, readOnly: false });
  beginToWrite(db.client as TransactionMaker);
  // A database in memory is its connection's own.
  if (filename === ':memory:') return db;
  // In a file with a write-ahead log, who reads neither waits for who writes nor the other way round.
  const reading = connectTo(filename, { connections: mostReaders, readOnly: true });
  nameTrouble(reading.client as Acquirer);
  readers.set(db, reading);
  const client = db.client as { destroy(): Promise<void> };
  const destroy = client.destroy.bind(client);
  // The writer is the last to go: it writes the log back into the file.
  client.destroy = async () => {
    await reading.destroy();
    await destroy();
  };
  return db;
}

const connectTo = (filename: string, { connections, readOnly }: { connections: number; readOnly: boolean }): Db =>
  createKnex({
    client: 'sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: connections,
      afterCreate: (connection: SqliteConnection, done: Created<SqliteConnection>) =>
        prepareSqlite(connection, { lockMs, readOnly }, done),
    },
    acquireConnectionTimeout: acquireMs.sqlite,
    compileSqlOnError,
    log,
  });

type Options = { statementMs?: number; inBackground?: boolean };

function openServer(connectionString: string, options: Options): Db {
  const open = (max: number): Db => connectServer(connectionString, max, options);
  const db = open(10);
  const beside = open(1);
  nameTrouble(beside.client as Acquirer);
  besides.set((db.client as Client).config, beside);
  const client = db.client as Client;
  const destroy = client.destroy.bind(client);
  client.destroy = async (done) => {
    await beside.destroy();
    return destroy(done);
  };
  return db;
}

type Client = { config: object; destroy(done?: (error?: unknown) => void): Promise<void> };
/** By the configuration, which a transaction shares with the pool that it was begun by. */
const besides = new WeakMap<object, Db>();

/**
 * One more connection to the same PostgreSQL, for single statements that are stored whatever becomes of the transaction around
 * them. Of a pool of its own: who holds a connection and waits for another of the same pool may wait for ever.
 */
export function besideOf(db: Db): Db {
  const beside = besides.get((db.client as Client).config);
  if (!beside) throw new Error('this connection was not opened by openDatabase');
  return beside;
}

function connectServer(connectionString: string, max: number, { statementMs, inBackground }: Options): Db {
  return createKnex({
    client: 'pg',
    connection: {
      connectionString,
      connectionTimeoutMillis: 3_000,
      // Silence is noticed in minutes where the machine at the other end is gone.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      idle_in_transaction_session_timeout: idleTransactionMs,
      ...(statementMs === undefined ? {} : { query_timeout: statementMs }),
      ...(inBackground ? { options: '-c max_parallel_workers_per_gather=0' } : {}),
    },
    pool: { min: 0, max, afterCreate: preparePostgres },
    acquireConnectionTimeout: acquireMs.postgres,
    compileSqlOnError,
    log,
  });
}

type Acquirer = { acquireConnection(): Promise<unknown> };

/** No connection to be had: none is free in time, or none can be made. */
function nameTrouble(client: Acquirer): void {
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = async () => {
    try {
      return await acquire();
    } catch (error) {
      throw new DatabaseTrouble(error instanceof Error && error.name === 'KnexTimeoutError' ? 'busy' : 'away', error);
    }
  };
}

type Begun = {
  readOnly?: boolean;
  begin(connection: unknown): Promise<unknown>;
  query(connection: unknown, sql: string): Promise<unknown>;
};
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

const readers = new WeakMap<Db, Db>();

/** The connections that only read, for what asks without a transaction. On PostgreSQL all are alike. */
export const readersOf = (db: Db): Db => readers.get(db) ?? db;

/**
 * A transaction that sees one moment of the whole database, whatever others write meanwhile, and neither waits for them nor
 * holds them up. Where `work` tries to write, the engine's error is thrown.
 */
export async function readSnapshot<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  // SQLite's transactions see one moment anyway, and Knex knows no levels there.
  return readersOf(db).transaction(
    work,
    isPostgres(db) ? { isolationLevel: 'repeatable read', readOnly: true } : { readOnly: true },
  );
}

/** The URL that a database was opened with, for a connection of one's own beside it. Knex takes it apart and hides the password. */
export function urlOf(db: Db): string {
  const url = urls.get(db);
  if (url === undefined) throw new Error('this connection was not opened by openDatabase');
  return url;
}

const urls = new WeakMap<Db, string>();

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
  if (names.length === 0 || names.length > ours.length || names.some((name, index) => name !== ours[index]))
    return false;
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
