import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPostgres, troubleOf, type Trouble } from '../../server/database/dialect.ts';
import { openDatabase } from '../../server/database/open.ts';
import {
  connect,
  createTown,
  signIn,
  startTestApp,
  type Ask,
  type Client,
  type Reply,
  type TestApp,
  type Town,
} from '../support/app.ts';
import { testEngine } from '../support/database.ts';
import { runOnServer } from '../support/run-on-server.ts';

type Problem = { code: string; title: string; detail: string; total?: number };

let app: TestApp;
let town: Town;
let administrator: Client;
let path: string;
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  administrator = await signIn(app, town.email('administrator'));
  path = `/municipalities/${town.code}/organisations`;
});
afterAll(() => app.close());

const add = (client: Client, name: string, options: Ask = {}): Promise<Reply<Problem>> =>
  client.post<Problem>(path, { name, kind: 'npo' }, { key: encodeURIComponent(name), ...options });
const countNamed = async (name: string): Promise<number> =>
  (await app.installation.db('organisations').where({ name })).length;
const errorsLogged = (): object[] => app.logged.splice(0);

/** The problem as it is promised: when to come again, and what has become of the request. */
function expectUnavailable(reply: Reply<Problem>, code: string): void {
  expect([reply.status, reply.body.code]).toEqual([503, code]);
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(reply.text).not.toMatch(/select|insert|sqlite|postgres|SQLITE/);
}

describe('a database that has run out of room', () => {
  async function fill(): Promise<void> {
    const { db } = app.installation;
    if (isPostgres(db)) {
      await db.raw(
        "create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$",
      );
      await db.raw('create trigger no_room before insert on audit for each row execute function no_room()');
      return;
    }
    const [size] = await db.raw<{ page_count: number }[]>('pragma page_count');
    await db.raw(`pragma max_page_count = ${size?.page_count}`);
  }
  const empty = (): Promise<unknown> =>
    app.installation.db.raw(
      isPostgres(app.installation.db) ? 'drop function no_room cascade' : 'pragma max_page_count = 1073741823',
    );

  it('refuses to store, tells so in both languages, stores nothing by halves, and goes on once there is room', async () => {
    await fill();
    const stored: string[] = [];
    let refused: Reply<Problem> | undefined;
    try {
      // A file that may not grow has some room left in its last pages.
      for (let number = 0; number < 200 && !refused; number++) {
        const reply = await add(administrator, `満杯${number}`);
        if (reply.status === 201) stored.push(`満杯${number}`);
        else refused = reply;
      }
      if (!refused) throw new Error('nothing was refused');
      expectUnavailable(refused, 'databaseFull');
      expect(await countNamed(`満杯${stored.length}`)).toBe(0);
      expect(
        (await add(administrator, `満杯${stored.length}`, { headers: { 'Accept-Language': 'en' } })).body.title,
      ).toBe('This cannot be stored');
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
      expect((await administrator.get('/me')).status).toBe(200);
    } finally {
      await empty();
    }
    expect((await add(administrator, `満杯${stored.length}`)).status).toBe(201);
    for (const name of [...stored, `満杯${stored.length}`]) expect(await countNamed(name)).toBe(1);
    // Said once, however much was refused.
    expect(errorsLogged()).toMatchObject([{ trouble: 'full' }]);
  });
});

describe.runIf(testEngine() === 'sqlite')('another process that writes to the file', () => {
  it('is waited for, and nothing else of the server waits', async () => {
    const other = openDatabase(app.databaseUrl);
    try {
      const held = await other.transaction();
      const added = add(administrator, '待つ会');
      let longest = 0;
      for (const begun = Date.now(); Date.now() - begun < 1_000;) {
        const start = performance.now();
        expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
        longest = Math.max(longest, performance.now() - start);
      }
      await held.commit();
      expect((await added).status).toBe(201);
      expect(longest).toBeLessThan(500);
    } finally {
      await other.destroy();
    }
    expect(errorsLogged()).toEqual([]);
  });
});

describe.runIf(testEngine() === 'postgres')('connections that the database ends', () => {
  it('cost the requests on them a 503, and no other: new ones are made at once, nothing is lost or done twice', async () => {
    const url = new URL(app.databaseUrl);
    const database = url.pathname.slice(1);
    const server = app.databaseUrl.slice(0, -url.pathname.length);
    const names = Array.from({ length: 40 }, (_each, number) => `切れる会${number}`);
    const replies: Reply<Problem>[] = [];
    let busy = true;
    const cutting = (async () => {
      while (busy)
        await Promise.all([
          setTimeout(20),
          runOnServer(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`),
        ]);
    })();
    const acknowledged: string[] = [];
    try {
      for (const name of names) {
        const reply = await add(administrator, name);
        replies.push(reply, await administrator.get<Problem>(path));
        if (reply.status === 201) acknowledged.push(name);
      }
    } finally {
      busy = false;
      await cutting;
      // The last ones that were ended may not have heard of it yet.
      await setTimeout(100);
    }
    const refused = replies.filter((reply) => reply.status >= 400);
    expect(refused.length).toBeGreaterThan(0);
    for (const reply of refused)
      expectUnavailable(reply, reply.body.code === 'outcomeUnknown' ? 'outcomeUnknown' : 'databaseAway');
    for (const name of acknowledged) expect(await countNamed(name)).toBe(1);
    // What was not acknowledged is sent again, with the same key: whatever had become of it, it is there once.
    for (const name of names) expect((await add(administrator, name)).status).toBe(201);
    for (const name of names) expect(await countNamed(name)).toBe(1);
    for (const line of errorsLogged()) expect(line).toMatchObject({ trouble: 'away' });
  });
});

describe('a stranger while the database is away', () => {
  it('is told so as everybody is, and /readyz says it too', async () => {
    const { db } = app.installation;
    app.installation.db = openDatabase('postgres://nobody:hunter2@127.0.0.1:1/nowhere');
    try {
      expectUnavailable(
        await connect(app)
          .get<Problem>('/sign-in')
          .then((reply) =>
            reply.status === 200
              ? connect(app).post<Problem>('/session', { email: 'a@b.example', password: 'x' })
              : reply,
          ),
        'databaseAway',
      );
      expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
      expect(JSON.stringify(errorsLogged())).not.toContain('hunter2');
    } finally {
      await app.installation.db.destroy();
      app.installation.db = db;
    }
    expect((await administrator.get(path)).status).toBe(200);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  });
});

describe('what a driver says', () => {
  const said = (message: string, code?: string): Error =>
    Object.assign(new Error(message), code === undefined ? {} : { code });
  it.each<[string, Error, Trouble | null]>([
    ['a server that is shut down', said('terminating connection due to administrator command', '57P01'), 'away'],
    ['a server that is starting', said('the database system is starting up', '57P03'), 'away'],
    ['a connection that broke', said('connection failure', '08006'), 'away'],
    ['a port without a server', said('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'), 'away'],
    ['a connection that ended', said('Connection terminated unexpectedly'), 'away'],
    ['a machine that does not answer', said('timeout expired'), 'away'],
    ['a statement without an answer', said('Query read timeout'), 'away'],
    ['a primary that has become a standby', said('cannot execute INSERT in a read-only transaction', '25006'), 'away'],
    ['too many connections', said('sorry, too many clients already', '53300'), 'busy'],
    ['a deadlock', said('deadlock detected', '40P01'), 'busy'],
    ['a locked file', said('SQLITE_BUSY: database is locked', 'SQLITE_BUSY'), 'busy'],
    ['a full disk', said('could not extend file', '53100'), 'full'],
    ['a full disk of SQLite', said('SQLITE_FULL: database or disk is full', 'SQLITE_FULL'), 'full'],
    ['a disk that fails', said('SQLITE_IOERR: disk I/O error', 'SQLITE_IOERR'), 'away'],
    ['a key that is there already', said('duplicate key value', '23505'), null],
    ['a table that is missing', said('relation "x" does not exist', '42P01'), null],
    ['a mistake of ours', said('Cannot read properties of undefined'), null],
  ])('of %s', (_name, error, trouble) => {
    expect(troubleOf(error)).toBe(trouble);
  });
});
