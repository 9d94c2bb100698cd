import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../server/app.ts';
import type { Db } from '../../../server/database/db.ts';
import { openDatabase } from '../../../server/database/open.ts';
import type { MunicipalContext } from '../../../server/kernel/context.ts';
import type { Installation } from '../../../server/kernel/installation.ts';
import { recallOf, type Memory } from '../../../server/kernel/memory.ts';
import { keptTables } from '../../../server/kernel/memory-store.ts';
import { inTransaction, systemAsker } from '../../../server/kernel/transaction.ts';
import { areasOf } from '../../../server/settings/areas/kept-areas.ts';
import { enterMunicipality, recogniseToken } from '../../../server/settings/sign-in/recognise.ts';
import { connect, createTown, signIn, startTestApp, type TestApp, type Town } from '../../support/app.ts';
import { statementsOf } from '../../support/statements.ts';

let app: TestApp;
let town: Town;
let secret: string;
/** A second server on the same database, in a pool of its own. */
let other: Installation;
let server: Server;
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  const client = await signIn(app, town.email('tier2-north'));
  secret = (await client.post<{ secret: string }>('/me/tokens', { name: '試験' })).body.secret;
  other = { ...app.installation, db: openDatabase(app.databaseUrl) };
  server = createServer(createApp(other, { secureCookies: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  expect(app.logged).toEqual([]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await other.db.destroy();
  await app.close();
});

type Form = { schema: { properties: { area: { oneOf: { title: string }[] } } }; number: number };

const urls = () => [app.url, `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
const ask = (url: string) =>
  connect({ url }).get<Form>(`/municipalities/${town.code}/needs/form`, {
    headers: { Authorization: `Bearer ${secret}` },
  });
/** Names of the areas that the intake offers, as each of the two servers says. */
const offered = async (): Promise<string[][]> =>
  Promise.all(
    urls().map(async (url) => {
      const reply = await ask(url);
      expect(reply.status, reply.text).toBe(200);
      return reply.body.schema.properties.area.oneOf.map((choice) => choice.title);
    }),
  );
const versionOf = async (db: Db): Promise<number> =>
  (await db('municipalities').where({ id: town.id }).first<{ settings_version: number }>()).settings_version;
const rename = (db: Db, name: string) => db('areas').where({ id: town.areas.north.id }).update({ name });

/** Does something as the tier2 of the north, in a transaction as a request has it. */
const asAsker = <T>(work: (ctx: MunicipalContext) => Promise<T>): Promise<T> =>
  inTransaction(app.installation, systemAsker, async (base) => {
    const ctx = await recogniseToken(base, secret, () => {});
    const inside = ctx && enterMunicipality(ctx, town.code);
    if (!inside) throw new Error('not let in');
    return work(inside);
  });
const northOf = async (ctx: MunicipalContext): Promise<string | undefined> =>
  (await areasOf(ctx)).find((area) => area.id === town.areas.north.id)?.name;

describe('what is kept in memory of a municipality', () => {
  beforeEach(async () => {
    await rename(app.installation.db, '北圏域');
    expect(await offered()).toEqual([['北圏域'], ['北圏域']]);
  });

  it('is asked of the database once: then a page of it costs one statement', async () => {
    const sent = await statementsOf(app.installation.db, async () => {
      expect((await ask(app.url)).status).toBe(200);
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain('settings_version');
  });

  it('changes at once on every server when somebody changes it on one', async () => {
    const administrator = await signIn(app, town.email('administrator'));
    const { version } = await app.installation
      .db('areas')
      .where({ id: town.areas.north.id })
      .first<{ version: number }>();
    const reply = await administrator.patch(
      `/municipalities/${town.code}/areas/${town.areas.north.id}`,
      { name: '北の新しい圏域' },
      { version },
    );
    expect(reply.status, reply.text).toBe(200);
    expect(await offered()).toEqual([['北の新しい圏域'], ['北の新しい圏域']]);
  });

  it('changes at once when another process writes to the database', async () => {
    const script = `
      const { openDatabase } = await import('./server/database/open.ts');
      const db = openDatabase(process.env.DATABASE_URL);
      await db('areas').where({ id: process.env.AREA }).update({ name: '別の手で' });
      await db.destroy();`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: path.resolve(import.meta.dirname, '../../..'),
      env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: app.databaseUrl, AREA: town.areas.north.id },
    });
    expect(await offered()).toEqual([['別の手で'], ['別の手で']]);
  });

  it('is not what a transaction has changed itself, and never what was rolled back', async () => {
    for (const readFirst of [true, false])
      await expect(
        asAsker(async (ctx) => {
          if (readFirst) expect(await northOf(ctx)).toBe('北圏域');
          await rename(ctx.db, '消える名前');
          expect(await northOf(ctx)).toBe('消える名前');
          // A savepoint's writes are the transaction's.
          await ctx.db.transaction((savepoint) => rename(savepoint, 'これも消える'));
          expect(await northOf(ctx)).toBe('これも消える');
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
    expect(await offered()).toEqual([['北圏域'], ['北圏域']]);
  });

  it('is not taken from what others have not committed yet', async () => {
    await asAsker(async (ctx) => {
      await rename(ctx.db, 'まだ無い名前');
      expect(await offered()).toEqual([['北圏域'], ['北圏域']]);
      expect(await northOf(ctx)).toBe('まだ無い名前');
    });
    expect(await offered()).toEqual([['まだ無い名前'], ['まだ無い名前']]);
  });

  it('is another day’s after midnight: forms that come into force, roles that end', async () => {
    const { db } = app.installation;
    const form = await db('definitions').where({ municipality_id: town.id, kind: 'form', key: 'need-intake' }).first();
    await db('definitions').insert({ ...form, id: 'tomorrow', number: 99, effective_on: '2026-11-24' });
    await db('memberships').where({ user_id: town.users['tier2-north'] }).update({ ends_on: '2026-11-24' });
    expect((await ask(app.url)).body.number).not.toBe(99);
    app.clock.advanceDays(1);
    expect((await ask(app.url)).body.number).toBe(99);
    app.clock.advanceDays(1);
    expect((await ask(app.url)).status).toBe(404);
    app.clock.advanceDays(-2);
    await db('memberships').where({ user_id: town.users['tier2-north'] }).update({ ends_on: null });
    await db('definitions').where({ id: 'tomorrow' }).delete();
    expect((await ask(app.url)).body.number).not.toBe(99);
  });

  it('lets nobody in whose role was taken back a moment ago, on any server', async () => {
    const memberships = () => app.installation.db('memberships').where({ user_id: town.users['tier2-north'] });
    await memberships().update({ ended_at: app.clock.now.toISOString() });
    for (const url of urls()) expect((await ask(url)).status).toBe(404);
    await memberships().update({ ended_at: null });
    for (const url of urls()) expect((await ask(url)).status).toBe(200);
  });

  it('never holds who asks: an account that was disabled is out at once', async () => {
    const user = () => app.installation.db('users').where({ id: town.users['tier2-north'] });
    await user().update({ disabled_at: app.clock.now.toISOString() });
    for (const url of urls()) expect((await ask(url)).status).toBe(401);
    await user().update({ disabled_at: null });
  });

  it.each(keptTables)('cannot be forgotten: whatever is done to a row of %s raises the version', async (table) => {
    const rolledBack = new Error('rolled back');
    const work = app.installation.db.transaction(async (db) => {
      const row = await db(table).where({ municipality_id: town.id }).first<Record<string, unknown>>();
      const unique = { code_entries: { key: 'another' }, definitions: { number: 77 } }[table] ?? {};
      let before = await versionOf(db);
      for (const write of [
        db(table).insert({ ...row, ...unique, id: 'another' }),
        db(table).where({ id: 'another' }).update({ municipality_id: town.id }),
        db(table).where({ id: 'another' }).delete(),
      ]) {
        await write;
        const after = await versionOf(db);
        expect(after).toBeGreaterThan(before);
        before = after;
      }
      throw rolledBack;
    });
    await expect(work).rejects.toBe(rolledBack);
  });

  it('is bounded, however many days and versions there were', async () => {
    const memory: Memory = new Map();
    const { db } = app.installation;
    const settingsVersion = await versionOf(db);
    const keep = (today: string, version = settingsVersion) =>
      db.transaction((trx) =>
        recallOf({ db: trx, memory, today }, { id: town.id, settingsVersion: version })('x', async () => today),
      );
    for (let day = 0; day < 130; day += 1) await keep(`day ${day}`);
    expect(memory.size).toBe(100);
    // What is not this version's is not kept at all.
    await keep('other', 0);
    expect([...memory.keys()].at(-1)).toContain('day 129');
  });
});
