import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationSource } from '../../../../server/database/open.ts';
import {
  acceptLink,
  connect,
  createTown,
  signIn,
  startTestApp,
  testPassword,
  type Client,
  type Shown,
  type TestApp,
  type Town,
} from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';

type Home = { waiting: { kind: string; text: string; path: string }[] };
type User = {
  id: string;
  name: string;
  hasPassword: boolean;
  memberships: object[];
  invitations: { id: string; kind: string; state: string; mayAnswer: boolean }[];
};

/**
 * Two towns in the schema of today are taken back to the release before, where an account was everybody’s, and up again: what a city
 * of old has is migrated, on both engines.
 */
describe(`accounts of old on ${testEngine()}`, () => {
  let app: TestApp;
  let towns: [Town, Town];
  let both: string;
  const email = 'both@example.jp';
  beforeAll(async () => {
    app = await startTestApp();
    towns = [await createTown(app), await createTown(app, '99902', '隣の市')];
    const [a, b] = towns;
    both = a.users['tier2-north'];
    const { db } = app.installation;
    // Work that the person did in either city, and what belongs to the account alone.
    for (const town of towns)
      await db('definitions').where({ municipality_id: town.id, key: 'escalation' }).update({ published_by: both });
    await db('users').where({ id: both }).update({ email });
    await (await signIn(app, email, testPassword, a.code)).post('/me/tokens', { name: '両市の鍵' });
    const names: string[] = await db('knex_migrations').orderBy('id').pluck('name');
    const later = names.slice(names.indexOf('20261128020000_accounts.ts'));
    for (const _ of later) await db.migrate.down({ migrationSource });
    await db('memberships').insert({
      id: 'in-b',
      user_id: both,
      municipality_id: b.id,
      area_id: b.areas.north.id,
      role: 'tier2',
      organisation_id: null,
      starts_on: '2021-04-01',
      ends_on: null,
      version: 1,
    });
    await db('memberships').where({ user_id: b.users.tier1 }).delete();
    await db.migrate.latest({ migrationSource });
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('of one city stay as they are, with their password', async () => {
    const [a, b] = towns;
    for (const town of [a, b]) {
      const client = await signIn(app, town.email('administrator'), testPassword, town.code);
      expect((await client.get(`/municipalities/${town.code}`)).status).toBe(200);
    }
    expect(await app.installation.db('users').where({ id: a.users.tier1 }).first('municipality_id', 'version')).toEqual(
      { municipality_id: a.id, version: 1 },
    );
  });

  it('of no city are kept, and sign in nowhere', async () => {
    const [a, b] = towns;
    expect(await app.installation.db('users').where({ id: b.users.tier1 }).first('municipality_id', 'email')).toEqual({
      municipality_id: null,
      email: b.email('tier1'),
    });
    for (const town of [a, b])
      expect(
        (
          await connect(app).post('/session', {
            municipality: town.code,
            email: b.email('tier1'),
            password: testPassword,
          })
        ).status,
      ).toBe(401);
  });

  it('of several cities become one for each, without password and token, each with its own city’s work', async () => {
    const { db } = app.installation;
    const [a, b] = towns;
    const accounts = await db('users').where({ email }).select('id', 'municipality_id', 'password_hash');
    expect(
      accounts.toSorted((account, other) => Number(account.id !== both) - Number(other.id !== both)),
    ).toMatchObject([
      { id: both, municipality_id: a.id, password_hash: '' },
      { municipality_id: b.id, password_hash: '' },
    ]);
    const inB = accounts.find((account) => account.municipality_id === b.id)?.id;
    for (const [town, id] of [
      [a, both],
      [b, inB],
    ] as const) {
      expect(
        (await connect(app).post('/session', { municipality: town.code, email, password: testPassword })).status,
      ).toBe(401);
      expect(await db('memberships').where({ municipality_id: town.id, user_id: id })).toHaveLength(1);
      expect(
        await db('definitions').where({ municipality_id: town.id, key: 'escalation' }).pluck('published_by'),
      ).toEqual([id]);
      expect(await db('audit').where({ municipality_id: town.id, action: 'user.split' }).pluck('record_id')).toEqual([
        id,
      ]);
    }
    expect(await db('access_tokens').where({ user_id: both, revoked_at: null })).toEqual([]);
  });

  it.each([0, 1] as const)(
    'wait on each city’s administrator’s page, who hands the person a link (city %i)',
    async (index) => {
      const town = towns[index];
      const administrator = await signIn(app, town.email('administrator'), testPassword, town.code);
      const read = async (client: Client): Promise<Home['waiting']> =>
        (await client.get<Home>(`/municipalities/${town.code}/home`)).body.waiting.filter(
          (item) => item.kind === 'account-waiting',
        );
      const [item, ...more] = await read(administrator);
      expect([more, item?.text]).toEqual([[], expect.stringContaining('見本市 tier2-north')]);
      const path = `/municipalities/${town.code}/${item?.path.replace('settings/', '')}`;
      const user = (await administrator.get<User>(path)).body;
      expect(user).toMatchObject({
        hasPassword: false,
        memberships: [{}],
        invitations: [{ kind: 'password', state: 'waiting', mayAnswer: true }],
      });
      // The ward's administrator, whose area holds all of it, may hand it over as well.
      expect(await read(await signIn(app, town.email('administrator-ward'), testPassword, town.code))).toHaveLength(1);

      const { body: shown } = await administrator.post<Shown>(`${path}/invitations/${user.invitations[0]?.id}/link`);
      const person = await acceptLink(app, shown.link, `chosen for city ${index}`);
      const other = towns[1 - index] ?? town;
      expect([
        (await person.get(`/municipalities/${town.code}`)).status,
        (await person.get(`/municipalities/${other.code}`)).status,
      ]).toEqual([200, 404]);
      expect(await read(administrator)).toEqual([]);
    },
  );
});
