import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, createHttpServer } from '../../server/app.ts';
import { openDatabase, readSnapshot } from '../../server/database/open.ts';
import { inSnapshot, systemAsker } from '../../server/kernel/transaction.ts';
import { routes } from '../../server/routes.ts';
import type { Client } from '../support/app.ts';
import { connect } from '../support/app.ts';
import { intake, startCasework, type Casework } from '../support/casework.ts';
import { testEngine } from '../support/database.ts';

let work: Casework;
let client: Client;
let need: string;
beforeAll(async () => {
  work = await startCasework();
  client = await work.as('tier2-north');
  need = (await work.takeIn('tier2-north')).id;
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

const organisations = async (): Promise<number> =>
  (await client.get<{ total: number }>(work.path('organisations'))).body.total;
const addOrganisation = (name: string): Promise<unknown> => work.addOrganisation(name);

describe('somebody who reads', () => {
  it('is answered while a writer of the same server has its transaction open, and what is not committed is not told', async () => {
    const before = await organisations();
    const stored = await work.app.installation.db('organisations').first();
    const writer = await work.app.installation.db.transaction();
    await writer('organisations').insert({ ...stored, id: 'unfinished', name: '書きかけの会' });
    const begun = performance.now();
    for (const path of ['organisations', 'councils', 'services', 'lacks', 'proposals'])
      expect((await client.get(work.path(path))).status).toBe(200);
    expect(await organisations()).toBe(before);
    expect(performance.now() - begun).toBeLessThan(3_000);
    await writer.rollback();
  });

  it('sees what was written in the request before', async () => {
    for (let number = 0; number < 20; number += 1) {
      const before = await organisations();
      await addOrganisation(`続けて書く会${number}`);
      expect(await organisations()).toBe(before + 1);
    }
  });

  it('sees one moment, whatever is committed meanwhile', async () => {
    await readSnapshot(work.app.installation.db, async (db) => {
      const count = async (): Promise<number> => (await db('organisations').select('id')).length;
      const first = await count();
      await addOrganisation('そのあいだの会');
      expect(await count()).toBe(first);
    });
  });

  it('cannot write: what tries fails, and nothing is stored', async () => {
    const { installation } = work.app;
    await expect(
      inSnapshot(installation, systemAsker, (ctx) => ctx.db('organisations').update({ name: '書いてしまった' })),
    ).rejects.toThrow(/readonly database|read-only transaction/);
    expect(await installation.db('organisations').where({ name: '書いてしまった' })).toEqual([]);
    // The connection is as good as new.
    expect(await organisations()).toBeGreaterThan(0);
  });

  it('makes a look only within a municipality', () => {
    const wrong = routes.filter((route) => route.looks && route.access !== 'municipality');
    expect(wrong.map((route) => route.path)).toEqual([]);
  });
});

describe('looks of many at once', () => {
  it('are all on record by the time the answers are here, in fewer commits than answers', async () => {
    const { installation, databaseUrl } = work.app;
    const transactions: string[] = [];
    const counted = openDatabase(databaseUrl);
    counted.on('query', ({ sql }: { sql: string }) => /^(BEGIN IMMEDIATE|BEGIN);/.test(sql) && transactions.push(sql));
    const server = createHttpServer(createApp({ ...installation, db: counted }, { secureCookies: false }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { secret } = (await client.post<{ secret: string }>('/me/tokens', { name: '試験' })).body;
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const other = connect({ url: `http://127.0.0.1:${port}` });
      const ask = () => other.get(work.path(`needs/${need}`), { headers: { Authorization: `Bearer ${secret}` } });
      expect((await ask()).status).toBe(200);
      transactions.length = 0;
      const replies = await Promise.all(Array.from({ length: 30 }, ask));
      const ids = replies.map((reply) => reply.headers.get('x-request-id'));
      expect(
        await installation.db('audit').where({ action: 'need.read', record_id: need }).whereIn('request_id', ids),
      ).toHaveLength(30);
      expect(transactions.length).toBeLessThan(30);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await counted.destroy();
    }
  });
});

describe.runIf(testEngine() === 'sqlite')('while another process has SQLite’s lock', () => {
  it('who reads is answered, who looks at a resident gets no answer, and both are once it is free', async () => {
    const other = openDatabase(work.app.databaseUrl);
    const held = await other.transaction();
    const looking = client.get<{ code: string }>(work.path(`needs/${need}`));
    const writing = client.post<{ code: string }>(work.path('needs'), { answers: intake(work.town) });
    await setTimeout(100);
    const begun = performance.now();
    for (const path of ['services', 'organisations', 'lacks'])
      expect((await client.get(work.path(path))).status).toBe(200);
    expect((await fetch(`${work.app.url}/readyz`)).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(3_000);
    const refused = await looking;
    expect([refused.status, refused.body.code]).toEqual([503, 'databaseBusy']);
    expect(refused.text).not.toContain('架空');
    expect((await writing).status).toBe(503);
    await held.rollback();
    await other.destroy();
    expect((await client.get(work.path(`needs/${need}`))).status).toBe(200);
    expect(work.app.logged.splice(0)).toMatchObject([{ trouble: 'busy' }]);
  });
});
