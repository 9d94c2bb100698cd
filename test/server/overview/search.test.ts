import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillSearch } from '../../../server/database/fill-search.ts';
import * as migration from '../../../migrations/20261130040100_search_titles.ts';
import { connect, type Person } from '../../support/app.ts';
import { assessment, communityIntake, startCasework, type Casework } from '../../support/casework.ts';

type Found = {
  groups: {
    kind: string;
    name: string;
    items: { title: string; note: string; path: string }[];
    total: number;
    list: string | null;
  }[];
};

let work: Casework;
const ids: Record<'need' | 'council' | 'meeting' | 'service' | 'referral', string> = {
  need: '',
  council: '',
  meeting: '',
  service: '',
  referral: '',
};

beforeAll(async () => {
  work = await startCasework();
  const post = async (person: Person, path: string, body: unknown): Promise<{ id: string }> => {
    const reply = await (await work.as(person)).post<{ id: string }>(work.path(path), body);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  const root = await work.addCouncil('見本市の協議体', 1, 'root');
  ids.council = await work.addCouncil('北の支え合い会議', 2, 'north');
  ids.service = await work.addService({ name: '髙砂の送迎', type: 'transport', areas: ['ward'] });
  const need = await work.takeIn('centre-north', {
    title: '通院の足がない',
    residentName: '見本 崎子',
    residentKana: 'みほん さきこ',
  });
  ids.need = need.id;
  const decided = await (
    await work.as('tier2-north')
  ).put(work.path(`needs/${need.id}/person`), { person: 'new' }, { version: 1 });
  if (decided.status !== 200) throw new Error(decided.text);
  await work.takeIn('tier2-north', communityIntake(work.town, { title: '通院の足を皆で考える', types: ['transport'] }));
  ids.meeting = (
    await post('tier2-north', `councils/${ids.council}/meetings`, {
      kind: 'council',
      title: '第1回　送迎を考える会',
      heldOn: '2026-11-20',
      attendance: 8,
      needs: [],
    })
  ).id;
  await post('tier2-north', 'proposals', {
    kind: 'report',
    fromCouncilId: ids.council,
    toCouncilId: root,
    answers: { title: '送迎の足りない曜日', body: '足りません' },
  });
  await work.step('tier2-north', `needs/${need.id}`, 'ASSESS', assessment);
  const { decisionId } = await post('tier2-north', `needs/${need.id}/ranking`, undefined).then(
    (ranking) => ranking as unknown as { decisionId: string },
  );
  ids.referral = (await post('tier2-north', `needs/${need.id}/referrals`, { decisionId, serviceId: ids.service })).id;
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

const search = async (person: Person, q: string): Promise<Found['groups']> => {
  const reply = await (await work.as(person)).get<Found>(work.path(`search?q=${encodeURIComponent(q)}`));
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.body.groups;
};
const pathsOf = (groups: Found['groups'], kind: string): string[] =>
  groups.find((group) => group.kind === kind)?.items.map(({ path }) => path) ?? [];

describe('the search over everything', () => {
  it('finds tasks, what rules found, handovers, accounts and definitions, each for who may see it, in one page', async () => {
    const { db } = work.app.installation;
    const task = await (
      await work.as('tier2-north')
    ).post<{ id: string }>(work.path('tasks'), { councilId: ids.council, text: '髙台のひろばを借りる' });
    expect(task.status).toBe(201);
    const ofNeed = { councilId: ids.council, needId: ids.need, text: '髙台に住む人を訪ねる' };
    expect((await (await work.as('tier2-north')).post(work.path('tasks'), ofNeed)).status).toBe(201);
    const decision = await db('decisions').first<{ id: string }>('id');
    const finding = {
      municipality_id: work.town.id,
      council_id: ids.council,
      outcome: 'proposal',
      decision_id: decision?.id,
      found_at: '2026-11-20T00:00:00.000Z',
      confirmed_at: '2026-11-20T00:00:00.000Z',
    };
    await db('findings').insert([
      { ...finding, id: 'found-meals', purpose: 'escalation', type_key: 'meals', status: 'open' },
      { ...finding, id: 'found-gone', purpose: 'escalation', type_key: 'transport', status: 'gone' },
    ]);
    await db('handovers').insert({
      id: 'handed-over',
      municipality_id: work.town.id,
      area_id: work.town.areas.north.id,
      role: 'tier2',
      from_name: '見本 齋藤',
      note: '',
      ends_on: '2026-12-31',
      to_user_id: work.town.users['tier2-north'],
      created_at: '2026-11-20T00:00:00.000Z',
    });
    const people = ['administrator', 'tier1', 'tier2-north', 'tier2-east', 'member-north', 'provider'] as const;
    /** Who finds something of a kind at a path by these words. */
    const finders = async (words: string, kind: string, path: string): Promise<Person[]> => {
      const askers: Person[] = [];
      for (const person of people) if (pathsOf(await search(person, words), kind).includes(path)) askers.push(person);
      return askers;
    };
    const taskAt = `tasks?council=${ids.council}&task=${task.body.id}`;
    expect(await finders('高台 広場', 'task', taskAt)).toEqual([]);
    expect(await finders('高台 ヒロバ', 'task', taskAt)).toEqual([
      'administrator',
      'tier1',
      'tier2-north',
      'member-north',
    ]);
    // What is about a resident is found with the need.
    expect(
      (await search('tier2-north', '高台')).flatMap(({ kind, total }) => (kind === 'task' ? [total] : [])),
    ).toEqual([1]);
    expect(await finders('北の支え 配食', 'finding', `councils/${ids.council}`)).toEqual([
      'administrator',
      'tier1',
      'tier2-north',
    ]);
    expect((await search('tier1', '北の支え')).find(({ kind }) => kind === 'finding')?.total).toBe(1);
    expect(await finders('斎藤 北圏域', 'handover', 'handovers/handed-over')).toEqual(['administrator', 'tier2-north']);
    const account = `settings/users/${work.town.users['tier2-east']}`;
    expect(await finders('TIER2-east@', 'user', account)).toEqual(['administrator']);
    expect(await finders('困りごと 受付', 'definition', 'settings/definitions/form/need-intake')).toEqual([
      'administrator',
      'tier1',
      'tier2-north',
      'tier2-east',
    ]);
    await db('findings').where('id', 'like', 'found-%').delete();
    await db('handovers').delete();
    await db('tasks').delete();
  });

  it.each([
    ['a need by its number', 'No.1', 'need', () => `needs/${ids.need}`],
    ['a need by words of its title', '通院 ない', 'need', () => `needs/${ids.need}`],
    ['a need by who it is about', 'みほん さきこ', 'need', () => `needs/${ids.need}`],
    ['a council by its name', '北の支え', 'council', () => `councils/${ids.council}`],
    ['a meeting, however its letters are wide', '第１回', 'meeting', () => `meetings/${ids.meeting}`],
    ['a service by another form of its kanji', '高砂', 'service', () => `services/${ids.service}`],
    [
      'an organisation by its kana',
      'みほんのかい',
      'organisation',
      () => `services/organisations/${work.town.organisation.id}`,
    ],
  ])('finds %s', async (_what, words, kind, path) => {
    expect(pathsOf(await search('tier2-north', words), kind)).toEqual([path()]);
  });

  it('finds as many meetings as there are, by the title that they have now, and by a place-holder none', async () => {
    const client = await work.as('tier2-north');
    for (let index = 1; index <= 7; index += 1) {
      const title = `見守りのつどい その${index}`;
      const meeting = { kind: 'council', title, heldOn: `2026-10-0${index}`, attendance: 5, needs: [] };
      expect((await client.post(work.path(`councils/${ids.council}/meetings`), meeting)).status).toBe(201);
    }
    const group = async (q: string) => (await search('tier2-north', q)).find(({ kind }) => kind === 'meeting');
    const gatherings = await group('見守り ﾂﾄﾞｲ 支え合い');
    expect(gatherings?.total).toBe(7);
    expect(gatherings?.items.map(({ title }) => title)).toEqual(
      [7, 6, 5, 4, 3].map((index) => `見守りのつどい その${index}`),
    );
    expect(await group('見守り%その')).toBeUndefined();
    const [last] = gatherings?.items ?? [];
    const path = work.path(last?.path ?? '');
    expect((await client.patch(path, { title: '体操の集い' }, { version: 1 })).status).toBe(200);
    expect((await group('見守り つどい'))?.total).toBe(6);
    expect((await group('体操 集い'))?.total).toBe(1);
    expect(await search('tier2-east', '体操の集い')).toEqual([]);
  });

  it('finds what was there before titles were kept to be searched', async () => {
    const { db } = work.app.installation;
    const kept = async () => [
      await db('meetings').orderBy('id').pluck('search'),
      await db('proposals').orderBy('id').pluck('search'),
    ];
    const before = await kept();
    expect(before.flat()).toContain('第1回 送迎ヲ考エル会');
    await migration.down(db);
    await migration.up(db);
    expect(await kept()).toEqual(before);
  });

  it('finds what a server of an older release took in since, once a server has begun', async () => {
    const { db } = work.app.installation;
    const kept = async () => [
      await db('meetings').orderBy('id').select('search', 'version'),
      await db('proposals').orderBy('id').select('search', 'version'),
    ];
    const before = await kept();
    for (const table of ['meetings', 'proposals', 'tasks']) await db(table).update({ search: '' });
    await fillSearch(db);
    expect(await kept()).toEqual(before);
  });

  it('finds proposals by number, title and council, drafts only for who writes them', async () => {
    for (const words of ['送迎 曜日', 'No.1 曜日', '1 曜日', '北の支え合い 曜日', '見本市の協議体 曜日'])
      expect(pathsOf(await search('tier2-north', words), 'proposal'), words).toHaveLength(1);
    expect(pathsOf(await search('tier1', '曜日'), 'proposal')).toEqual([]);
    expect(pathsOf(await search('tier2-east', '曜日'), 'proposal')).toEqual([]);
  });

  it('finds residents for who may know them, by a variant of their kanji too', async () => {
    for (const words of ['見本 﨑子', 'ミホン'])
      expect((await search('tier2-north', words)).find(({ kind }) => kind === 'person')?.items[0]?.title, words).toBe(
        '見本 崎子',
      );
    for (const person of ['tier1', 'member-north', 'provider', 'tier2-east'] as const)
      expect(JSON.stringify(await search(person, '崎子')), person).not.toContain('崎子');
  });

  it('finds by a token only what is of the token’s kinds', async () => {
    const pathsFound = async (kinds: string[]) => {
      const client = await work.as('tier2-north');
      const made = await client.post<{ secret: string }>('/me/tokens', { name: kinds.join('・'), kinds });
      const headers = { Authorization: `Bearer ${made.body.secret}` };
      const path = work.path(`search?q=${encodeURIComponent('見本')}`);
      return (await connect(work.app).ask<Found>('GET', path, undefined, { headers })).body.groups.map(
        ({ kind }) => kind,
      );
    };
    expect(await pathsFound(['home'])).toEqual([]);
    expect(await pathsFound(['home', 'people'])).toEqual(['person']);
  });

  it('tells each role of needs what its own list does', async () => {
    expect(pathsOf(await search('tier2-north', '通院'), 'need')).toHaveLength(2);
    expect(pathsOf(await search('member-north', '通院'), 'need')).toHaveLength(1);
    expect(pathsOf(await search('tier2-east', '通院'), 'need')).toEqual([]);
    const answer = await search('provider', '通院');
    expect(pathsOf(answer, 'need')).toEqual([]);
    expect(pathsOf(answer, 'referral')).toEqual([`referrals/${ids.referral}`]);
    expect(JSON.stringify(await search('tier1', '通院'))).not.toContain('見本');
  });

  it('gives the first of many and the way to the others', async () => {
    for (const number of [1, 2, 3, 4, 5, 6])
      await work.addService({ name: `昼食の会${number}`, type: 'meals', areas: ['north'] });
    const [services] = await search('tier2-north', '昼食');
    expect(services).toMatchObject({ kind: 'service', name: 'サービス', total: 6 });
    expect(services?.items).toHaveLength(5);
    expect(services?.list).toBe(`services?q=${encodeURIComponent('昼食')}`);
  });

  it('puts on record whose needs were shown, and not what was looked for', async () => {
    await search('tier2-north', '通院の足がない');
    const { db } = work.app.installation;
    const line = await db('audit')
      .where({ action: 'search.read' })
      .orderBy('id', 'desc')
      .first<{ id: string; details: string }>();
    expect(await db('audit_looks').where({ audit_id: line?.id }).pluck('record_id')).toContain(ids.need);
    expect(JSON.stringify(line)).not.toContain('通院');
  });

  it('asks for words', async () => {
    expect((await (await work.as('tier2-north')).get(work.path('search?q=%20'))).status).toBe(422);
  });
});
