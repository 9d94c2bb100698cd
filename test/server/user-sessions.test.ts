import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../server/app.ts';
import { connect, createTown, signIn, startTestApp, testPassword, type Client, type Person, type TestApp, type Town } from '../support/app.ts';
import { testEngine } from '../support/database.ts';

describe(`sessions on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  const rowsOf = (person: Person) => app.installation.db('user_sessions').where({ user_id: town.users[person] }).orderBy('id');
  const status = async (client: Client, headers: Record<string, string> = {}): Promise<number> => (await client.get('/me', { headers })).status;
  /** Somebody who does not come back by themself. */
  const enter = async (person: Person, headers: Record<string, string> = {}, at: { url: string } = app): Promise<Client> => {
    const client = connect(at);
    expect((await client.post('/session', { email: town.email(person), password: testPassword }, { headers })).status).toBe(200);
    return client;
  };
  const cookieOf = (reply: { headers: Headers }): string => reply.headers.getSetCookie().find((set) => set.startsWith('sasaeai='))?.split(';')[0] ?? '';

  /** The same database behind another server. */
  async function beside(options: Parameters<typeof createApp>[1], work: (other: { url: string }) => Promise<void>): Promise<void> {
    const server = await new Promise<Server>((resolve) => {
      const listening: Server = createApp(app.installation, options).listen(0, '127.0.0.1', () => resolve(listening));
    });
    try {
      await work({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it('are a cookie that no script reads, and of which only a hash is stored', async () => {
    const reply = await connect(app).post('/session', { email: town.email('tier1'), password: testPassword });
    expect(reply.headers.getSetCookie()).toEqual([expect.stringMatching(/^sasaeai=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)]);
    const token = cookieOf(reply).slice('sasaeai='.length);
    expect(JSON.stringify(await rowsOf('tier1'))).not.toContain(token);
    expect(reply.text).not.toContain(token);
  });

  it('are bound to the host and to HTTPS where cookies are secure', async () => {
    await beside({ secureCookies: true }, async (other) => {
      const reply = await connect(other).post('/session', { email: town.email('tier1'), password: testPassword });
      const [cookie = ''] = reply.headers.getSetCookie();
      expect(cookie).toMatch(/^__Host-sasaeai=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      const value = cookie.split(';')[0] ?? '';
      expect(await status(connect(other), { Cookie: value })).toBe(200);
      expect(await status(connect(other), { Cookie: value.replace('__Host-', '') })).toBe(401);
    });
  });

  it('are new at each sign-in: neither one that was planted nor the one before is good', async () => {
    const planted = 'sasaeai=planted-by-somebody-else-0000000000000000000';
    const first = await connect(app).post('/session', { email: town.email('tier1'), password: testPassword }, { headers: { Cookie: planted } });
    expect(cookieOf(first)).not.toBe(planted);
    expect(await status(connect(app), { Cookie: planted })).toBe(401);
    const second = await connect(app).post('/session', { email: town.email('tier2-north'), password: testPassword }, { headers: { Cookie: cookieOf(first) } });
    expect(cookieOf(second)).not.toBe(cookieOf(first));
    expect(await status(connect(app), { Cookie: cookieOf(first) })).toBe(401);
    expect(await status(connect(app), { Cookie: cookieOf(second) })).toBe(200);
  });

  it('are nothing to cookies that are none', async () => {
    for (const Cookie of ['sasaeai=', 'sasaeai', '=', 'sasaeai=%', 'sasaeai=s%3Aold.signature', 'sasaeai="x"', `sasaeai=${'x'.repeat(5000)}`]) expect(await status(connect(app), { Cookie })).toBe(401);
  });

  it('end after an hour without use', async () => {
    const client = await enter('tier2-east');
    for (let quarter = 0; quarter < 8; quarter++) {
      app.clock.advanceMinutes(15);
      expect(await status(client)).toBe(200);
    }
    app.clock.advanceMinutes(59);
    expect(await status(client)).toBe(200);
    app.clock.advanceMinutes(60);
    expect(await status(client)).toBe(401);
  });

  it('end as soon as the settings say', async () => {
    await beside({ secureCookies: false, sessionIdleMinutes: 15 }, async (other) => {
      const client = await enter('tier2-east', {}, other);
      app.clock.advanceMinutes(14);
      expect(await status(client)).toBe(200);
      app.clock.advanceMinutes(15);
      expect(await status(client)).toBe(401);
    });
  });

  it('end though an open page asks by itself all the time', async () => {
    const client = await enter('tier2-east');
    const statuses = [];
    for (let minute = 0; minute < 60; minute++) {
      app.clock.advanceMinutes(1);
      statuses.push(await status(client, { 'X-Sasaeai-Idle': '1' }));
    }
    expect(statuses).toEqual([...Array(59).fill(200), 401]);
  });

  it('end after twelve hours, however much they are used', async () => {
    const client = await enter('tier2-east');
    for (let half = 1; half < 24; half++) {
      app.clock.advanceMinutes(30);
      expect(await status(client)).toBe(200);
    }
    app.clock.advanceMinutes(30);
    expect(await status(client)).toBe(401);
  });

  it('note their use at most once a minute, reads and many at once too', async () => {
    const client = await enter('centre-north');
    const used = async (): Promise<string> => (await rowsOf('centre-north')).at(-1).last_used_at;
    const begun = await used();
    app.clock.now = new Date(app.clock.now.getTime() + 60_000);
    await status(client);
    expect(await used()).toBe(begun);
    app.clock.now = new Date(app.clock.now.getTime() + 1);
    const replies = await Promise.all([...Array.from({ length: 10 }, () => client.get('/me')), client.patch('/me', { language: 'ja' })]);
    expect(replies.map((reply) => reply.status)).toEqual(Array(11).fill(200));
    expect(await used()).toBe(app.clock.now.toISOString());
  });

  it('survive a clock that jumps back an hour', async () => {
    const client = await enter('centre-north');
    app.clock.advanceMinutes(-60);
    expect(await status(client)).toBe(200);
    app.clock.advanceMinutes(60);
    expect(await status(client)).toBe(200);
  });

  it('end on every server at once', async () => {
    await beside({ secureCookies: false }, async (other) => {
      const client = await enter('provider');
      const [{ id }] = await rowsOf('provider');
      const elsewhere = connect(other);
      const reply = await elsewhere.post('/session', { email: town.email('provider'), password: testPassword });
      const Cookie = cookieOf(reply);
      expect(await status(connect(app), { Cookie })).toBe(200);
      expect((await elsewhere.delete('/session')).status).toBe(204);
      expect(await status(connect(app), { Cookie })).toBe(401);
      expect(await status(client)).toBe(200);
      expect((await rowsOf('provider')).map((row: { id: string }) => row.id)).toEqual([id]);
    });
  });

  it('take the cookie away at sign-out', async () => {
    const client = await enter('provider');
    expect((await client.delete('/session')).headers.getSetCookie()).toEqual(['sasaeai=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
  });

  describe('and tokens', () => {
    const tokenOf = async (client: Client): Promise<Record<string, string>> => ({ Authorization: `Bearer ${(await client.post<{ secret: string }>('/me/tokens', { name: '集計' })).body.secret}` });
    const versionOf = async (person: Person): Promise<number> => (await app.installation.db('users').where({ id: town.users[person] }).first('version')).version;
    const change = async (person: Person, patch: object): Promise<void> => {
      const administrator = await signIn(app, town.email('administrator'));
      const reply = await administrator.patch(`/municipalities/${town.code}/users/${town.users[person]}`, patch, { version: await versionOf(person) });
      expect(reply.status).toBe(200);
    };

    it('end with a new password, but for the session that set it, which gets a new cookie', async () => {
      const here = await enter('member-north');
      const there = await enter('member-north');
      const token = await tokenOf(here);
      expect([await status(there), await status(connect(app), token)]).toEqual([200, 200]);
      const reply = await here.post('/me/password', { current: testPassword, next: 'another long password' });
      expect([reply.status, cookieOf(reply).length > 50]).toEqual([204, true]);
      expect([await status(here), await status(there), await status(connect(app), token)]).toEqual([200, 401, 401]);
      expect((await here.get('/me/tokens')).body).toEqual([]);
      expect(await status(connect(app), await tokenOf(here))).toBe(200);
    });

    it('end for good when the person is disabled: enabling revives none', async () => {
      const client = await enter('tier2-north');
      const token = await tokenOf(client);
      await change('tier2-north', { disabled: true });
      expect([await status(client), await status(connect(app), token)]).toEqual([401, 401]);
      await change('tier2-north', { disabled: false });
      expect([await status(client), await status(connect(app), token)]).toEqual([401, 401]);
      expect(await status(await enter('tier2-north'))).toBe(200);
    });

    it('go on when something else about the person changes', async () => {
      const client = await enter('tier2-north');
      const token = await tokenOf(client);
      await change('tier2-north', { nameKana: 'キタ', disabled: false });
      expect([await status(client), await status(connect(app), token)]).toEqual([200, 200]);
    });

    it('of a sign-in that was under way while the password changed are nothing', async () => {
      const { db } = app.installation;
      const client = await enter('tier1');
      const token = await tokenOf(client);
      await db('users').where({ id: town.users.tier1 }).increment('credentials', 1);
      expect([await status(client), await status(connect(app), token)]).toEqual([401, 401]);
    });
  });
});
