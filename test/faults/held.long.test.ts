import { setTimeout } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/database/open.ts';
import type { Client, Reply } from '../support/app.ts';
import { intake, startCasework, type Casework } from '../support/casework.ts';
import { testEngine } from '../support/database.ts';

type Problem = { code: string };

let work: Casework;
let client: Client;
let need: string;
beforeAll(async () => {
  work = await startCasework();
  client = await work.as('tier2-north');
  need = (await work.takeIn('tier2-north')).id;
});
afterAll(() => work.app.close());

const write = (title: string): Promise<Reply<Problem>> =>
  client.post<Problem>(
    work.path('needs'),
    { answers: intake(work.town, { title }) },
    { key: encodeURIComponent(title) },
  );
const expectBusy = (reply: Reply<Problem>): void =>
  expect([reply.status, reply.body.code]).toEqual([503, 'databaseBusy']);
const alive = async (): Promise<void> => {
  const begun = performance.now();
  expect((await fetch(`${work.app.url}/healthz`)).status).toBe(200);
  expect(performance.now() - begun).toBeLessThan(1_000);
};

describe.runIf(testEngine() === 'sqlite')('SQLite’s lock, held for 20 s by another process', () => {
  it('costs what would write a 503, a look at a resident too since it is noted; what only reads is answered, and then all is fine', async () => {
    const other = openDatabase(work.app.databaseUrl);
    const held = await other.transaction();
    const until = Date.now() + 20_000;
    for (let round = 0; Date.now() < until - 7_000; round++) {
      const begun = Date.now();
      expectBusy(await write(`錠${round}`));
      expectBusy(await client.get<Problem>(work.path(`needs/${need}`)));
      expect((await client.get(work.path('services'))).status).toBe(200);
      expect(Date.now() - begun).toBeLessThan(20_000);
      await alive();
    }
    await setTimeout(Math.max(0, until - Date.now()));
    await held.rollback();
    await other.destroy();
    expect((await client.get(work.path(`needs/${need}`))).status).toBe(200);
    // A second without trouble, and it is called over.
    await setTimeout(1_100);
    expect((await write('錠0')).status).toBe(201);
    expect(work.app.logged.splice(0)).toMatchObject([{ trouble: 'busy' }]);
  });
});

describe('a pool of which all connections are taken (SQLite’s, the one that writes)', () => {
  it('costs a 503 within seconds, and no more once they are back', async () => {
    const { db } = work.app.installation;
    const held: Knex.Transaction[] = [];
    for (let number = 0; number < (testEngine() === 'sqlite' ? 1 : 10); number++) held.push(await db.transaction());
    const begun = Date.now();
    const replies = await Promise.all([
      write('満席'),
      client.get<Problem>(work.path('needs')),
      client.get<Problem>(work.path(`needs/${need}`)),
    ]);
    for (const reply of replies) expectBusy(reply);
    expect(Date.now() - begun).toBeLessThan(15_000);
    // On SQLite whoever only reads is answered all the same.
    const reading = testEngine() === 'sqlite' ? 200 : 503;
    expect((await client.get(work.path('services'))).status).toBe(reading);
    expect((await fetch(`${work.app.url}/readyz`)).status).toBe(reading);
    await alive();
    for (const transaction of held) await transaction.rollback();
    expect((await write('満席')).status).toBe(201);
    expect((await fetch(`${work.app.url}/readyz`)).status).toBe(200);
    expect(work.app.logged.splice(0)).toMatchObject([{ trouble: 'busy' }]);
  });
});
