import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTown, persons, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

type Area = { id: string; parentId: string | null; name: string; depth: number; closed: boolean; version: number };
type Municipality = {
  name: string;
  areas: Area[];
  codes: Record<
    'service-type' | 'organisation-kind',
    { id: string; key: string; name: string; retired: boolean; version: number }[]
  >;
  roles: string[];
  can: Record<string, boolean>;
  today: string;
};
type Saved = { id: string; version: number };
type Problem = { code: string; issues?: { path: string; message: string }[]; changes?: { what: string; by: string }[] };

describe(`municipality, areas and code lists on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  let base: string;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    await createTown(app, '99902', '隣の市');
    administrator = await signIn(app, town.email('administrator'));
    base = `/municipalities/${town.code}`;
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('shows the tree, the starting lists and the day in Japan', async () => {
    const { body } = await administrator.get<Municipality>(base);
    expect(body.areas.map((area) => [area.name, area.depth])).toEqual([
      ['見本市', 0],
      ['中央区', 1],
      ['北圏域', 2],
      ['南圏域', 2],
      ['東圏域', 1],
    ]);
    expect(body.codes['service-type'].map((entry) => entry.key)).toEqual(
      expect.arrayContaining(['salon', 'meals', 'transport', 'care-service', 'community-place']),
    );
    expect(body.today).toBe('2026-11-23');
    expect(
      (await administrator.get<Municipality>(base, { headers: { 'Accept-Language': 'en' } })).body.codes[
        'service-type'
      ].find((entry) => entry.key === 'meals')?.name,
    ).toBe('Meal delivery');
  });

  it('does not exist for members of another municipality', async () => {
    const neighbour = await signIn(app, `administrator@99902.example`);
    for (const path of [
      base,
      `${base}/areas`,
      `${base}/users`,
      `${base}/audit`,
      `${base}/organisations`,
      `${base}/services`,
      `${base}/definitions/form`,
      '/municipalities/00000',
    ]) {
      const reply = await neighbour.get(path);
      expect([path, reply.status]).toEqual([path, 404]);
      expect(reply.text).not.toContain('見本');
    }
    expect(
      (await neighbour.post(`${base}/areas`, { parentId: town.areas.root.id, kind: 'ward', name: '侵入区' })).status,
    ).toBe(404);
  });

  const open: Record<string, string[]> = {
    administrator: [
      'needs',
      'needs.create',
      'councils.create',
      'services.create',
      'imports',
      'settings',
      'users',
      'codes',
      'definitions.create',
      'audit',
    ],
    'administrator-ward': ['needs', 'settings', 'users', 'areas'],
    tier1: ['needs', 'needs.case', 'imports', 'services.create', 'definitions', 'proposals'],
    'tier2-north': ['needs', 'needs.create', 'services.create', 'proposals'],
    'member-north': ['councils', 'services'],
    provider: ['referrals', 'services.create'],
    'centre-north': ['needs', 'needs.create', 'needs.case', 'referrals'],
  };
  const closed: Record<string, string[]> = {
    'administrator-ward': ['codes', 'definitions.create', 'audit', 'imports'],
    tier1: ['needs.create', 'settings', 'users', 'audit', 'definitions.create'],
    'tier2-north': ['imports', 'settings', 'audit', 'users'],
    'member-north': ['needs.create', 'needs.case', 'services.create', 'settings', 'definitions', 'audit'],
    provider: ['needs', 'councils', 'organisations.create', 'settings', 'audit'],
    'centre-north': ['services.create', 'settings', 'audit', 'councils.create'],
  };
  it.each(persons)('tells %s what is open to them and what is not', async (person) => {
    const { body } = await (await signIn(app, town.email(person))).get<Municipality>(base);
    for (const ability of open[person] ?? []) expect([ability, body.can[ability]]).toEqual([ability, true]);
    for (const ability of closed[person] ?? []) expect([ability, body.can[ability]]).toEqual([ability, false]);
  });

  it('puts what is new last in its list', async () => {
    for (const name of ['い圏域', 'あ圏域'])
      await administrator.post(`${base}/areas`, { parentId: town.areas.ward.id, kind: 'daily-life', name });
    for (const key of ['zz-first', 'aa-second'])
      expect((await administrator.post(`${base}/codes/service-type`, { key, nameJa: key })).status).toBe(201);
    const { body } = await administrator.get<Municipality>(base);
    const below = body.areas.filter(({ parentId }) => parentId === town.areas.ward.id).map(({ name }) => name);
    expect(below.slice(-2)).toEqual(['い圏域', 'あ圏域']);
    expect(body.codes['service-type'].slice(-2).map(({ key }) => key)).toEqual(['zz-first', 'aa-second']);
  });

  it('adds an area below another, renames it, closes it, and has it all on record', async () => {
    const made = await administrator.post<Saved>(`${base}/areas`, {
      parentId: town.areas.ward.id,
      kind: 'daily-life',
      name: '西圏域',
      nameKana: 'ニシケンイキ',
    });
    expect([made.status, made.body.version, made.headers.get('etag')]).toEqual([201, 1, '"1"']);
    const path = `${base}/areas/${made.body.id}`;
    expect((await administrator.patch<Saved>(path, { name: '西部圏域' }, { version: 1 })).body.version).toBe(2);
    expect((await administrator.patch<Saved>(path, { closed: true }, { version: 2 })).body.version).toBe(3);
    const areas = (await administrator.get<Area[]>(`${base}/areas`)).body;
    expect(areas.find((area) => area.id === made.body.id)).toMatchObject({
      name: '西部圏域',
      depth: 2,
      closed: true,
      version: 3,
    });
    const lines = await administrator.get<{ items: { action: string; details: object }[] }>(
      `${base}/audit?recordId=${made.body.id}`,
    );
    expect(lines.body.items.map((line) => line.action)).toEqual(['area.update', 'area.update', 'area.create']);
    expect(lines.body.items[1]?.details).toMatchObject({ version: 2, changed: { name: ['西圏域', '西部圏域'] } });
  });

  it('tells the second of two writers what the first one changed, and needs a version', async () => {
    const path = `${base}/areas/${town.areas.east.id}`;
    expect((await administrator.patch(path, { name: '東部圏域' }, { version: 1 })).status).toBe(200);
    const late = await administrator.patch<Problem>(path, { name: '東の圏域' }, { version: 1 });
    expect([late.status, late.body.code]).toEqual([409, 'stale']);
    expect(late.body.changes).toMatchObject([{ what: '圏域の変更', by: '見本市 administrator' }]);
    expect((await administrator.patch(path, { name: '東の圏域' })).status).toBe(428);
  });

  it('does a repeated request with the same key once', async () => {
    const body = { parentId: town.areas.root.id, kind: 'ward', name: '一度区' };
    const [first, again] = [
      await administrator.post<Saved>(`${base}/areas`, body, { key: 'k1' }),
      await administrator.post<Saved>(`${base}/areas`, body, { key: 'k1' }),
    ];
    expect(again.body).toEqual(first.body);
    expect(
      (await administrator.get<Area[]>(`${base}/areas`)).body.filter((area) => area.name === '一度区'),
    ).toHaveLength(1);
  });

  it('refuses misplaced areas, closing what has areas below, and strangers', async () => {
    const misplaced = await administrator.post<Problem>(`${base}/areas`, {
      parentId: town.areas.north.id,
      kind: 'ward',
      name: '区の下の区',
    });
    expect([misplaced.status, misplaced.body.issues?.[0]?.path]).toEqual([422, '/kind']);
    const used = await administrator.patch<Problem>(
      `${base}/areas/${town.areas.ward.id}`,
      { closed: true },
      { version: 1 },
    );
    expect([used.status, used.body.code]).toEqual([409, 'areaInUse']);
    const ward = await signIn(app, town.email('administrator-ward'));
    expect(
      (await ward.post(`${base}/areas`, { parentId: town.areas.ward.id, kind: 'daily-life', name: '区内' })).status,
    ).toBe(201);
    expect(
      (await ward.post(`${base}/areas`, { parentId: town.areas.root.id, kind: 'ward', name: '区外' })).status,
    ).toBe(403);
    for (const person of ['tier1', 'tier2-north', 'member-north', 'provider', 'centre-north'] as const)
      expect(
        (
          await (
            await signIn(app, town.email(person))
          ).post(`${base}/areas`, { parentId: town.areas.ward.id, kind: 'daily-life', name: 'x' })
        ).status,
      ).toBe(403);
  });

  it('refuses the character that PostgreSQL cannot store, wherever it stands', async () => {
    expect(
      (await administrator.post(`${base}/areas`, { parentId: town.areas.ward.id, kind: 'daily-life', name: 'a\0b' }))
        .status,
    ).toBe(422);
    expect((await administrator.get(`${base}/users?q=%00`)).status).toBe(422);
    expect((await administrator.get('/municipalities/%00')).status).toBe(422);
  });

  it('adds, renames and retires an entry of a list; a key is taken once', async () => {
    const made = await administrator.post<Saved>(`${base}/codes/service-type`, { key: 'snow', nameJa: '雪かき' });
    expect(made.status).toBe(201);
    expect(
      (await administrator.post<Problem>(`${base}/codes/service-type`, { key: 'snow', nameJa: '除雪' })).body.code,
    ).toBe('duplicate');
    expect(
      (
        await administrator.patch<Saved>(
          `${base}/codes/service-type/${made.body.id}`,
          { nameJa: '雪かき・除雪', retired: true },
          { version: 1 },
        )
      ).body.version,
    ).toBe(2);
    expect(
      (await administrator.patch(`${base}/codes/organisation-kind/${made.body.id}`, { nameJa: 'x' }, { version: 2 }))
        .status,
    ).toBe(404);
    const entries = (
      await administrator.get<{ key: string; name: string; retired: boolean }[]>(`${base}/codes/service-type`)
    ).body;
    expect(entries.find((entry) => entry.key === 'snow')).toMatchObject({ name: '雪かき・除雪', retired: true });
    const ward = await signIn(app, town.email('administrator-ward'));
    expect((await ward.post(`${base}/codes/service-type`, { key: 'ward-only', nameJa: 'x' })).status).toBe(403);
  });
});
