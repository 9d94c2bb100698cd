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
} from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';

type Problem = { code: string; issues?: { path: string; code: string }[] };
type Saved = { id: string; version: number };
type Invited = Saved & { isNew: boolean; invitation: Shown };
type Seen = {
  kind: string;
  givenBy: string | null;
  roles: { role: string; area: string }[];
  needs: { signIn: boolean; password: boolean };
};
type Invitation = { id: string; kind: string; state: string; mayAnswer: boolean };
type User = Saved & {
  email: string;
  madeBy: string | null;
  hasPassword: boolean;
  passwordSetAt: string | null;
  passwordBy: { known: boolean; name: string | null };
  mayChange: boolean;
  memberships: { area: { name: string } }[];
  invitations: Invitation[];
};
type Me = { memberships: { area: { name: string } }[] };

const known = 'the inviter knows this';
const own = 'nobody else knows it';

const bearer = async (client: Client): Promise<{ headers: Record<string, string> }> => ({
  headers: {
    Authorization: `Bearer ${(await client.post<{ secret: string }>('/me/tokens', { name: '鍵' })).body.secret}`,
  },
});
const look = (app: TestApp, link: string) =>
  connect(app).post<Seen & Problem>('/invitations/look', { secret: secretOf(link) });
const accept = (app: TestApp, link: string, password?: string) =>
  connect(app).post<Problem>('/invitations/accept', { secret: secretOf(link), ...(password && { password }) });
const acceptAs = (client: Client, link: string, password?: string) =>
  client.post<Problem>('/me/invitations', { secret: secretOf(link), ...(password && { password }) });
const areasOf = async (client: Client): Promise<string[]> =>
  (await client.get<Me>('/me')).body.memberships.map((membership) => membership.area.name).toSorted();

describe(`an account of two cities on ${testEngine()}`, () => {
  let app: TestApp;
  let towns: Town[];
  let admins: Client[];
  beforeAll(async () => {
    app = await startTestApp();
    towns = [await createTown(app), await createTown(app, '99902', '隣の市')];
    admins = await Promise.all(towns.map((town) => signIn(app, town.email('administrator'), testPassword, town.code)));
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it.each([
    [0, 1],
    [1, 0],
  ])(
    'is two: who invited a future employee of another city, and opened that link, gets nothing there (%i first)',
    async (first, then) => {
      const [a, b] = [towns[first], towns[then]];
      const [inA, inB] = [admins[first], admins[then]];
      if (!a || !b || !inA || !inB) throw new Error('two towns');
      const email = `future-${first}@example.jp`;
      const invite = (town: Town, administrator: Client) =>
        administrator.post<Invited>(`/municipalities/${town.code}/users`, {
          email,
          name: '未来 さん',
          memberships: [{ areaId: town.areas.root.id, role: 'administrator' }],
        });
      const taken = await acceptLink(app, (await invite(a, inA)).body.invitation.link, known);
      const token = await bearer(taken);

      // B is told nothing of it: to B the person is new.
      const invited = await invite(b, inB);
      expect([invited.status, invited.body.isNew]).toEqual([201, true]);
      const person = await acceptLink(app, invited.body.invitation.link, own);
      expect((await person.get(`/municipalities/${b.code}/needs`)).status).toBe(200);

      // A signs in with what it knows, asks with the session and the token it has: not B.
      expect((await connect(app).post('/session', { municipality: b.code, email, password: known })).status).toBe(401);
      for (const path of ['', '/needs', '/users', `/users/${invited.body.id}`]) {
        expect((await taken.get(`/municipalities/${b.code}${path}`)).status).toBe(404);
        expect((await connect(app).get(`/municipalities/${b.code}${path}`, token)).status).toBe(404);
      }
      // Nor can A bind B's employee: B disables, enables and resets its own account.
      const path = `/municipalities/${b.code}/users/${invited.body.id}`;
      expect((await inA.post(`/municipalities/${a.code}/users/${invited.body.id}/password-link`)).status).toBe(404);
      for (const disabled of [true, false])
        expect(
          (await inB.patch(path, { disabled }, { version: (await inB.get<User>(path)).body.version })).status,
        ).toBe(200);
      expect((await inB.post(`${path}/password-link`)).status).toBe(201);
      // And neither's record of who did what names the other's account.
      const lines = async (administrator: Client, town: Town): Promise<string> =>
        (await administrator.get(`/municipalities/${town.code}/audit?limit=200`)).text;
      expect(await lines(inA, a)).not.toContain(invited.body.id);
      const [made] = await app.installation.db('users').where({ municipality_id: a.id, email }).pluck('id');
      expect(await lines(inB, b)).not.toContain(String(made));
      expect((await inB.get(`/municipalities/${b.code}/users?q=${email}`)).text).not.toContain(String(made));
    },
  );
});

describe(`a role between two wards on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let base: string;
  let root: Client;
  let ward: Client;
  let east: Client;
  let eastId: string;
  let people = 0;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    base = `/municipalities/${town.code}/users`;
    root = await signIn(app, town.email('administrator'));
    ward = await signIn(app, town.email('administrator-ward'));
    const made = await root.post<Invited>(base, {
      email: 'east@99901.example',
      name: '東の管理者',
      memberships: [{ areaId: town.areas.east.id, role: 'administrator' }],
    });
    eastId = made.body.id;
    east = await acceptLink(app, made.body.invitation.link, testPassword);
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  const areaOf = (administrator: Client): string => (administrator === ward ? town.areas.north.id : town.areas.east.id);
  /** Somebody whom a ward's administrator invites; answers their e-mail, id and link. */
  const invite = async (
    administrator: Client,
    email = `person-${(people += 1)}@99901.example`,
  ): Promise<Invited & { email: string }> => {
    const reply = await administrator.post<Invited>(base, {
      email,
      name: '区の人',
      memberships: [{ areaId: areaOf(administrator), role: 'tier2' }],
    });
    if (reply.status !== 201) throw new Error(reply.text);
    return { ...reply.body, email };
  };
  const read = async (administrator: Client, id: string): Promise<User> =>
    (await administrator.get<User>(`${base}/${id}`)).body;

  it.each([
    ['ward', 'east', '北圏域', '東圏域'],
    ['east', 'ward', '東圏域', '北圏域'],
  ])(
    'goes to the person alone when the other ward’s administrator opened its own link (%s, then %s)',
    async (first, _then, firstArea, thenArea) => {
      const [earlier, later] = first === 'ward' ? [ward, east] : [east, ward];
      const taken = await invite(earlier);
      const held = await acceptLink(app, taken.invitation.link, known);
      const token = await bearer(held);

      const offered = await invite(later, taken.email);
      expect([offered.isNew, offered.id]).toEqual([false, taken.id]);
      // The giver sees whose account it is.
      const seen = await read(later, taken.id);
      expect(seen).toMatchObject({
        madeBy: first === 'ward' ? '見本市 administrator-ward' : '東の管理者',
        hasPassword: true,
        passwordSetAt: app.clock.now.toISOString(),
        passwordBy: { known: true },
        mayChange: false,
      });
      expect(seen.passwordBy.name).toBe(seen.madeBy);

      // Whoever holds the account without the link has nothing new; whoever holds the link without the account neither.
      expect(await areasOf(held)).toEqual([firstArea]);
      expect((await look(app, offered.invitation.link)).body.needs).toEqual({ signIn: true, password: true });
      expect([
        (await accept(app, offered.invitation.link)).status,
        (await accept(app, offered.invitation.link, own)).status,
      ]).toEqual([401, 401]);
      expect((await acceptAs(later, offered.invitation.link, own)).body.code).toBe('otherAccount');
      expect((await later.post<Problem>(`${base}/${taken.id}/password-link`)).body.code).toBe('userElsewhere');
      // A reset link that the first giver keeps for later.
      const { body: kept } = await root.post<Shown>(`${base}/${taken.id}/password-link`);

      // The person was told the password by the first giver, signs in, and opens the second's link: a new password is chosen.
      const person = await signIn(app, taken.email, known);
      expect((await acceptAs(person, offered.invitation.link)).body.issues?.[0]?.code).toBe('passwordNeeded');
      expect((await acceptAs(person, offered.invitation.link, own)).status).toBe(200);
      expect(await areasOf(person)).toEqual([firstArea, thenArea].toSorted());

      // The first giver is out: sessions, tokens, password, links.
      expect([(await held.get('/me')).status, (await connect(app).get('/me', token)).status]).toEqual([401, 401]);
      expect((await connect(app).post('/session', { email: taken.email, password: known })).status).toBe(401);
      expect((await look(app, kept.link)).status).toBe(404);
      for (const administrator of [earlier, later]) {
        expect((await administrator.post<Problem>(`${base}/${taken.id}/password-link`)).body.code).toBe(
          'userElsewhere',
        );
        expect(
          (await administrator.post<Problem>(`${base}/${taken.id}/email-link`, { email: 'mine@99901.example' })).body
            .code,
        ).toBe('userElsewhere');
        expect(
          (
            await administrator.patch<Problem>(
              `${base}/${taken.id}`,
              { disabled: true },
              { version: (await read(root, taken.id)).version },
            )
          ).body.code,
        ).toBe('userElsewhere');
      }
      expect((await root.post(`${base}/${taken.id}/password-link`)).status).toBe(201);
    },
  );

  it('does not wait for a ward’s link for a new password that was made before', async () => {
    const { id, email, invitation } = await invite(ward);
    const person = await acceptLink(app, invitation.link, own);
    const { body: kept } = await ward.post<Shown>(`${base}/${id}/password-link`);
    expect((await look(app, kept.link)).status).toBe(200);
    // The east's administrator gives a role that asks for no new password, so that only reach ends the kept link.
    const { body: byRoot } = await root.post<Shown>(`${base}/${id}/password-link`);
    expect((await accept(app, byRoot.link, own)).status).toBe(200);
    const again = await signIn(app, email, own);
    expect((await person.get('/me')).status).toBe(401);
    const { body: mine } = await ward.post<Shown>(`${base}/${id}/password-link`);
    expect((await acceptAs(again, (await invite(east, email)).invitation.link)).status).toBe(200);
    expect([(await look(app, mine.link)).status, (await accept(app, mine.link, known)).status]).toEqual([404, 404]);
    await signIn(app, email, own);
  });

  it('is not had by opening one’s own link to another ward’s person first', async () => {
    const { email, invitation } = await invite(ward);
    // Both wards invite somebody new; the east opens its link itself, and with it sets the password.
    const taken = await acceptLink(app, (await invite(east, email)).invitation.link, known);
    expect(await areasOf(taken)).toEqual(['東圏域']);
    expect((await look(app, invitation.link)).body.needs).toEqual({ signIn: true, password: true });
    expect((await accept(app, invitation.link, own)).status).toBe(401);
    // The town's administrator sorts it out.
    const user = (await root.get<{ items: User[] }>(`${base}?q=${email}`)).body.items[0];
    const person = await acceptLink(app, (await root.post<Shown>(`${base}/${user?.id}/password-link`)).body.link, own);
    expect((await taken.get('/me')).status).toBe(401);
    expect((await acceptAs(person, invitation.link)).status).toBe(200);
    expect(await areasOf(person)).toEqual(['北圏域', '東圏域']);
  });

  it('cannot be the way to an account without a password that has another ward’s role', async () => {
    const { id, email, invitation } = await invite(ward);
    await acceptLink(app, invitation.link, own);
    await app.installation.db('users').where({ id }).update({ password_hash: '', password_set_at: null });
    const { invitation: byEast } = await invite(east, email);
    expect([(await look(app, byEast.link)).body.code, (await accept(app, byEast.link, known)).body.code]).toEqual([
      'passwordFirst',
      'passwordFirst',
    ]);
    const { body: byRoot } = await root.post<Shown>(`${base}/${id}/memberships`, {
      areaId: town.areas.east.id,
      role: 'centre',
    });
    expect((await accept(app, byRoot.link, own)).status).toBe(200);
    expect((await look(app, byEast.link)).body.needs).toEqual({ signIn: true, password: false });
  });

  it('needs no new password from the same giver, or when one above gave the link by which it was set', async () => {
    const { id, invitation } = await invite(ward);
    const person = await acceptLink(app, invitation.link, own);
    const { body: second } = await ward.post<Shown>(`${base}/${id}/memberships`, {
      areaId: town.areas.south.id,
      role: 'member',
    });
    expect((await look(app, second.link)).body.needs).toEqual({ signIn: true, password: false });
    expect((await acceptAs(person, second.link, own)).body.issues?.[0]?.code).toBe('passwordNotAsked');
    expect((await acceptAs(person, second.link)).status).toBe(200);
    expect(await areasOf(person)).toEqual(['北圏域', '南圏域']);
    // Of an account of old nobody knows.
    const old = await ward.post<Shown>(`${base}/${town.users['member-north']}/memberships`, {
      areaId: town.areas.south.id,
      role: 'member',
    });
    expect((await look(app, old.body.link)).body.needs).toEqual({ signIn: true, password: true });
  });

  it('is given only by who still could: a link ends with its giver’s role, and with the giver’s account for good', async () => {
    const [earlier, later] = [await invite(east), await invite(east)];
    const membership = await app.installation.db('memberships').where({ user_id: eastId }).first<{ id: string }>('id');
    await app.installation.db('memberships').where({ id: membership.id }).update({ ends_on: '2026-11-22' });
    expect((await look(app, earlier.invitation.link)).status).toBe(404);
    await app.installation.db('memberships').where({ id: membership.id }).update({ ends_on: null });
    expect((await look(app, earlier.invitation.link)).status).toBe(200);
    for (const disabled of [true, false])
      expect(
        (await root.patch(`${base}/${eastId}`, { disabled }, { version: (await read(root, eastId)).version })).status,
      ).toBe(200);
    for (const each of [earlier, later]) expect((await look(app, each.invitation.link)).status).toBe(404);
  });
});

describe(`a link on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let base: string;
  let administrator: Client;
  let people = 0;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    base = `/municipalities/${town.code}/users`;
    administrator = await signIn(app, town.email('administrator'));
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });
  const invite = async (options: { key?: string } = {}): Promise<Invited> =>
    (
      await administrator.post<Invited>(
        base,
        {
          email: `invited-${(people += 1)}@99901.example`,
          name: '招かれた人',
          memberships: [{ areaId: town.areas.north.id, role: 'tier2' }],
        },
        options,
      )
    ).body;
  const stateOf = async (id: string): Promise<Invitation | undefined> =>
    (await administrator.get<User>(`${base}/${id}`)).body.invitations[0];

  it('begins with where people ask, says what it leads to without being used up, and works once', async () => {
    const { id, invitation } = await invite();
    expect(invitation.link).toMatch(new RegExp(`^${app.url}/invitation\\?city=99901#[\\w-]{43}$`));
    expect(invitation).toMatchObject({ expiresAt: '2026-11-26T00:00:00.000Z', mailed: false });
    for (let time = 0; time < 3; time++)
      expect((await look(app, invitation.link)).body).toMatchObject({
        kind: 'role',
        givenBy: '見本市 administrator',
        roles: [{ role: 'tier2', area: '北圏域' }],
        needs: { signIn: false, password: true },
      });
    expect(await stateOf(id)).toMatchObject({ state: 'open', mayAnswer: true });
    expect((await accept(app, invitation.link, 'short')).status).toBe(422);
    expect((await accept(app, invitation.link)).body.issues?.[0]?.code).toBe('passwordNeeded');
    await acceptLink(app, invitation.link, own);
    expect(await stateOf(id)).toMatchObject({ state: 'accepted' });
    expect((await accept(app, invitation.link, own)).status).toBe(404);
  });

  it('is one person’s when two open it at once', async () => {
    const { id, invitation } = await invite();
    const replies = await Promise.all(
      Array.from({ length: 6 }, (_, index) => accept(app, invitation.link, `password number ${index}`)),
    );
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(
      replies.filter((reply) => reply.status !== 200).every((reply) => [404, 409, 429].includes(reply.status)),
    ).toBe(true);
    expect(await app.installation.db('memberships').where({ user_id: id })).toHaveLength(1);
    const won = replies.findIndex((reply) => reply.status === 200);
    await signIn(app, `invited-${people}@99901.example`, `password number ${won}`);
  });

  it('answers alike when it is unknown, used, withdrawn, too old or replaced', async () => {
    const [used, withdrawn, old, replaced] = [await invite(), await invite(), await invite(), await invite()];
    await acceptLink(app, used.invitation.link, own);
    expect((await administrator.delete(`${base}/${withdrawn.id}/invitations/${withdrawn.invitation.id}`)).status).toBe(
      204,
    );
    const fresh = await administrator.post<Shown>(`${base}/${replaced.id}/invitations/${replaced.invitation.id}/link`);
    expect(fresh.status).toBe(201);
    const bodies: string[] = [];
    const gone = [
      `${app.url}/invitation#${'x'.repeat(43)}`,
      used.invitation.link,
      withdrawn.invitation.link,
      replaced.invitation.link,
    ];
    for (const link of gone)
      for (const reply of [await look(app, link), await accept(app, link, own)])
        bodies.push(JSON.stringify([reply.status, { ...reply.body, requestId: '' }]));
    expect((await look(app, fresh.body.link)).status).toBe(200);
    app.clock.advanceMinutes(72 * 60);
    for (const reply of [await look(app, old.invitation.link), await accept(app, old.invitation.link, own)])
      bodies.push(JSON.stringify([reply.status, { ...reply.body, requestId: '' }]));
    expect(await stateOf(old.id)).toMatchObject({ state: 'expired' });
    app.clock.advanceMinutes(-72 * 60);
    expect([...new Set(bodies)]).toHaveLength(1);
    for (const { id, invitation } of [used, withdrawn])
      for (const reply of [
        await administrator.post<Problem>(`${base}/${id}/invitations/${invitation.id}/link`),
        await administrator.ask<Problem>('DELETE', `${base}/${id}/invitations/${invitation.id}`),
      ])
        expect([reply.status, reply.body.code]).toEqual([409, 'invitationOver']);
  });

  it('is shown once and stored nowhere: no repeated request gets it again', async () => {
    const key = 'the same key';
    const { invitation } = await invite({ key });
    const again = await administrator.post(
      base,
      {
        email: `invited-${people}@99901.example`,
        name: '招かれた人',
        memberships: [{ areaId: town.areas.north.id, role: 'tier2' }],
      },
      { key },
    );
    expect([again.status, again.text.includes('#')]).toEqual([409, false]);
    const { db } = app.installation;
    for (const table of ['invitations', 'membership_offers', 'audit', 'effects', 'idempotency_keys', 'users'])
      expect(JSON.stringify(await db(table))).not.toContain(secretOf(invitation.link));
  });

  it('ends every other link for a new password when one is used, or the password changed', async () => {
    const path = `${base}/${town.users['tier2-east']}`;
    const { body: first } = await administrator.post<Shown>(`${path}/password-link`);
    const { body: second } = await administrator.post<Shown>(`${path}/password-link`);
    expect([(await look(app, first.link)).status, (await look(app, second.link)).status]).toEqual([404, 200]);
    const client = await signIn(app, town.email('tier2-east'));
    expect((await client.post('/me/password', { current: testPassword, next: 'chosen by the person' })).status).toBe(
      204,
    );
    expect((await look(app, second.link)).status).toBe(404);
    expect((await administrator.post<Problem>(`${base}/${town.users.administrator}/password-link`)).body.code).toBe(
      'ownPassword',
    );
  });

  it('changes the e-mail when the person, signed in, opens it, and not before', async () => {
    const path = `${base}/${town.users.provider}`;
    const ask = (email: string) => administrator.post<Shown & Problem>(`${path}/email-link`, { email });
    expect((await ask(town.email('tier1'))).body.code).toBe('duplicate');
    const { body: shown } = await ask('New-Address@99901.example');
    expect((await look(app, shown.link)).body).toMatchObject({
      kind: 'email',
      newEmail: 'new-address@99901.example',
      needs: { signIn: true, password: false },
    });
    expect((await accept(app, shown.link)).status).toBe(401);
    expect((await acceptAs(administrator, shown.link)).body.code).toBe('otherAccount');
    const person = await signIn(app, town.email('provider'));
    expect((await acceptAs(person, shown.link)).status).toBe(200);
    await signIn(app, 'new-address@99901.example');
    expect(
      (await connect(app).post('/session', { email: town.email('provider'), password: testPassword })).status,
    ).toBe(401);
    // Taken meanwhile by somebody else: nothing changes.
    const { body: late } = await ask('late@99901.example');
    const taken = await administrator.post(base, {
      email: 'late@99901.example',
      name: '先の人',
      memberships: [{ areaId: town.areas.north.id, role: 'tier2' }],
    });
    expect(taken.status).toBe(201);
    expect((await acceptAs(person, late.link)).body.code).toBe('duplicate');
    await signIn(app, 'new-address@99901.example');
  });

  it('is of no use to a disabled account, and does not come back when it is enabled', async () => {
    const { id, invitation } = await invite();
    for (const disabled of [true, false]) {
      const { version } = (await administrator.get<User>(`${base}/${id}`)).body;
      expect((await administrator.patch(`${base}/${id}`, { disabled }, { version })).status).toBe(200);
      expect((await look(app, invitation.link)).status).toBe(404);
    }
  });
});
