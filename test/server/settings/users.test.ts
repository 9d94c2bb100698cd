import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acceptLink,
  connect,
  createTown,
  secretOf,
  signIn,
  startTestApp,
  testPassword,
  type Client,
  type Shown,
  type TestApp,
  type Town,
} from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

type User = {
  id: string;
  email: string;
  name: string;
  disabled: boolean;
  version: number;
  memberships: {
    id: string;
    role: string;
    area: { name: string };
    endsOn: string | null;
    endedAt: string | null;
    version: number;
  }[];
};
type Page = { items: User[]; total: number; next: string | null };
type Saved = { id: string; version: number };
type Invited = Saved & { isNew: boolean; invitation: Shown };
type Problem = { code: string; issues?: { path: string; code: string }[] };
const password = 'another long password';

describe(`users on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let other: Town;
  let administrator: Client;
  let ward: Client;
  let neighbour: Client;
  let base: string;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    other = await createTown(app, '99902', '隣の市');
    administrator = await signIn(app, town.email('administrator'));
    ward = await signIn(app, town.email('administrator-ward'));
    neighbour = await signIn(app, other.email('administrator'));
    base = `/municipalities/${town.code}/users`;
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  const input = (email: string, areaId: string, role = 'tier2') => ({
    email,
    name: '新しい人',
    nameKana: 'アタラシイヒト',
    memberships: [{ areaId, role }],
  });

  /** `endsOn`: null: at once. */
  const endRole = (userId: string, membershipId: string | undefined, endsOn: string | null, version: number) =>
    administrator.post<Problem>(
      `/municipalities/${town.code}/handovers`,
      { ended: { userId, membershipId }, endsOn, toUserId: null },
      { version },
    );

  it('lists the users of the asker’s areas, page by page, none of them twice, none of another municipality', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = (await administrator.get<Page>(`${base}?limit=3${cursor ? `&cursor=${cursor}` : ''}`)).body;
      expect(page.total).toBe(8);
      seen.push(...page.items.map((user) => user.email));
      cursor = page.next;
    } while (cursor);
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
    expect(seen.every((email) => email.endsWith('@99901.example'))).toBe(true);
    const inWard = await ward.get<Page>(base);
    expect(inWard.body.items.map((user) => user.email.split('@')[0]).sort()).toEqual([
      'administrator-ward',
      'centre-north',
      'member-north',
      'tier2-north',
    ]);
    expect((await administrator.get(`${base}?cursor=bm9uc2Vuc2U`)).status).toBe(422);
  });

  it('finds a name in either kana', async () => {
    await administrator.post(base, {
      ...input('kana@99901.example', town.areas.east.id),
      name: '加奈',
      nameKana: 'かなざわ かな',
    });
    for (const q of ['カナザワ', 'かなざわ', 'ｶﾅｻﾞﾜ', 'KANA@'])
      expect(
        (await administrator.get<Page>(`${base}?q=${encodeURIComponent(q)}`)).body.items.map((user) => user.name),
      ).toEqual(['加奈']);
    expect((await administrator.get<Page>(`${base}?q=%25`)).body.items).toEqual([]);
  });

  it('adds a user who can then sign in, and lets nobody but administrators do so', async () => {
    const made = await administrator.post<Invited>(base, input('new@99901.example', town.areas.north.id));
    expect(made.status).toBe(201);
    const client = await acceptLink(app, made.body.invitation.link, password);
    expect((await client.get(`/municipalities/${town.code}`)).status).toBe(200);
    for (const person of ['tier1', 'tier2-north', 'member-north', 'provider', 'centre-north'] as const) {
      const client = await signIn(app, town.email(person));
      expect([
        (await client.get(base)).status,
        (await client.get(`${base}/${made.body.id}`)).status,
        (await client.post(base, input('x@99901.example', town.areas.north.id))).status,
      ]).toEqual([403, 403, 403]);
    }
  });

  it('keeps an administrator of a ward inside it', async () => {
    expect((await ward.post(base, input('inside@99901.example', town.areas.south.id))).status).toBe(201);
    expect((await ward.post(base, input('outside@99901.example', town.areas.east.id))).status).toBe(403);
    expect(
      (await connect(app).post('/session', { municipality: town.code, email: 'outside@99901.example', password }))
        .status,
    ).toBe(401);
    expect((await ward.get(`${base}/${town.users['tier2-east']}`)).status).toBe(404);
    expect((await ward.patch(`${base}/${town.users['tier2-east']}`, { disabled: true }, { version: 1 })).status).toBe(
      404,
    );
  });

  it('checks areas, organisations and terms', async () => {
    for (const [membership, path] of [
      [{ areaId: other.areas.root.id, role: 'tier1' }, '/memberships/0/areaId'],
      [{ areaId: town.areas.north.id, role: 'provider' }, '/memberships/0/organisationId'],
      [
        { areaId: town.areas.north.id, role: 'provider', organisationId: other.organisation.id },
        '/memberships/0/organisationId',
      ],
      [
        { areaId: town.areas.north.id, role: 'tier2', startsOn: '2026-12-01', endsOn: '2026-11-01' },
        '/memberships/0/endsOn',
      ],
    ] as const) {
      const reply = await administrator.post<Problem>(base, {
        ...input('bad@99901.example', ''),
        memberships: [membership],
      });
      expect([reply.status, reply.body.issues?.[0]?.path]).toEqual([422, path]);
    }
  });

  it('gives a person of another municipality an account of their own here, and neither city anything of the other’s', async () => {
    const email = other.email('tier1');
    const made = await administrator.post<Invited>(base, {
      ...input(email.toUpperCase(), town.areas.root.id, 'tier1'),
      name: '別の名前',
    });
    expect(made.status).toBe(201);
    const here = await acceptLink(app, made.body.invitation.link, password);
    const user = await administrator.get<User>(`${base}/${made.body.id}`);
    expect(user.body).toMatchObject({ email, name: '別の名前', memberships: [{ area: { name: '見本市' } }] });
    const there = await signIn(app, email, testPassword, other.code);
    const reach = async (client: Client) => [
      (await client.get(`/municipalities/${town.code}`)).status,
      (await client.get(`/municipalities/${other.code}`)).status,
    ];
    expect([await reach(here), await reach(there)]).toEqual([
      [200, 404],
      [404, 200],
    ]);
    for (const [municipality, secret] of [
      [town.code, testPassword],
      [other.code, password],
    ])
      expect((await connect(app).post('/session', { municipality, email, password: secret })).status).toBe(401);
    expect((await administrator.post<Problem>(base, input(email, town.areas.root.id))).body.code).toBe('duplicate');
    expect((await neighbour.get(`/municipalities/${other.code}/users/${made.body.id}`)).status).toBe(404);
    const lines = async (client: Client, code: string) =>
      (await client.get<{ items: { action: string }[] }>(`/municipalities/${code}/audit?limit=200`)).text;
    expect(await lines(administrator, town.code)).not.toContain(other.users.tier1);
    expect(await lines(neighbour, other.code)).not.toContain(made.body.id);
  });

  it('ends a membership from the next day on, and gives another', async () => {
    const { id, invitation } = (
      await administrator.post<Invited>(base, input('leaving@99901.example', town.areas.north.id))
    ).body;
    const client = await acceptLink(app, invitation.link, password);
    const membership = (await administrator.get<User>(`${base}/${id}`)).body.memberships[0];
    const path = `${base}/${id}/memberships`;
    // Nobody ends one beside a handover: what is open would stay behind.
    const shorter = await administrator.patch<Problem>(
      `${path}/${membership?.id}`,
      { endsOn: '2026-11-23' },
      { version: 1 },
    );
    expect([shorter.status, shorter.body.code]).toEqual([409, 'endsByHandover']);
    expect((await endRole(id, membership?.id, '2026-11-23', 1)).status).toBe(201);
    expect((await client.get(`/municipalities/${town.code}`)).status).toBe(200);
    for (const [version, endsOn, status] of [
      [2, '2026-11-24', 200],
      [3, '2026-11-23', 409],
      [3, null, 200],
    ] as const)
      expect((await administrator.patch(`${path}/${membership?.id}`, { endsOn }, { version })).status).toBe(status);
    expect((await endRole(id, membership?.id, '2026-11-23', 4)).status).toBe(201);
    app.clock.advanceDays(1);
    expect((await client.get(`/municipalities/${town.code}`)).status).toBe(404);
    // A role that is over is not let go on: it is given anew, by a link.
    expect(
      (await administrator.patch<Problem>(`${path}/${membership?.id}`, { endsOn: null }, { version: 5 })).body.code,
    ).toBe('membershipOver');
    const offered = await administrator.post<Shown>(path, { areaId: town.areas.east.id, role: 'centre' });
    expect(offered.status).toBe(201);
    expect((await client.get(`/municipalities/${town.code}`)).status).toBe(404);
    expect((await client.post('/me/invitations', { secret: secretOf(offered.body.link) })).status).toBe(200);
    expect((await client.get(`/municipalities/${town.code}`)).status).toBe(200);
  });

  it('takes a role back at once that was given today, also one that has not begun yet', async () => {
    const { id, invitation } = (
      await administrator.post<Invited>(base, input('mistaken@99901.example', town.areas.north.id))
    ).body;
    const client = await acceptLink(app, invitation.link, password);
    const path = `${base}/${id}/memberships`;
    const later = await administrator.post<Shown>(path, {
      areaId: town.areas.east.id,
      role: 'centre',
      startsOn: '2027-04-01',
    });
    expect((await client.post('/me/invitations', { secret: secretOf(later.body.link) })).status).toBe(200);
    const given = (await administrator.get<User>(`${base}/${id}`)).body.memberships;
    expect((await client.get(`/municipalities/${town.code}`)).status).toBe(200);
    for (const membership of given) expect((await endRole(id, membership.id, null, 1)).status).toBe(201);
    expect((await client.get(`/municipalities/${town.code}`)).status).toBe(404);
    expect((await client.get<{ memberships: object[] }>('/me')).body.memberships).toEqual([]);
    const over = (await administrator.get<User>(`${base}/${id}`)).body.memberships;
    expect(over.map((membership) => [membership.endsOn, membership.endedAt, membership.version])).toEqual([
      [null, app.clock.now.toISOString(), 2],
      [null, app.clock.now.toISOString(), 2],
    ]);
    const again = await administrator.patch<Problem>(`${path}/${given[0]?.id}`, { endsOn: null }, { version: 2 });
    expect([again.status, again.body.code]).toEqual([409, 'membershipOver']);
    app.clock.advanceDays(200);
    expect((await client.get(`/municipalities/${town.code}`)).status).toBe(404);
    app.clock.advanceDays(-200);
    for (const patch of [{}, { ended: true }])
      expect((await administrator.patch(`${path}/${given[0]?.id}`, patch, { version: 2 })).status).toBe(422);
  });

  it('takes no password for another, and says why', async () => {
    const path = `${base}/${town.users['centre-north']}`;
    for (const reply of [
      await administrator.post<Problem>(base, { ...input('chosen@99901.example', town.areas.north.id), password }),
      await administrator.patch<Problem>(path, { password }, { version: 1 }),
    ]) {
      expect([reply.status, reply.body.issues?.[0]]).toMatchObject([
        422,
        { path: '/password', code: 'passwordNotTaken' },
      ]);
      expect(reply.text).toContain('招待のリンク');
    }
    expect(await app.installation.db('users').where({ email: 'chosen@99901.example' })).toEqual([]);
    await signIn(app, town.email('centre-north'));
  });

  it('gives a link for a new password, which ends the user’s sessions and tokens, and disables', async () => {
    const client = await signIn(app, town.email('centre-north'));
    const token = {
      headers: {
        Authorization: `Bearer ${(await client.post<{ secret: string }>('/me/tokens', { name: '鍵' })).body.secret}`,
      },
    };
    const path = `${base}/${town.users['centre-north']}`;
    const { body: shown } = await administrator.post<Shown>(`${path}/password-link`);
    // Until the link is used, all is as it was.
    expect((await client.get('/me')).status).toBe(200);
    const again = await acceptLink(app, shown.link, 'set by the person');
    expect([(await client.get('/me')).status, (await connect(app).get('/me', token)).status]).toEqual([401, 401]);
    expect(
      (
        await connect(app).post('/session', {
          municipality: town.code,
          email: town.email('centre-north'),
          password: testPassword,
        })
      ).status,
    ).toBe(401);
    expect((await administrator.patch(path, { disabled: true }, { version: 2 })).status).toBe(200);
    expect((await again.get('/me')).status).toBe(401);
    expect((await administrator.patch(path, { disabled: false }, { version: 2 })).status).toBe(409);
    expect((await administrator.post<Problem>(`${path}/password-link`)).body.code).toBe('accountDisabled');
  });

  it('does not let an administrator shut themself out', async () => {
    const path = `${base}/${town.users.administrator}`;
    const self = (await administrator.get<User>(path)).body;
    expect((await administrator.patch<Problem>(path, { disabled: true }, { version: self.version })).body.code).toBe(
      'ownAccess',
    );
    for (const endsOn of ['2026-12-31', null])
      expect((await endRole(self.id, self.memberships[0]?.id, endsOn, 1)).body.code).toBe('ownAccess');
  });

  it('is nothing at all to the neighbours', async () => {
    for (const path of [`/municipalities/${other.code}/users/${town.users.tier1}`, `${base}/${town.users.tier1}`]) {
      const reply = await neighbour.get(path);
      expect([reply.status, reply.text.includes('tier1@')]).toEqual([404, false]);
    }
    expect(
      (
        await neighbour.patch(
          `/municipalities/${other.code}/users/${town.users['tier2-north']}`,
          { disabled: true },
          { version: 1 },
        )
      ).status,
    ).toBe(404);
    expect((await neighbour.get<Page>(`/municipalities/${other.code}/users`)).text).not.toContain('99901');
  });
});
