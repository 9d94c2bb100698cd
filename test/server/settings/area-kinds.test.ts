import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportPreview } from '../../../server/imports/types.ts';
import { cityTemplates } from '../../../server/settings/codes/starting-codes.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

type Kind = { id: string; key: string; nameJa: string; marks: string[]; retired: boolean; version: number };
type Area = { id: string; name: string; kind: string; tier: 1 | 2 | null; parentId: string | null };
type Saved = { id: string; version: number };
type Problem = { code: string; issues?: { path: string; code: string; message: string }[] };

describe(`kinds of area on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  let base: string;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    administrator = await signIn(app, town.email('administrator'));
    base = `/municipalities/${town.code}`;
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  const kinds = async () => (await administrator.get<Kind[]>(`${base}/codes/area-kind`)).body;
  const kind = async (key: string): Promise<Kind> => {
    const entry = (await kinds()).find((each) => each.key === key);
    if (!entry) throw new Error(`no kind ${key}`);
    return entry;
  };
  const patchKind = async (key: string, body: object) => {
    const { id, version } = await kind(key);
    return administrator.patch<Problem>(`${base}/codes/area-kind/${id}`, body, { version });
  };
  const addArea = (parentId: string, kindKey: string, name: string) =>
    administrator.post<Saved & Problem>(`${base}/areas`, { parentId, kind: kindKey, name });
  const addCouncil = (areaId: string, name: string) =>
    administrator.post<Saved & Problem>(`${base}/councils`, { name, areaId, workflowKey: 'standard' });
  const areas = async () => (await administrator.get<Area[]>(`${base}/areas`)).body;

  it('are a list of the city, from the widest on, with the tier of the councils that stand there', async () => {
    expect((await kinds()).map(({ key, marks }) => [key, marks])).toEqual([
      ['municipality', ['top', 'tier-1']],
      ['ward', ['tier-1']],
      ['group', []],
      ['daily-life', ['tier-2']],
    ]);
    expect((await areas()).map(({ name, kind: key, tier }) => [name, key, tier])).toEqual([
      ['見本市', 'municipality', 1],
      ['中央区', 'ward', 1],
      ['北圏域', 'daily-life', 2],
      ['南圏域', 'daily-life', 2],
      ['東圏域', 'daily-life', 2],
    ]);
  });

  it('lie below wider ones only; what may be chosen is said by the city’s own names', async () => {
    expect((await patchKind('daily-life', { nameJa: '地区' })).status).toBe(200);
    const group = await addArea(town.areas.root.id, 'group', '旧町エリア');
    expect(group.status).toBe(201);
    expect((await addArea(group.body.id, 'daily-life', '浜地区')).status).toBe(201);
    const wrong = await addArea(group.body.id, 'ward', '浜区');
    expect(wrong).toMatchObject({ status: 422, body: { issues: [{ path: '/kind', code: 'misplaced' }] } });
    expect(wrong.body.issues?.[0]?.message).toBe(
      '「旧町エリア」の下に置けるのは、地区です。種類を選び直してください。',
    );
    const none = await addArea(town.areas.north.id, 'group', '北の中');
    expect(none.body.issues?.[0]?.message).toContain('「北圏域」の下に置ける種類の圏域がありません');
    expect((await addArea(town.areas.root.id, 'village', '村')).body.issues).toMatchObject([
      { path: '/kind', code: 'unknown' },
    ]);
    expect((await addArea(town.areas.ward.id, 'municipality', '市の中の市')).status).toBe(422);
  });

  it('say where a council stands, and of which tier; councils that stand already keep theirs', async () => {
    const group = (await areas()).find(({ name }) => name === '旧町エリア');
    const refused = await addCouncil(group?.id ?? '', '旧町の会議');
    expect(refused).toMatchObject({ status: 422, body: { issues: [{ path: '/areaId', code: 'noTier' }] } });
    expect(refused.body.issues?.[0]?.message).toContain('旧町エリア');
    const list = new TextEncoder().encode('協議体名,圏域\n旧町の会議,旧町エリア\n');
    const file = await administrator.post<Saved>(`${base}/imports/files?fileName=councils.csv&kind=councils`, list);
    const preview = await administrator.post<ImportPreview>(`${base}/imports/preview`, {
      kind: 'councils',
      fileId: file.body.id,
    });
    expect(preview.body.issues.map(({ column, code, level }) => [column, code, level])).toEqual([
      ['圏域', 'noTier', 'error'],
    ]);

    const east = await addCouncil(town.areas.east.id, '東の会議');
    expect((await patchKind('group', { marks: ['tier-1'] })).status).toBe(200);
    expect((await patchKind('daily-life', { marks: [] })).status).toBe(200);
    expect((await areas()).filter(({ kind: key }) => key === 'daily-life').map(({ tier }) => tier)).not.toContain(2);
    const made = await addCouncil(group?.id ?? '', '旧町の会議');
    const tierOf = async (id: string) =>
      (await administrator.get<{ tier: number }>(`${base}/councils/${id}`)).body.tier;
    expect([await tierOf(made.body.id), await tierOf(east.body.id)]).toEqual([1, 2]);
    expect((await addCouncil(town.areas.south.id, '南の会議')).body.issues?.[0]?.code).toBe('noTier');
    expect((await patchKind('daily-life', { marks: ['tier-2'] })).status).toBe(200);
  });

  it('keep one top, one tier each, and no marks of another list', async () => {
    const said = async (key: string, marks: string[]) => {
      const { status, body } = await patchKind(key, { marks });
      return [status, body.issues?.map(({ path, code }) => [path, code])];
    };
    expect(await said('ward', ['tier-1', 'tier-2'])).toEqual([422, [['/marks', 'tiers']]]);
    expect(await said('ward', ['top', 'tier-1'])).toEqual([422, [['/marks', 'top']]]);
    expect(await said('municipality', ['tier-1'])).toEqual([422, [['/marks', 'top']]]);
    expect(await said('ward', ['examined'])).toEqual([422, [['/marks', 'unknown']]]);
    // A city that has no council of its own.
    expect((await said('municipality', ['top']))[0]).toBe(200);
    expect((await areas())[0]?.tier).toBe(null);
    const tier1 = await signIn(app, town.email('tier1'));
    const { id, version } = await kind('ward');
    expect((await tier1.patch(`${base}/codes/area-kind/${id}`, { nameJa: '区域' }, { version })).status).toBe(403);
  });

  it('keep the whole municipality first, and the order in which areas lie below one another', async () => {
    const move = async (key: string, position: number) => {
      const { status, body } = await patchKind(key, { position });
      return [status, body.issues?.map(({ path, code, message }) => [path, code, message])];
    };
    const top = [422, [['/position', 'top', expect.stringContaining('いつも先頭です')]]];
    expect(await move('municipality', 5)).toEqual(top);
    expect(await move('group', 0)).toEqual(top);
    const first = { key: 'before-all', nameJa: '圏域の外', position: 0 };
    expect((await administrator.post(`${base}/codes/area-kind`, first)).status).toBe(422);
    // The northern area lies in a ward.
    const below = [422, [['/position', 'areas', expect.stringContaining('「中央区」（区）の下にあります')]]];
    expect(await move('ward', 9)).toEqual(below);
    expect(await move('daily-life', 1)).toEqual(below);
    expect((await move('daily-life', 7))[0]).toBe(200);
    expect((await kinds()).map(({ key }) => key)).toEqual(['municipality', 'ward', 'group', 'daily-life']);
  });

  it('that a city has no more lie above nothing', async () => {
    const { db } = app.installation;
    const odd = await addArea(town.areas.root.id, 'group', '変わったエリア');
    await db('areas').where({ id: odd.body.id }).update({ kind: 'hamlet' });
    expect((await addArea(odd.body.id, 'municipality', '市の中の市')).body.issues).toMatchObject([
      { path: '/kind', code: 'misplaced' },
    ]);
    await db('areas').where({ id: odd.body.id }).delete();
  });

  it('are closed once it is said what is of them; that of the whole municipality never is', async () => {
    const ward = await kind('ward');
    const usage = await administrator.get(`${base}/usage?kind=area-kind&id=${ward.id}`);
    expect(usage.body).toMatchObject({
      items: [{ what: 'areas', count: 1, list: 'settings/areas', becomes: 'moves' }],
      follows: true,
      // Of those below a ward and above an area of daily life.
      successors: [{ id: (await kind('group')).id }],
    });
    const close = ({ id, version }: Kind) =>
      administrator.post<Problem>(`${base}/closings`, { kind: 'area-kind', id }, { version });
    expect((await close(ward)).status).toBe(201);
    expect((await addArea(town.areas.root.id, 'ward', '西区')).body.issues?.[0]?.path).toBe('/kind');
    // What lies in a ward still can be added.
    expect((await addArea(town.areas.ward.id, 'daily-life', '西地区')).status).toBe(201);
    const top = await close(await kind('municipality'));
    expect([top.status, top.body.code]).toEqual([409, 'topKind']);
    const { id, version } = await kind('municipality');
    const planned = await administrator.post<Problem>(
      `${base}/closings`,
      { kind: 'area-kind', id, from: '2027-04-01' },
      { version },
    );
    expect([planned.status, planned.body.code]).toEqual([409, 'topKind']);
    expect((await patchKind('municipality', { retired: true })).body.code).toBe('topKind');
    expect((await patchKind('ward', { retired: false })).status).toBe(200);
  });

  it('hand the areas that are of them to the kind that follows, where that fits what lies above and below and the councils there', async () => {
    const { db } = app.installation;
    const city = await createTown(app, '99777', '種類の市');
    const editor = await signIn(app, city.email('administrator'));
    const at = `/municipalities/${city.code}`;
    const entries = async () => (await editor.get<Kind[]>(`${at}/codes/area-kind`)).body;
    const entry = async (key: string): Promise<Kind> => (await entries()).find((each) => each.key === key)!;
    for (const [key, marks] of [
      ['village', ['tier-2']],
      ['hamlet', []],
      ['block', ['tier-2']],
    ] as const)
      expect((await editor.post(`${at}/codes/area-kind`, { key, nameJa: key, marks })).status, key).toBe(201);
    const council = await editor.post<Saved>(`${at}/councils`, {
      name: '北の会議',
      areaId: city.areas.north.id,
      workflowKey: 'standard',
    });
    expect(council.status).toBe(201);
    const below = await editor.post<Saved>(`${at}/areas`, {
      parentId: city.areas.south.id,
      kind: 'hamlet',
      name: '南組',
    });
    expect(below.status).toBe(201);
    const shut = await editor.post<Saved>(`${at}/areas`, {
      parentId: city.areas.ward.id,
      kind: 'daily-life',
      name: '旧圏域',
    });
    await db('areas').where({ id: shut.body.id }).update({ closed_at: '2026-11-01T00:00:00.000Z' });
    const dailyLife = await entry('daily-life');
    const usage = await editor.get<{ items: object[]; follows: boolean; successors: Saved[] }>(
      `${at}/usage?kind=area-kind&id=${dailyLife.id}`,
    );
    const village = await entry('village');
    // Not the group (no council stands there), not the hamlet (one lies below), and not the block (it comes behind that).
    expect(usage.body).toMatchObject({
      items: [{ what: 'areas', count: 3, becomes: 'moves' }],
      follows: true,
      successors: [{ id: village.id, name: 'village' }],
    });
    const close = (successorId: string) =>
      editor.post<Problem & { moved: object }>(
        `${at}/closings`,
        { kind: 'area-kind', id: dailyLife.id, successorId },
        { version: dailyLife.version },
      );
    for (const key of ['municipality', 'ward', 'group', 'hamlet', 'block'])
      expect([key, (await close((await entry(key)).id)).body.issues?.[0]?.path]).toEqual([key, '/successorId']);
    const done = await close(village.id);
    expect([done.status, done.body.moved]).toEqual([201, { areas: 3 }]);
    const rows = await db('areas')
      .where({ municipality_id: city.id })
      .orderBy('name')
      .select('id', 'name', 'kind', 'version');
    expect(Object.fromEntries(rows.map(({ name, kind: key, version }) => [name, `${key} ${version}`]))).toEqual({
      種類の市: 'municipality 1',
      中央区: 'ward 1',
      北圏域: 'village 2',
      南圏域: 'village 2',
      東圏域: 'village 2',
      南組: 'hamlet 1',
      旧圏域: 'daily-life 1',
    });
    const lines = await db('audit').where({ municipality_id: city.id, action: 'area.update' }).pluck('record_id');
    expect(lines.toSorted()).toEqual([city.areas.north.id, city.areas.south.id, city.areas.east.id].toSorted());
    expect((await editor.get<{ name: string }>(`${at}/councils/${council.body.id}`)).body.name).toBe('北の会議');
  });

  it('are told apart in a list of areas: by name, or by what lies below what', async () => {
    const list =
      '圏域名,区,種別\n港一地区,港エリア,\n港エリア,港区,\n港区,,\n港二地区,港エリア,地区\n島区,港エリア,区\n輪,環,\n環,輪,\n岬,,なぞ\n';
    const file = await administrator.post<Saved>(
      `${base}/imports/files?fileName=areas.csv&kind=areas`,
      new TextEncoder().encode(list),
    );
    const preview = await administrator.post<ImportPreview>(`${base}/imports/preview`, {
      kind: 'areas',
      fileId: file.body.id,
    });
    expect(preview.body.issues.map(({ row, code, level }) => [row, code, level])).toEqual([
      [6, 'parentUnfit', 'error'],
      [7, 'parentUnfit', 'error'],
      [8, 'parentUnfit', 'error'],
      [9, 'areaKindUnknown', 'warning'],
    ]);
    const { mapping } = preview.body;
    const made = await administrator.post(`${base}/imports`, { kind: 'areas', fileId: file.body.id, mapping });
    expect(made.status).toBe(201);
    expect(
      (await areas()).filter(({ name }) => /^[港岬]/.test(name)).map(({ name, kind: key }) => [name, key]),
    ).toEqual(
      expect.arrayContaining([
        ['港区', 'ward'],
        ['港エリア', 'group'],
        ['港一地区', 'daily-life'],
        ['港二地区', 'daily-life'],
        ['岬', 'daily-life'],
      ]),
    );
  });

  it('go into a list beside a row without a name, and below an area of a kind that is not used any more', async () => {
    const ward = await kind('ward');
    expect((await patchKind('ward', { retired: true })).status).toBe(200);
    const list = '圏域名,区,種別\n,,\n月地区,,\n星エリア,中央区,\n星地区,星エリア,\n中の区,中央区,区\n';
    const file = await administrator.post<Saved>(
      `${base}/imports/files?fileName=areas.csv&kind=areas`,
      new TextEncoder().encode(`${list},中央区,日常生活圏域\n`),
    );
    const { body } = await administrator.post<ImportPreview>(`${base}/imports/preview`, {
      kind: 'areas',
      fileId: file.body.id,
    });
    expect(body.issues.map(({ row, code, level }) => [row, code, level])).toEqual([
      [6, 'areaKindUnknown', 'warning'],
      [7, 'nameMissing', 'error'],
    ]);
    const made = await administrator.post(`${base}/imports`, {
      kind: 'areas',
      fileId: file.body.id,
      mapping: body.mapping,
    });
    expect(made.status).toBe(201);
    expect(
      (await areas()).filter(({ name }) => /^[月星中]/.test(name)).map(({ name, kind: key }) => [name, key]),
    ).toEqual(
      expect.arrayContaining([
        ['月地区', 'daily-life'],
        ['星エリア', 'group'],
        ['星地区', 'daily-life'],
        ['中の区', 'daily-life'],
      ]),
    );
    expect((await patchKind(ward.key, { retired: false })).status).toBe(200);
  });

  it('come with the template of a city: one top, and where each tier stands', () => {
    const marks = Object.entries(cityTemplates).map(([template, { lists }]) => [
      template,
      'area-kind' in lists ? lists['area-kind'].map(([, ja, , mark = '']) => `${ja} ${mark}`.trim()) : [],
    ]);
    expect(Object.fromEntries(marks)).toEqual({
      standard: [],
      ishinomaki: ['市 top,tier-1', 'エリア', '地区 tier-2'],
      niigata: ['市 top,tier-1', '区 tier-1', '圏域 tier-2'],
    });
  });
});
