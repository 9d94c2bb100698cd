import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { routes } from '../../../../server/routes.ts';
import { tokenKinds } from '../../../../server/settings/sign-in/contract.ts';
import {
  connect,
  createTown,
  signIn,
  startTestApp,
  testPassword,
  type TestApp,
  type Town,
} from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';

type Problem = { code: string; title: string; detail: string; issues?: { path: string }[] };
type Me = {
  name: string;
  language: string;
  memberships: { role: string; municipality: { code: string }; area: { name: string } }[];
};

describe(`session on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  beforeAll(async () => {
    app = await startTestApp({ demo: true });
    town = await createTown(app);
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('signs in with e-mail in any case and password, and knows who asks from then on', async () => {
    const client = connect(app);
    const reply = await client.post<Me>('/session', {
      email: town.email('tier2-north').toUpperCase(),
      password: testPassword,
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(reply.body.memberships).toMatchObject([
      { role: 'tier2', municipality: { code: town.code }, area: { name: '北圏域' } },
    ]);
    expect(reply.text).not.toMatch(/argon2|password/);
    expect((await client.get<Me>('/me')).body.name).toBe('見本市 tier2-north');
  });

  it('is there as soon as its cookie is', async () => {
    for (let time = 0; time < 8; time++) {
      const answer = await fetch(`${app.url}/api/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: town.email('tier2-north'), password: testPassword }),
      });
      // The rest of the answer may still be on its way.
      const Cookie =
        answer.headers
          .getSetCookie()
          .find((set) => set.startsWith('sasaeai='))
          ?.split(';')[0] ?? '';
      expect((await fetch(`${app.url}/api/me`, { headers: { Cookie } })).status).toBe(200);
      await answer.text();
    }
  });

  it('answers 401 with nothing about the account for a wrong password, an unknown e-mail and a disabled user alike', async () => {
    await app.installation
      .db('users')
      .where({ id: town.users['member-north'] })
      .update({ disabled_at: '2026-01-01T00:00:00.000Z' });
    const bodies = [];
    for (const [email, password] of [
      [town.email('tier1'), 'wrong'],
      ['nobody@elsewhere.example', testPassword],
      [town.email('member-north'), testPassword],
    ]) {
      const reply = await connect(app).post<Problem>('/session', { email, password });
      expect(reply.status).toBe(401);
      expect(reply.headers.get('content-type')).toContain('application/problem+json');
      expect(reply.headers.getSetCookie()).toEqual([]);
      bodies.push({ ...reply.body, requestId: '' });
    }
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    await app.installation.db('users').where({ id: town.users['member-north'] }).update({ disabled_at: null });
  });

  it('refuses to be asked anything without a session', async () => {
    for (const path of ['/me', '/me/tokens', `/municipalities/${town.code}`])
      expect((await connect(app).get(path)).status).toBe(401);
  });

  it('makes strangers wait after ten failures at an account, wherever they ask from and even with the right password, and leaves other accounts alone', async () => {
    // Pauses are counted by the machine's clock.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const email = town.email('centre-north');
    for (let failure = 0; failure < 10; failure++)
      expect((await connect(app).post('/session', { email, password: 'wrong' })).status).toBe(401);
    const blocked = await connect(app).post<Problem>('/session', { email, password: testPassword });
    expect([blocked.status, blocked.body.code, blocked.headers.get('retry-after')]).toEqual([429, 'waitToTry', '1']);
    await signIn(app, town.email('tier2-east'));
    // After the pause there is one try, and then a longer pause.
    vi.advanceTimersByTime(1_050);
    expect((await connect(app).post('/session', { email, password: 'wrong' })).status).toBe(401);
    const again = await connect(app).post<Problem>('/session', { email, password: testPassword });
    expect([again.status, again.headers.get('retry-after')]).toEqual([429, '2']);
    // Twice as long every time, and never more than a minute.
    const pauses: number[] = [];
    for (let failure = 0; failure < 8; failure++) {
      vi.advanceTimersByTime((pauses.at(-1) ?? 2) * 1000 + 50);
      expect((await connect(app).post('/session', { email, password: 'wrong' })).status).toBe(401);
      const reply = await connect(app).post<Problem>('/session', { email, password: 'wrong' });
      pauses.push(Number(reply.headers.get('retry-after')));
    }
    expect(pauses).toEqual([4, 8, 16, 32, 60, 60, 60, 60]);
    vi.advanceTimersByTime(60_050);
    expect((await connect(app).post('/session', { email, password: testPassword })).status).toBe(200);
  });

  it('forgets failures after a right password', async () => {
    const email = town.email('provider');
    for (let round = 0; round < 2; round++) {
      for (let failure = 0; failure < 8; failure++)
        expect((await connect(app).post('/session', { email, password: 'wrong' })).status).toBe(401);
      await signIn(app, email);
    }
  });

  it('ends the session on sign-out', async () => {
    const client = await signIn(app, town.email('tier1'));
    expect((await client.delete('/session')).status).toBe(204);
    expect((await client.get('/me')).status).toBe(401);
  });

  it('changes the password, ends the other sessions and keeps this one', async () => {
    const email = town.email('administrator-ward');
    const here = await signIn(app, email);
    const there = await signIn(app, email);
    const wrong = await here.post<Problem>('/me/password', { current: 'wrong', next: 'a new long password' });
    expect([wrong.status, wrong.body.code, wrong.body.issues?.[0]?.path]).toEqual([422, 'wrongPassword', '/current']);
    for (const [next, code] of [
      ['short', 'password-short'],
      ['Password2026!', 'password-common'],
      ['administrator and more', 'password-own'],
      ['見本市 in the snow', 'password-own'],
    ]) {
      const weak = await here.post<Problem>('/me/password', { current: testPassword, next });
      expect([weak.status, weak.body.issues]).toMatchObject([422, [{ path: '/next', code }]]);
    }
    expect(
      (await here.post('/me/password', { current: testPassword, next: 'ながい あたらしい ことば' }, { key: 'once' }))
        .status,
    ).toBe(204);
    expect((await here.get('/me')).status).toBe(200);
    expect((await there.get('/me')).status).toBe(401);
    expect((await connect(app).post('/session', { email, password: testPassword })).status).toBe(401);
    await signIn(app, email, 'ながい あたらしい ことば');
  });

  it('keeps a choice of language', async () => {
    const client = await signIn(app, town.email('tier1'));
    expect((await client.patch<Me>('/me', { language: 'en' })).body.language).toBe('en');
    expect((await client.get<Me>('/me')).body.language).toBe('en');
    expect((await client.patch('/me', { language: 'fr' })).status).toBe(422);
  });

  it('lets a token ask until it expires or is revoked, and shows its secret once', async () => {
    const client = await signIn(app, town.email('tier1'));
    const made = await client.post<{ id: string; secret: string }>('/me/tokens', {
      name: '集計',
      expiresOn: '2026-11-24',
    });
    expect(made.status).toBe(201);
    const bearer = { headers: { Authorization: `Bearer ${made.body.secret}` } };
    expect((await connect(app).get<Me>('/me', bearer)).body.name).toBe('見本市 tier1');
    const listed = await client.get<{ name: string; lastUsedAt: string }[]>('/me/tokens');
    expect(listed.body).toMatchObject([{ name: '集計', lastUsedAt: app.clock.now.toISOString() }]);
    expect(listed.text).not.toContain(made.body.secret);
    expect(JSON.stringify(await app.installation.db('access_tokens'))).not.toContain(made.body.secret);

    app.clock.advanceDays(2);
    expect((await connect(app).get('/me', bearer)).status).toBe(401);
    app.clock.advanceDays(-2);
    expect((await (await signIn(app, town.email('tier2-east'))).delete(`/me/tokens/${made.body.id}`)).status).toBe(404);
    expect((await client.delete(`/me/tokens/${made.body.id}`)).status).toBe(204);
    expect((await connect(app).get('/me', bearer)).status).toBe(401);
  });

  it('lets a token do what it is for, and nothing to its account', async () => {
    const client = await signIn(app, town.email('administrator'));
    const make = async (body: object): Promise<(method: string, path: string, body?: object) => Promise<unknown[]>> => {
      const made = await client.post<{ secret: string; expiresAt: string }>('/me/tokens', { name: '集計', ...body });
      expect(made.status).toBe(201);
      const bearer = { headers: { Authorization: `Bearer ${made.body.secret}` } };
      return async (method, path, given) => {
        const reply = await connect(app).ask<Problem>(method, path, given, bearer);
        return reply.status < 300 ? [reply.status] : [reply.status, reply.body.code];
      };
    };
    const base = `/municipalities/${town.code}`;
    const area = { name: '港', kind: 'ward', parentId: town.areas.root.id };
    const reads = await make({ scope: 'read' });
    expect(await reads('GET', `${base}/areas`)).toEqual([200]);
    expect(await reads('POST', `${base}/areas`, area)).toEqual([403, 'tokenReads']);
    const needs = await make({ kinds: ['needs'] });
    expect(await needs('GET', `${base}/needs`)).toEqual([200]);
    expect(await needs('GET', `${base}/audit`)).toEqual([403, 'tokenKinds']);
    expect(await needs('GET', `${base}/retention/lists/nothing/needs`)).not.toContain('tokenKinds');
    // How far its own file has come it may ask; there is none of that name.
    expect((await needs('GET', `${base}/exports/nothing`))[0]).toBe(404);
    const settings = await make({ kinds: ['settings'] });
    expect(await settings('GET', `${base}/retention/lists/nothing/needs`)).toEqual([403, 'tokenKinds']);
    const all = await make({});
    expect(await all('GET', '/me')).toEqual([200]);
    expect(await all('POST', '/me/tokens', { name: 'もう一つ' })).toEqual([403, 'tokenOwn']);
    expect(await all('DELETE', '/me/sessions')).toEqual([403, 'tokenOwn']);
    expect(await all('PATCH', '/me', { language: 'en' })).toEqual([403, 'tokenOwn']);
    // Nor does it make another account, or a link to one, that would stay when it has ended.
    const { tier1 } = town.users;
    const memberships = [{ areaId: town.areas.root.id, role: 'administrator', startsOn: '2026-11-23', endsOn: null }];
    const someone = { email: 'stays@elsewhere.example', name: '残留 花子', nameKana: '', language: 'ja', memberships };
    const writes: [string, string, object?][] = [
      ['POST', '', someone],
      ['POST', `/${tier1}/password-link`],
      ['POST', `/${tier1}/email-link`, { email: 'stays@elsewhere.example' }],
      ['POST', `/${tier1}/memberships`, memberships[0]],
      ['DELETE', `/${tier1}/sessions`],
    ];
    for (const [method, path, body] of writes)
      expect([path, ...(await all(method, `${base}/users${path}`, body))]).toEqual([path, 403, 'tokenOwn']);
    expect(await all('PATCH', `${base}/second-factor`, { roles: [] })).toEqual([403, 'tokenOwn']);
    // Nor does it shut one, now or some day, by closing it.
    expect(await all('POST', `${base}/closings`, { kind: 'user', id: tier1 })).toEqual([403, 'tokenOwn']);
    expect(await all('DELETE', `${base}/closings/nothing`)).toEqual([403, 'tokenOwn']);
    expect(await all('GET', `${base}/users`)).toEqual([200]);
    // Nor by a list of them.
    const list = await client.post<{ id: string }>(
      `${base}/imports/files?kind=users&fileName=users.csv`,
      new TextEncoder().encode('氏名,メールアドレス,役割\n残留 花子,stays@elsewhere.example,管理者\n'),
    );
    expect(list.status).toBe(201);
    const mapping = {
      fields: { name: { column: '氏名' }, email: { column: 'メールアドレス' }, role: { column: '役割' } },
      defaultAreaId: town.areas.root.id,
    };
    const input = { kind: 'users', fileId: list.body.id, mapping };
    expect(await all('POST', `${base}/imports`, input)).toEqual([403, 'tokenOwn']);
    expect(await app.installation.db('users').where({ email: 'stays@elsewhere.example' })).toEqual([]);
    // All end some day; what is for longer than a year is refused.
    const ends = (await client.get<{ expiresAt: string | null }[]>('/me/tokens')).body.map((token) => token.expiresAt);
    expect(ends.every((at) => at !== null && at <= '2027-11-26')).toBe(true);
    expect((await client.post('/me/tokens', { name: '長い', expiresOn: '2030-01-01' })).status).toBe(422);
    expect((await client.post('/me/tokens', { name: '種類', kinds: ['money'] })).status).toBe(422);
  });

  it('takes no token where accounts are made or changed, whatever is added there', () => {
    const writes = routes.filter(
      ({ access, method, path }) =>
        access === 'municipality' && method !== 'get' && /\/users(\/|$)|second-factor/.test(path),
    );
    expect(writes.length).toBeGreaterThan(10);
    expect(writes.filter(({ person }) => !person).map(({ path }) => path)).toEqual([]);
  });

  it('offers for tokens just the kinds that the API has', () => {
    const tags = new Set(routes.filter(({ access }) => access === 'municipality').map(({ tag }) => tag));
    expect([...new Set([...tags, 'records'])].toSorted()).toEqual([...tokenKinds].toSorted());
  });

  it('refuses a write that another site sends with the cookie', async () => {
    const client = await signIn(app, town.email('tier1'));
    const reply = await client.patch<Problem>(
      '/me',
      { language: 'ja' },
      { headers: { 'Sec-Fetch-Site': 'cross-site' } },
    );
    expect([reply.status, reply.body.code]).toEqual([403, 'crossSite']);
    for (const Origin of ['https://elsewhere.example', 'null'])
      expect((await client.patch('/me', { language: 'ja' }, { headers: { Origin } })).status).toBe(403);
  });

  it('shows demonstration accounts only where there are some', async () => {
    expect((await connect(app).get<{ demo: unknown[]; demoPassword: string | null }>('/sign-in')).body).toEqual({
      municipalities: [{ code: town.code, name: '見本市' }],
      demo: [],
      demoPassword: null,
    });
    await app.installation.db('users').where({ id: town.users.tier1 }).update({ demo: 1 });
    const page = (await connect(app).get<{ demo: unknown[]; demoPassword: string | null }>('/sign-in')).body;
    expect(page.demo).toEqual([
      {
        email: town.email('tier1'),
        name: '見本市 tier1',
        role: '第1層コーディネーター',
        municipality: { code: town.code, name: '見本市' },
        areas: ['見本市'],
      },
    ]);
    expect(page.demoPassword).not.toBeNull();
  });

  it('has sign-ins, failures and password changes on record, without passwords', async () => {
    const administrator = await signIn(app, town.email('administrator'));
    const lines = await administrator.get<{ items: { action: string; actor: string }[] }>(
      `/municipalities/${town.code}/audit?limit=200`,
    );
    const actions = new Set(lines.body.items.map((line) => line.action));
    for (const action of [
      'sign-in',
      'sign-in.failed',
      'sign-out',
      'password.change',
      'password.failed',
      'token.create',
      'token.revoke',
    ])
      expect(actions).toContain(action);
    expect(JSON.stringify(await app.installation.db('audit'))).not.toContain(testPassword);
  });
});

describe(`sessions of several municipalities on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let next: Town;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    next = await createTown(app, '99902', '隣の市');
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('ask which one, and answer another’s account, an unknown municipality and a wrong password alike', async () => {
    const ask = (municipality?: string, password = testPassword) =>
      connect(app).post<Problem>('/session', {
        ...(municipality && { municipality }),
        email: town.email('tier1'),
        password,
      });
    const unasked = await ask();
    expect([unasked.status, unasked.body.issues?.[0]?.path]).toEqual([422, '/municipality']);
    expect((await ask(town.code)).status).toBe(200);
    const refused = [await ask(next.code), await ask('00000'), await ask(town.code, 'wrong')];
    expect(refused.map((reply) => reply.status)).toEqual([401, 401, 401]);
    expect(new Set(refused.map((reply) => JSON.stringify({ ...reply.body, requestId: '' }))).size).toBe(1);
  });

  it('leave their lines in the account’s own municipality', async () => {
    await app.installation.db('users').insert({
      ...(await app.installation.db('users').where({ id: town.users.tier1 }).first()),
      id: 'tier1-of-next',
      municipality_id: next.id,
    });
    await signIn(app, town.email('tier1'), testPassword, next.code);
    const lines = await app.installation
      .db('audit')
      .where({ action: 'sign-in', record_id: 'tier1-of-next' })
      .pluck('municipality_id');
    expect(lines).toEqual([next.id]);
  });
});
