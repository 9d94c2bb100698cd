import { DatabaseTrouble, troubleOf } from './dialect.ts';

/*
 * What a pool's new connection is taught before it is used: to say of a failed statement whether the database is in trouble
 * (see `DatabaseTrouble`), and never to come back from a failure in a state that the next user would suffer from.
 */

export type Created<C> = (error: Error | null, connection: C) => void;

/** Knex throws a connection so marked away instead of handing it out again. */
type Disposable = { __knex__disposed?: unknown };

type Answered<T> = (error: Error | null, answer?: T) => void;

type Query = { (statement: Statement): Promise<Answer>; (statement: Statement, done: Answered<Answer>): unknown };
type Statement = string | { text: string };
type Answer = { command?: string };

export type PostgresConnection = Disposable & { query: Query; connection: { stream: { destroy(): void } } };

export function preparePostgres(connection: PostgresConnection, done: Created<PostgresConnection>): void {
  const query: Query = connection.query.bind(connection);
  let readOnly = false;
  const nameFailure = (error: Error, isCommit: boolean): Error => {
    if (readOnly && isRefusedWrite(error)) return error;
    const trouble = troubleOf(error);
    if (trouble === 'away') discard(connection, error);
    return trouble ? new DatabaseTrouble(trouble, error, isCommit && trouble === 'away' ? 'unknown' : false) : error;
  };
  const ask = (statement: Statement, answered?: Answered<Answer>): unknown => {
    const text = typeof statement === 'string' ? statement : statement.text;
    const isCommit = text === 'COMMIT;';
    if (/^(BEGIN|COMMIT|ROLLBACK)/.test(text)) readOnly = text.includes('READ ONLY');
    // The limiter of sign-ins asks a connection itself, without a callback.
    if (!answered) return query(statement).catch((error: Error) => Promise.reject(nameFailure(error, isCommit)));
    return query(statement, (error, answer) => {
      if (error) return answered(nameFailure(error, isCommit));
      // A transaction in which a statement failed is rolled back by its COMMIT, which PostgreSQL does not call an error.
      if (isCommit && answer?.command === 'ROLLBACK')
        return answered(new Error('COMMIT of a transaction in which a statement had failed: rolled back'));
      answered(null, answer);
    });
  };
  connection.query = ask as Query;
  done(null, connection);
}

/** Where only reading was asked for, this is no trouble of the database (a standby, a file without rights) but a mistake of ours. */
const isRefusedWrite = (error: Error): boolean =>
  'code' in error && (error.code === '25006' || error.code === 'SQLITE_READONLY');

/** Also one that would answer later: what asks next must not get its answer, nor wait behind it. */
function discard(connection: PostgresConnection, error: Error): void {
  connection.__knex__disposed = error;
  connection.connection.stream.destroy();
}

type Done = (this: unknown, error: Error | null, rows?: unknown) => void;
/** Bindings may be left out, as the limiter of sign-ins does, which asks a connection itself. */
type Run = (sql: string, ...rest: [Done] | [unknown, Done]) => void;

export type SqliteConnection = Disposable &
  Record<'all' | 'get' | 'run', Run> & { exec(sql: string, done: (error: Error | null) => void): void };

/**
 * The engine waits for a lock in a thread of Node's few, so it waits for as good as nothing; the rest is waited here. A connection keeps up
 * to 16 MB of pages: of the 2 MB that it would keep by itself, a ranking that stores thousands of cases writes pages out and reads them again.
 */
const pragmas =
  'pragma busy_timeout = 50; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -16000;';
const againMs = 25;

const isLocked = (error: Error): boolean => 'code' in error && error.code === 'SQLITE_BUSY';

/** `readOnly`: the engine refuses whatever would write. */
export function prepareSqlite(
  connection: SqliteConnection,
  { lockMs, readOnly }: { lockMs: number; readOnly: boolean },
  done: Created<SqliteConnection>,
): void {
  for (const method of ['all', 'get', 'run'] as const)
    connection[method] = patient(connection, connection[method].bind(connection), { lockMs, readOnly });
  const deadline = performance.now() + lockMs;
  const start = (): void =>
    connection.exec(readOnly ? `${pragmas} pragma query_only = on;` : pragmas, (error) => {
      if (error && isLocked(error) && performance.now() < deadline) setTimeout(start, againMs);
      else done(error, connection);
    });
  start();
}

/** Asks again while another process holds the lock (a statement that found it has done nothing), up to `lockMs`. */
function patient(
  connection: SqliteConnection,
  run: Run,
  { lockMs, readOnly }: { lockMs: number; readOnly: boolean },
): Run {
  return (sql, ...rest) => {
    const done = rest.at(-1) as Done;
    const bindings = rest.length === 2 ? rest[0] : [];
    const deadline = performance.now() + lockMs;
    const ask = (): void =>
      run(sql, bindings, function (error, rows) {
        if (!error) return done.call(this, null, rows);
        if (isLocked(error) && performance.now() < deadline) return void setTimeout(ask, againMs);
        // After a full disk, for one, the engine has rolled back by itself.
        if (sql === 'ROLLBACK' && error.message.includes('no transaction is active')) return done.call(this, null, []);
        const trouble = readOnly && isRefusedWrite(error) ? null : troubleOf(error);
        if (trouble === 'away') connection.__knex__disposed = error;
        const failed = trouble ? new DatabaseTrouble(trouble, error) : error;
        // A COMMIT that failed may have left its transaction open, and Knex does not roll it back.
        if (sql === 'COMMIT;') return run('ROLLBACK', [], () => done.call(this, failed));
        done.call(this, failed);
      });
    ask();
  };
}
