import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SealRow } from '../../server/settings/audit/seals-store.ts';
import { verifySeals } from '../../server/settings/audit/verify-seals.ts';
import { connect, createTown, signIn, startTestApp, type TestApp, type Town } from '../support/app.ts';
import { testEngine } from '../support/database.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

let app: TestApp;
let town: Town;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startTestApp();
  // The servers of this test live by the real clock.
  app.clock.now = new Date();
  town = await createTown(app);
  const { secret } = (
    await (await signIn(app, town.email('administrator'))).post<{ secret: string }>('/me/tokens', { name: '試験' })
  ).body;
  headers = { Authorization: `Bearer ${secret}` };
});
afterAll(async () => {
  for (const server of running) server.kill('SIGKILL');
  await Promise.all(running.map((server) => server.ended));
  await app.close();
});

const running: ServerProcess[] = [];
const start = (env: NodeJS.ProcessEnv = {}): ServerProcess => {
  const server = startServer(app.databaseUrl, env);
  running.push(server);
  return server;
};

let written = 0;
const write = async (url: string): Promise<void> => {
  written += 1;
  const reply = await connect({ url }).post(
    `/municipalities/${town.code}/organisations`,
    { name: `団体${written}`, kind: 'npo' },
    { headers },
  );
  expect(reply.status).toBe(201);
};

const waiting = async (): Promise<number> => (await app.installation.db('audit_unsealed')).length;
const verify = async (head?: string) => {
  const findings: object[] = [];
  const { head: verifiedHead, chains } = await verifySeals(
    app.installation,
    { head },
    (finding) => void findings.push(finding),
  );
  return { findings, found: verifiedHead, number: chains.find((chain) => chain.chain === town.id)?.number ?? 0 };
};

/** Heads and lines that a server has written to its log so far. */
function logged(server: ServerProcess): {
  heads: { municipality: string; number: number; head: string }[];
  lines: { number: number; municipality: string }[];
} {
  const lines = server
    .said()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { audit?: never; auditLine?: never });
  return { heads: lines.flatMap((line) => line.audit ?? []), lines: lines.flatMap((line) => line.auditLine ?? []) };
}

describe('a server', () => {
  it('seals what is written within five seconds, tells the heads at its usual level, and holds up nobody who writes', async () => {
    const server = start({ AUDIT_LOG: '1' });
    const url = await server.url;
    for (let round = 0; round < 3; round++) {
      const begun = Date.now();
      await write(url);
      while ((await waiting()) > 0 && Date.now() - begun < 10_000) await sleep(50);
      expect(Date.now() - begun).toBeLessThan(5_000);
    }
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const { heads, lines } = logged(server);
    const { number, findings } = await verify();
    expect(findings).toEqual([]);
    expect(heads.filter((head) => head.municipality === town.id).at(-1)?.number).toBe(number);
    expect(lines.filter((line) => line.municipality === town.id).map((line) => line.number)).toEqual(
      Array.from({ length: number }, (_each, index) => index + 1),
    );
    for (const { head, number: at, municipality } of heads)
      expect((await verify(head)).found).toEqual({ chain: municipality, number: at });
  });

  it.runIf(testEngine() === 'postgres')('shares the sealing with another, in one chain', async () => {
    const servers = [start(), start()];
    const urls = await Promise.all(servers.map((server) => server.url));
    const begun = Date.now();
    await Promise.all(Array.from({ length: 60 }, async (_each, index) => write(urls[index % 2] ?? '')));
    const done = Date.now();
    while ((await waiting()) > 0 && Date.now() - done < 10_000) await sleep(50);
    expect(Date.now() - done).toBeLessThan(5_000);
    expect(done - begun).toBeLessThan(20_000);
    expect((await verify()).findings).toEqual([]);
    for (const server of servers) server.kill('SIGTERM');
    await Promise.all(servers.map((server) => server.ended));
  });

  it('that is killed while it seals leaves a whole chain, with which the next goes on', async () => {
    const { db } = app.installation;
    const before = (await verify()).number;
    const [line] = await db('audit').where({ municipality_id: town.id }).limit(1);
    const rows = Array.from({ length: 30_000 }, () => ({
      ...(line as object),
      id: app.installation.newId(),
      happened_at: new Date().toISOString(),
    }));
    await db.batchInsert('audit', rows, 200);
    const dying = start();
    await dying.url;
    while ((await waiting()) > 25_000) await sleep(20);
    dying.kill('SIGKILL');
    await dying.ended;
    const left = await waiting();
    expect(left).toBeGreaterThan(0);
    const half = await verify();
    expect(half).toMatchObject({ findings: [], number: before + 30_000 - left });
    const head = await db<SealRow>('audit_seals').where({ chain: town.id, number: half.number }).first('hash');

    const next = start();
    await next.url;
    const begun = Date.now();
    while ((await waiting()) > 0 && Date.now() - begun < 30_000) await sleep(100);
    next.kill('SIGTERM');
    await next.ended;
    const whole = await verify(head?.hash);
    expect(whole.findings).toEqual([]);
    expect(whole.found).toEqual({ chain: town.id, number: half.number });
    expect(whole.number).toBeGreaterThanOrEqual(before + 30_000);
  }, 90_000);
});
