import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app.ts';
import { openDatabase } from '../../server/database/open.ts';
import type { Installation } from '../../server/kernel/installation.ts';
import { runDue } from '../../server/runner.ts';
import { connect, signIn } from '../support/app.ts';
import { assessment, communityIntake, startCasework, type Casework } from '../support/casework.ts';

let work: Casework;
let other: Installation;
let server: Server;
beforeAll(async () => {
  work = await startCasework();
  const { app } = work;
  other = { ...app.installation, db: openDatabase(app.databaseUrl) };
  server = createServer(createApp(other, { secureCookies: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await other.db.destroy();
  await work.app.close();
});

// On PostgreSQL two servers are promised; on SQLite a server and the command line may be at work together.
it('two servers on one database do everything once, whoever is asked, however much at once', async () => {
  const { app, town } = work;
  await work.addCouncil('北の支え合い会議', 2, 'north');
  const client = await signIn(app, town.email('tier2-north'));
  const { secret } = (await client.post<{ secret: string }>('/me/tokens', { name: '試験' })).body;
  const headers = { Authorization: `Bearer ${secret}` };
  const servers = [connect(app), connect({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })];
  const both = <T>(number: number, work: (client: (typeof servers)[number]) => Promise<T>): Promise<T[]> =>
    Promise.all([0, 1].map((each) => work(servers[(number + each) % 2]!)));
  const needs = Array.from({ length: 12 }, (_each, number) => number);

  // The same request to both: one does it, the other gives the same answer.
  const taken = await Promise.all(
    needs.map((number) =>
      both(number, (client) =>
        client.post<{ id: string }>(
          work.path('needs'),
          { answers: communityIntake(town, { title: `困りごと${number}`, types: ['meals'] }) },
          { key: `need-${number}`, headers },
        ),
      ),
    ),
  );
  expect(taken.flat().map((reply) => reply.status)).toEqual(Array(24).fill(201));
  const ids = taken.map(([first, second]) => (expect(first?.body.id).toBe(second?.body.id), first?.body.id));
  const numbers: { number: number }[] = await app.installation.db('needs').orderBy('number').select('number');
  expect(numbers.map((row) => row.number)).toEqual(needs.map((number) => number + 1));

  // The same step on both: one takes it, the other is told so.
  for (const [version, event, answers] of [
    [1, 'ASSESS', assessment],
    [2, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' }],
  ] as const) {
    const steps = await Promise.all(
      ids.map((id, number) =>
        both(number, (client) => client.post(work.path(`needs/${id}/steps`), { event, answers }, { version, headers })),
      ),
    );
    for (const pair of steps) expect(pair.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
  }
  await Promise.all([
    runDue(app.installation),
    runDue(other),
    both(0, (client) => client.post(work.path('findings/evaluate'), undefined, { headers })),
  ]);
  expect(await app.installation.db('effects').whereNot({ status: 'done' })).toEqual([]);
  expect(await app.installation.db('findings').where({ purpose: 'escalation', type_key: 'meals' })).toHaveLength(1);
  expect(app.logged).toEqual([]);
});
