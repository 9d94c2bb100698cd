import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, createTown, startTestApp, type Person, type TestApp, type Town } from '../../support/app.ts';
import { addCasework, assessment, giveRole, type Casework } from '../../support/casework.ts';
import { supporterAnswers } from '../permissions/records.ts';

/*
 * A small made year, counted by hand. Two councils, north (X) and south (Y), in a ward; one need of the year before, and in this year two of the north, one
 * of the south and one of the east. Meetings of X on 10 June (20 people) and 3 August (15), both put on record in October; of Y on 1 September, of which nobody
 * said how many came. Z is registered on 1 May and helps in X and Y.
 */

type Value = { state: string; count: number | null; unknown: number; of: number | null; said: string };
type Line = {
  key: string | null;
  name: string | null;
  quarters: { value: Value; before: Value }[];
  total: Value;
  before: Value;
  parts: { id: string; value: Value }[];
  own: Value;
};
type Figure = { key: string; name: string; shared: boolean; lines: Line[] };
type Year = {
  area: { id: string };
  areas: { id: string }[];
  parts: { id: string; name: string }[];
  groups: { figures: Figure[] }[];
};
type Records = {
  items: { title: string; path: string; areas: string[]; day: string; amount: string | null }[];
  hidden: number;
};

let app: TestApp;
let town: Town;
let work: Casework;
let unmet = '';

/** The clock on a day at nine in Japan; everybody signs in again. */
const on = (day: string): void => {
  app.clock.now = new Date(`${day}T00:00:00.000Z`);
  work = addCasework(app, town);
};

beforeAll(async () => {
  app = await startTestApp();
  app.clock.now = new Date('2025-04-10T00:00:00.000Z');
  town = await createTown(app);
  on('2025-06-10');
  const [x, y] = [await work.addCouncil('Xの協議体', 2, 'north'), await work.addCouncil('Yの協議体', 2, 'south')];
  await work.addService({ name: '北と東の送迎', type: 'transport', areas: ['north', 'east'] });
  const post = async (person: Person, path: string, body: object): Promise<string> => {
    const reply = await (await work.as(person)).post<{ id: string }>(work.path(path), body);
    if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${reply.text}`);
    return reply.body.id;
  };
  await work.takeIn('centre-north', { receivedOn: '2025-06-01', title: '昨年度の相談' });

  on('2026-04-20');
  unmet = (await work.takeIn('tier2-north', { receivedOn: '2026-04-15', title: '北の一' })).id;
  await work.takeIn('tier2-north', { receivedOn: '2026-03-31', title: '年度の前の日' });
  await work.takeIn('tier2-north', { receivedOn: '2026-04-01', title: '北の二' });
  await work.step('tier2-north', `needs/${unmet}`, 'ASSESS', assessment);
  await work.step('tier2-north', `needs/${unmet}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '無い' });

  on('2026-05-01');
  // Only who looks after both areas can enter somebody who helps in both.
  await giveRole(work, 'centre-north', 'centre', { area: 'ward' });
  const z = `registers/supporter/records/${await post('centre-north', 'registers/supporter/records', {
    answers: supporterAnswers(town, { activeAreas: [town.areas.north.id, town.areas.south.id] }),
  })}`;
  await work.step('centre-north', z, 'REGISTER');
  await work.step('centre-north', z, 'ASK', { place: '茶の間', askedOn: '2026-05-01', content: '見守り' });
  await work.step('centre-north', z, 'YES', { answeredOn: '2026-05-01' });
  await work.step('centre-north', z, 'LOG', { day: '2026-05-01', place: '茶の間', hours: 1.5, times: 1 });

  on('2026-10-05');
  await work.takeIn('tier2-east', { receivedOn: '2026-07-01', area: town.areas.east.id, title: '東の一' });
  const meeting = (council: string, heldOn: string, attendance: number, kind = 'council', jointIds: string[] = []) =>
    post('administrator', `councils/${council}/meetings`, {
      kind,
      title: `${heldOn}の会議`,
      heldOn,
      attendance,
      jointIds,
    });
  await meeting(x, '2026-06-10', 20, 'council', [y]);
  await meeting(x, '2026-08-03', 15);
  const uncounted = await meeting(y, '2026-09-01', 1);
  // As a step whose form does not ask it leaves it.
  await app.installation.db('meetings').where({ id: uncounted }).update({ attendance: 0 });
  await meeting(x, '2026-10-01', 9, 'study');
  await work.step('tier2-north', `needs/${unmet}`, 'CLOSE', { cause: 'moved' });
  // Of two months, put on record together.
  await work.step('centre-north', z, 'LOG', { day: '2026-09-30', place: '茶の間', hours: 2, times: 2 });
  await work.step('centre-north', z, 'LOG', { day: '2026-10-02', place: '茶の間', hours: 2.5, times: 1 });
  on('2026-11-23');
});
afterAll(async () => {
  expect(app.logged).toEqual([]);
  await app.close();
});

const read = async (person: Person, query = ''): Promise<Year> =>
  (await (await work.as(person)).get<Year>(work.path(`year${query}`))).body;
const figureOf = (year: Year, key: string): Figure => {
  const figure = year.groups.flatMap(({ figures }) => figures).find((each) => each.key === key);
  if (!figure) throw new Error(`no figure ${key}`);
  return figure;
};
/** The figure's quarters, its year and the year before, in words. */
const said = (year: Year, key: string, line = 0): string[] => {
  const { quarters, total, before } = figureOf(year, key).lines[line]!;
  return [...quarters.map(({ value }) => value.said), total.said, before.said];
};
const inArea = (key: 'north' | 'south' | 'east' | 'ward'): string => `?area=${town.areas[key].id}`;

describe('the year’s sheet', () => {
  it.each([
    ['', 'needs-received', '2件 1件 0件 まだ 3件 2件'],
    ['north', 'needs-received', '2件 0件 0件 まだ 2件 2件'],
    ['', 'needs-unmet', '1件 0件 0件 まだ 1件 0件'],
    ['', 'needs-closed', '0件 0件 1件 まだ 1件 0件'],
    ['', 'council-meetings', '1回 2回 0回 まだ 3回 0回'],
    ['north', 'council-meetings', '1回 1回 0回 まだ 2回 0回'],
    ['south', 'council-meetings', '1回 1回 0回 まだ 2回 0回'],
    ['', 'other-meetings', '0回 0回 1回 まだ 1回 0回'],
    ['', 'participation', '延べ20人 延べ15人＋不明1回 延べ9人 まだ 延べ44人＋不明1回 延べ0人'],
    ['north', 'participation', '延べ20人 延べ15人 延べ9人 まだ 延べ44人 延べ0人'],
    ['south', 'participation', '延べ20人 不明1回 延べ0人 まだ 延べ20人＋不明1回 延べ0人'],
    ['', 'councils', '2協議体 2協議体 2協議体 まだ 2協議体 2協議体'],
    ['', 'councils-founded', '0協議体 0協議体 0協議体 まだ 0協議体 0協議体'],
    ['', 'coordinators', '0人 0人 0人 まだ 0人 0人'],
    ['', 'supporter-registered', '1人 0人 0人 まだ 1人 0人'],
    ['', 'supporter-running', '1人 1人 1人 まだ 1人 0人'],
    ['south', 'supporter-running', '1人 1人 1人 まだ 1人 0人'],
    ['', 'supporter-times', '延べ1人 延べ2人 延べ1人 まだ 延べ4人 延べ0人'],
    ['north', 'supporter-hours', '1.5時間 2時間 2.5時間 まだ 6時間 0時間'],
    ['south', 'supporter-hours', '0時間 0時間 0時間 まだ 0時間 0時間'],
    ['', 'services-found', '0か所 0か所 0か所 まだ 0か所 1か所'],
    ['', 'services-open', '1か所 1か所 1か所 まだ 1か所 1か所'],
    ['', 'services-confirmed', '不明 不明 0か所 まだ 0か所 不明'],
    ['', 'proposals-sent', '0件 0件 0件 まだ 0件 0件'],
    ['', 'reflected', '未確定 未確定 未確定 まだ 未確定 なし'],
  ] as const)('%s: %s is what was counted by hand', async (area, key, counted) => {
    const year = await read('tier1', area === '' ? '' : inArea(area));
    expect(said(year, key).join(' ')).toBe(counted);
  });

  it('tells by area too, and that the whole is less where one counts for several areas', async () => {
    const year = await read('tier1', inArea('ward'));
    expect(year.parts.map(({ name }) => name)).toEqual(['北圏域', '南圏域']);
    const helpers = figureOf(year, 'supporter-running');
    expect(helpers.lines[0]!.parts.map(({ value }) => value.count)).toEqual([1, 1]);
    expect([helpers.lines[0]!.total.count, helpers.shared]).toEqual([1, true]);
    // The joint one counts for both councils, and once in the whole.
    const met = figureOf(year, 'council-meetings');
    expect(met.lines[0]!.parts.map(({ value }) => value.count)).toEqual([2, 2]);
    expect([met.lines[0]!.total.count, met.shared]).toEqual([3, true]);
    expect(figureOf(year, 'councils').lines.map(({ name }) => name)).toEqual([null, '第2層・準備']);
    expect(figureOf(await read('tier1', ''), 'other-meetings').lines[1]!.name).toBe('勉強会');
  });

  it('knows nothing of the time before there were records: that is not 0', async () => {
    const year = await read('tier1', '?year=2024');
    expect(said(year, 'needs-received')).toEqual(Array(6).fill('不明'));
    expect(said(year, 'councils').at(-1)).toBe('不明');
    expect(said(await read('tier1', '?year=2027'), 'needs-received').slice(0, 5)).toEqual(Array(5).fill('まだ'));
  });

  it('is read where one works, and by who answers for the whole', async () => {
    const at = async (person: Person, query = '') =>
      (await (await work.as(person)).get(work.path(`year${query}`))).status;
    expect([await at('member-north'), await at('provider'), await at('centre-north')]).toEqual([403, 403, 403]);
    expect(await at('tier2-north', inArea('south'))).toBe(404);
    const own = await read('tier2-north');
    expect([own.area.id, own.areas.length]).toEqual([town.areas.north.id, 1]);
    expect((await read('administrator-ward')).area.id).toBe(town.areas.root.id);
  });

  it('opens the records behind a figure, as far as the asker may be told of them', async () => {
    const list = async (person: Person, path: string): Promise<Records> =>
      (await (await work.as(person)).get<Records>(work.path(`year/${path}`))).body;
    const meetings = await list('tier1', 'participation/records?quarter=2');
    expect(meetings.items.map(({ title, amount }) => [title, amount])).toEqual([
      ['Yの協議体「2026-09-01の会議」', '不明1回'],
      ['Xの協議体「2026-08-03の会議」', '延べ15人'],
    ]);
    const unmetOnes = await list('tier2-north', 'needs-unmet/records');
    expect(unmetOnes.items).toEqual([
      expect.objectContaining({ path: `needs/${unmet}`, title: expect.stringContaining('北の一'), day: '2026-04-20' }),
    ]);
    // A token that is limited to home pages is told of no needs, as on the home page itself.
    const { body: token } = await (
      await work.as('tier2-north')
    ).post<{ secret: string }>('/me/tokens', { name: '集計', kinds: ['home'] });
    const bearer = { headers: { Authorization: `Bearer ${token.secret}` } };
    const { body: byToken } = await connect(app).get<Records>(work.path('year/needs-unmet/records'), bearer);
    expect(byToken).toMatchObject({ items: [], hidden: 1 });
    const helpers = await list('tier1', 'supporter-running/records');
    expect(helpers.items).toHaveLength(1);
    expect(JSON.stringify(helpers)).not.toContain('助手');
    // The east's sheet is not this coordinator's; of a helper who lives elsewhere they are told nothing.
    expect((await (await work.as('tier2-east')).get(work.path('year/councils/records'))).body).toMatchObject({
      items: [],
    });
    expect((await (await work.as('tier1')).get(work.path('year/none/records'))).status).toBe(404);
    const looks: string[] = await app.installation.db('audit').where({ action: 'year.records' }).pluck('id');
    expect(looks.length).toBe(2);
  });

  it('counts of a register only what the asker’s rights reach', async () => {
    const register = app.installation.db('definitions').where({ kind: 'register', key: 'supporter' });
    const withRights = async (rights: object[] | null) => {
      await register.clone().update({ supplement: rights && JSON.stringify({ rights }) });
    };
    const counted = async (person: Person, area = '') => {
      const year = await read(person, area);
      return ['running', 'registered', 'hours'].map(
        (what) => figureOf(year, `supporter-${what}`).lines[0]!.total.count,
      );
    };
    const tier1 = { roles: ['tier1'], where: 'anywhere', may: ['see'], told: 'tier1' };
    await withRights([{ ...tier1, when: ['running'] }]);
    expect(await counted('tier1')).toEqual([1, 1, 6]);
    // Whom they may see only while they stand otherwise than this one does.
    await withRights([{ ...tier1, when: ['offerable', 'draft'] }]);
    expect(await counted('tier1')).toEqual([0, 0, 0]);
    expect((await (await work.as('tier1')).get<Records>(work.path('year/supporter-hours/records'))).body).toMatchObject(
      {
        items: [],
        hidden: 0,
      },
    );
    // Whoever sees those of an area counts those who help there.
    await withRights([{ roles: ['tier2'], may: ['see'] }]);
    expect([await counted('tier2-north'), await counted('tier2-east')]).toEqual([
      [1, 1, 6],
      [0, 0, 0],
    ]);
    await giveRole(work, 'tier2-east', 'tier2', { area: 'south' });
    expect(await counted('tier2-east', inArea('south'))).toEqual([1, 1, 0]);
    await withRights(null);
    expect(await counted('tier1')).toEqual([1, 1, 6]);
  });

  it('says which line was asked for, also where there is nothing behind it in that quarter', async () => {
    const { key } = figureOf(await read('tier1'), 'other-meetings').lines[1]!;
    const path = `year/other-meetings/records?quarter=1&line=${encodeURIComponent(key!)}`;
    const { body } = await (await work.as('tier1')).get(work.path(path));
    expect(body).toMatchObject({ line: '勉強会', items: [] });
  });

  it('leaves blank in the list behind a figure what its field does not tell the asker', async () => {
    const list = async (figure: string) =>
      (await (await work.as('tier1')).get<Records>(work.path(`year/supporter-${figure}/records`))).body.items;
    expect(await list('hours')).toEqual([expect.objectContaining({ amount: '6時間' })]);
    expect(await list('running')).toEqual([
      expect.objectContaining({ areas: expect.arrayContaining(['北圏域', '南圏域']) }),
    ]);
    const untell = (key: string, field: string) =>
      app.installation
        .db('definitions')
        .where({ kind: 'form', key })
        .update({ supplement: JSON.stringify({ schema: { properties: { [field]: { 'x-tell': null } } } }) });
    await untell('supporter-log', 'hours');
    await untell('supporter', 'activeAreas');
    expect(await list('hours')).toEqual([expect.objectContaining({ amount: null })]);
    expect(await list('times')).toEqual([expect.objectContaining({ amount: '延べ4人' })]);
    expect(await list('running')).toEqual([expect.objectContaining({ areas: [] })]);
  });

  it('is written out for Excel, with what each figure means', async () => {
    const reply = await (await work.as('tier1')).get(work.path('year/export'));
    expect(reply.status).toBe(200);
    const files = unzipSync(reply.bytes);
    const text = (name: string): string => new TextDecoder().decode(files[name]);
    expect(Object.keys(files).filter((name) => name.startsWith('xl/worksheets'))).toHaveLength(4);
    expect(text('xl/worksheets/sheet1.xml')).toContain('延べ44人＋不明1回');
    expect(text('xl/worksheets/sheet2.xml')).toContain('中央区');
    expect(text('xl/worksheets/sheet3.xml')).toContain('受け付けた日で数えます');
    expect(text('xl/workbook.xml')).toContain('数字の説明');
  });
});
