import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../../server/app.ts';
import {
  connect,
  createTown,
  secretOf,
  signIn,
  startTestApp,
  testPassword,
  type Client,
  type Person,
  type TestApp,
  type Town,
} from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';

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

  const rowsOf = (person: Person) =>
    app.installation.db('user_sessions').where({ user_id: town.users[person] }).orderBy('id');
  const status = async (client: Client, headers: Record<string, string> = {}): Promise<number> =>
    (await client.get('/me', { headers })).status;
  /** Somebody who does not come back by themself. */
  const enter = async (
    person: Person,
    headers: Record<string, string> = {},
    at: { url: string } = app,
  ): Promise<Client> => {
    const client = connect(at);
    expect(
      (await client.post('/session', { email: town.email(person), password: testPassword }, { headers })).status,
    ).toBe(200);
    return client;
  };
  const cookieOf = (reply: { headers: Headers }): string =>
    reply.headers
      .getSetCookie()
      .find((set) => set.startsWith('sasaeai='))
      ?.split(';')[0] ?? '';

  /** The same database behind another server. */
  async function beside(
    options: Parameters<typeof createApp>[1],
    work: (other: { url: string }) => Promise<void>,
  ): Promise<void> {
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
    expect(reply.headers.getSetCookie()).toContainEqual(
      expect.stringMatching(/^sasaeai=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/),
    );
    const token = cookieOf(reply).slice('sasaeai='.length);
    expect(JSON.stringify(await rowsOf('tier1'))).not.toContain(token);
    expect(reply.text).not.toContain(token);
  });

  it('are bound to the host and to HTTPS where cookies are secure', async () => {
    await beside({ secureCookies: true }, async (other) => {
      const reply = await connect(other).post('/session', { email: town.email('tier1'), password: testPassword });
      const cookie = reply.headers.getSetCookie().find((set) => set.startsWith('__Host-sasaeai=')) ?? '';
      expect(cookie).toMatch(/^__Host-sasaeai=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      const value = cookie.split(';')[0] ?? '';
      expect(await status(connect(other), { Cookie: value })).toBe(200);
      expect(await status(connect(other), { Cookie: value.replace('__Host-', '') })).toBe(401);
    });
  });

  it('are new at each sign-in: neither one that was planted nor the one before is good', async () => {
    const planted = 'sasaeai=planted-by-somebody-else-0000000000000000000';
    const first = await connect(app).post(
      '/session',
      { email: town.email('tier1'), password: testPassword },
      { headers: { Cookie: planted } },
    );
    expect(cookieOf(first)).not.toBe(planted);
    expect(await status(connect(app), { Cookie: planted })).toBe(401);
    const second = await connect(app).post(
      '/session',
      { email: town.email('tier2-north'), password: testPassword },
      { headers: { Cookie: cookieOf(first) } },
    );
    expect(cookieOf(second)).not.toBe(cookieOf(first));
    expect(await status(connect(app), { Cookie: cookieOf(first) })).toBe(401);
    expect(await status(connect(app), { Cookie: cookieOf(second) })).toBe(200);
  });

  it('are nothing to cookies that are none', async () => {
    for (const Cookie of [
      'sasaeai=',
      'sasaeai',
      '=',
      'sasaeai=%',
      'sasaeai=s%3Aold.signature',
      'sasaeai="x"',
      `sasaeai=${'x'.repeat(5000)}`,
    ])
      expect(await status(connect(app), { Cookie })).toBe(401);
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
    const replies = await Promise.all([
      ...Array.from({ length: 10 }, () => client.get('/me')),
      client.patch('/me', { language: 'ja' }),
    ]);
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
    expect((await client.delete('/session')).headers.getSetCookie()).toEqual([
      'sasaeai=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ]);
  });

  describe('are seen and ended', () => {
    type Session = { id: string; browser: string; createdAt: string; lastUsedAt: string; current: boolean };
    const phone =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1';
    const desk =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36 Edg/153.0.0.0';
    const enterTwice = async (person: Person) => ({
      there: await enter(person, { 'User-Agent': phone }),
      here: await enter(person, { 'User-Agent': desk }),
    });
    const ofUser = (person: Person, rest: string): string =>
      `/municipalities/${town.code}/users/${town.users[person]}/${rest}`;

    it('by the person: which browser, since when, last used, and which is this one', async () => {
      const { here, there } = await enterTwice('centre-north');
      const seen = await here.get<Session[]>('/me/sessions');
      expect(seen.body.slice(0, 2)).toEqual([
        {
          id: expect.any(String),
          browser: 'Edge / Windows',
          createdAt: app.clock.now.toISOString(),
          lastUsedAt: app.clock.now.toISOString(),
          current: true,
        },
        {
          id: expect.any(String),
          browser: 'Safari / iOS',
          createdAt: app.clock.now.toISOString(),
          lastUsedAt: app.clock.now.toISOString(),
          current: false,
        },
      ]);
      expect((await here.delete(`/me/sessions/${seen.body[1]?.id}`)).status).toBe(204);
      expect([await status(here), await status(there)]).toEqual([200, 401]);
      expect((await here.delete(`/me/sessions/${seen.body[1]?.id}`)).status).toBe(404);
      const own = await here.delete(`/me/sessions/${seen.body[0]?.id}`);
      expect([own.status, own.headers.getSetCookie()[0]]).toEqual([204, expect.stringMatching(/^sasaeai=; Max-Age=0/)]);
      expect(await status(here)).toBe(401);
    });

    it('by the person: all the others at once', async () => {
      const { here, there } = await enterTwice('centre-north');
      expect((await here.delete('/me/sessions')).status).toBe(204);
      expect([await status(here), await status(there)]).toEqual([200, 401]);
      expect((await here.get<Session[]>('/me/sessions')).body).toHaveLength(1);
    });

    it('without those that are over', async () => {
      await enter('centre-north');
      app.clock.advanceMinutes(60);
      expect((await (await enter('centre-north')).get<Session[]>('/me/sessions')).body).toHaveLength(1);
    });

    it('by an administrator of all areas where the person works, with tokens, and on record', async () => {
      const { here, there } = await enterTwice('member-north');
      const bearer = {
        Authorization: `Bearer ${(await here.post<{ secret: string }>('/me/tokens', { name: '集計' })).body.secret}`,
      };
      const ward = await signIn(app, town.email('administrator-ward'));
      const sessions = await ward.get<Session[]>(ofUser('member-north', 'sessions'));
      expect(sessions.body.slice(0, 2).map((session) => [session.browser, session.current])).toEqual([
        ['Edge / Windows', false],
        ['Safari / iOS', false],
      ]);
      expect((await ward.delete(ofUser('member-north', `sessions/${sessions.body[0]?.id}`))).status).toBe(204);
      expect([await status(here), await status(there), await status(connect(app), bearer)]).toEqual([401, 200, 200]);
      const tokens = await ward.get<{ id: string; name: string }[]>(ofUser('member-north', 'tokens'));
      expect(tokens.body.map((token) => token.name)).toEqual(['集計']);
      expect((await ward.delete(ofUser('member-north', `tokens/${tokens.body[0]?.id}`))).status).toBe(204);
      expect((await ward.delete(ofUser('member-north', 'sessions'))).status).toBe(204);
      expect([await status(there), await status(connect(app), bearer)]).toEqual([401, 401]);
      const lines = await app.installation
        .db('audit')
        .where({ record_id: town.users['member-north'], actor_id: town.users['administrator-ward'] })
        .orderBy('id')
        .pluck('action');
      expect(lines).toEqual(['session.end', 'token.revoke', 'session.end-all']);

      for (const [person, expected] of [
        ['tier2-east', 404],
        ['provider', 404],
      ] as const)
        for (const rest of ['sessions', 'tokens']) expect((await ward.get(ofUser(person, rest))).status).toBe(expected);
    });

    it('not by an administrator of only some of those areas', async () => {
      const administrator = await signIn(app, town.email('administrator'));
      const person = await enter('centre-north');
      const { link } = (
        await administrator.post<{ link: string }>(ofUser('centre-north', 'memberships'), {
          areaId: town.areas.east.id,
          role: 'tier2',
        })
      ).body;
      expect(
        (await person.post('/me/invitations', { secret: secretOf(link), password: 'another long password' })).status,
      ).toBe(200);
      const { id } = await app.installation
        .db('memberships')
        .where({ user_id: town.users['centre-north'], area_id: town.areas.east.id })
        .first('id');
      const ward = await signIn(app, town.email('administrator-ward'));
      const [first] = (await administrator.get<Session[]>(ofUser('centre-north', 'sessions'))).body;
      for (const [method, rest] of [
        ['GET', 'sessions'],
        ['DELETE', 'sessions'],
        ['DELETE', `sessions/${first?.id}`],
        ['GET', 'tokens'],
        ['DELETE', 'tokens/x'],
      ] as const)
        expect(await ward.ask(method, ofUser('centre-north', rest))).toMatchObject({
          status: 409,
          body: { code: 'userElsewhere' },
        });
      expect(await status(person)).toBe(200);
      // Once the other role is over, the person is the ward's own.
      expect(
        (
          await administrator.post(
            `/municipalities/${town.code}/handovers`,
            { ended: { userId: town.users['centre-north'], membershipId: id }, endsOn: null, toUserId: null },
            { version: 1 },
          )
        ).status,
      ).toBe(201);
      expect((await ward.get(ofUser('centre-north', 'sessions'))).status).toBe(200);
    });
  });

  describe('and tokens', () => {
    const tokenOf = async (client: Client): Promise<Record<string, string>> => ({
      Authorization: `Bearer ${(await client.post<{ secret: string }>('/me/tokens', { name: '集計' })).body.secret}`,
    });
    const versionOf = async (person: Person): Promise<number> =>
      (await app.installation.db('users').where({ id: town.users[person] }).first('version')).version;
    const change = async (person: Person, patch: object): Promise<void> => {
      const administrator = await signIn(app, town.email('administrator'));
      const reply = await administrator.patch(`/municipalities/${town.code}/users/${town.users[person]}`, patch, {
        version: await versionOf(person),
      });
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
