import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/database/open.ts';
import { claimEffect } from '../../server/effects/store.ts';
import { runDue } from '../../server/runner.ts';
import { connect, createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../support/app.ts';
import { startServer } from '../support/server-process.ts';

let app: TestApp;
let town: Town;
let secret: string;
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  secret = (
    await (await signIn(app, town.email('administrator'))).post<{ secret: string }>('/me/tokens', { name: '試験' })
  ).body.secret;
});
afterAll(async () => {
  expect(app.logged).toEqual([]);
  await app.close();
});

const count = async (table: string, where: object): Promise<number> =>
  (await app.installation.db(table).where(where)).length;

describe('a server that is killed while it writes', () => {
  it('has done each thing wholly or not at all, and the other server does what is asked again once', async () => {
    const server = startServer(app.databaseUrl);
    const url = await server.url;
    const ask = (client: Client, number: number) =>
      client.post(
        `/municipalities/${town.code}/organisations`,
        { name: `団体${number}`, kind: 'npo' },
        { key: `key-${number}`, headers: { Authorization: `Bearer ${secret}` } },
      );
    let answered = 0;
    const client = connect({ url });
    const all = Array.from({ length: 60 }, async (_each, number) => {
      const reply = await ask(client, number).catch(() => null);
      if (reply) expect(reply.status).toBe(201);
      answered += reply ? 1 : 0;
      if (answered === 10) server.kill('SIGKILL');
    });
    await Promise.all(all);
    expect(await server.ended).toBe('SIGKILL');
    expect(answered).toBeLessThan(60);
    const stored = await count('organisations', {});
    expect(await count('audit', { action: 'organisation.create' })).toBe(stored - 1);

    const here = connect(app);
    for (let number = 0; number < 60; number++) expect((await ask(here, number)).status).toBe(201);
    expect(await count('organisations', {})).toBe(61);
    expect(await count('audit', { action: 'organisation.create' })).toBe(60);
  });
});

describe('a runner that dies after it has claimed an effect', () => {
  it('leaves it to the other, which performs it once', async () => {
    const id = 'effect-of-a-crash';
    const now = app.clock.now.toISOString();
    await app.installation.db('effects').insert({
      id,
      municipality_id: town.id,
      type: 'daily',
      params: '{"params":{"day":"2026-11-23"},"event":null,"depth":0}',
      due_at: now,
      status: 'pending',
      attempts: 0,
      created_at: now,
    });
    const dying = openDatabase(app.databaseUrl);
    const unfinished = await dying.transaction();
    expect(await claimEffect(unfinished, id, now)).toMatchObject({ id, status: 'done' });
    await unfinished.rollback().catch(() => {});
    await dying.destroy();
    expect(await app.installation.db('effects').where({ id }).first('status')).toEqual({ status: 'pending' });
    await runDue(app.installation);
    await runDue(app.installation);
    expect(await app.installation.db('effects').where({ id }).first('status', 'attempts')).toEqual({
      status: 'done',
      attempts: 0,
    });
  });
});
