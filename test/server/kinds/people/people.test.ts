import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { communityIntake, intake, startCasework, type Casework } from '../../../support/casework.ts';

type Saved = { id: string; version: number };
type Person = { id: string; number: number; name: string; telephone: string | null; version: number };
type Likely = { items: { person: Person; by: string[]; needs: number }[] };
type Need = { id: string; version: number; person: { id: string; number: number; name: string } | null };
type PersonNeeds = { needs: { id: string }[]; referrals: { id: string }[]; likely: { id: string }[] };
type Words = Record<string, unknown>;

let work: Casework;
beforeAll(async () => {
  work = await startCasework();
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

const hana = { residentName: '架空 ハナ', residentKana: 'かくう はな', phone: '0225-00-0000', birth: '1944-03-02' };
const takeIn = async (answers: Words = {}, person?: unknown, who: 'tier2-north' | 'tier2-east' = 'tier2-north') => {
  const client = await work.as(who);
  return client.post<Saved & { issues?: { path: string; message: string }[] }>(work.path('needs'), {
    answers: intake(work.town, { ...hana, ...answers }),
    ...(person === undefined ? {} : { person }),
  });
};
const likely = async (answers: Words, who: 'tier2-north' | 'tier2-east' = 'tier2-north') =>
  (
    await (
      await work.as(who)
    ).post<Likely>(work.path('needs/likely-people'), { answers: intake(work.town, { ...hana, ...answers }) })
  ).body.items;
const read = async <T>(path: string): Promise<T> => (await (await work.as('tier2-north')).get<T>(work.path(path))).body;
const needOf = (id: string): Promise<Need> => read<Need>(`needs/${id}`);

describe('whose a need is', () => {
  it('is said by the officer who takes it in: somebody new, and the next time the same', async () => {
    expect(await likely({})).toEqual([]);
    const first = await takeIn({}, 'new');
    expect(first.status).toBe(201);
    const { person } = await needOf(first.body.id);
    expect(person).toMatchObject({ number: 1, name: '架空 ハナ' });
    const [match, ...more] = await likely({});
    expect(more).toEqual([]);
    expect(match).toMatchObject({
      person: { id: person?.id, name: '架空 ハナ' },
      by: ['kana', 'birth', 'telephone'],
      needs: 1,
    });
    const second = await takeIn({ title: '庭の草取り' }, { id: person?.id });
    expect((await needOf(second.body.id)).person?.id).toBe(person?.id);
    expect((await read<PersonNeeds>(`people/${person?.id}/needs`)).needs.map((need) => need.id)).toEqual([
      second.body.id,
      first.body.id,
    ]);
  });

  it.each([
    [
      'kana without its space, in katakana',
      { residentKana: 'カクウハナ', phone: undefined, birth: undefined },
      ['kana'],
    ],
    ['half-width kana', { residentKana: 'ｶｸｳ ﾊﾅ', phone: undefined, birth: undefined }, ['kana']],
    ['a telephone from abroad', { residentKana: 'べつ', phone: '+81 225 00 0000', birth: undefined }, ['telephone']],
    ['a birthday', { residentKana: 'べつ', phone: undefined, birth: '1944-03-02' }, ['birth']],
    ['nothing', { residentKana: 'べつ', phone: '0225-00-0009', birth: '1944-03-03' }, null],
  ])('is recognised by %s', async (_what, answers, by) => {
    expect((await likely(answers)).map((match) => match.by)).toEqual(by === null ? [] : [by]);
  });

  it('is recognised behind a telephone that a whole home shares', async () => {
    const { db } = work.app.installation;
    const [row] = await db('people').where({ name: '架空 ハナ' });
    const shared = { telephone: '0225-44-0000', telephone_key: '0225440000', birth: null };
    const others = Array.from({ length: 60 }, (_none, index) => ({
      ...row,
      ...shared,
      id: `home-${index}`,
      number: 100 + index,
      name: `入居 ${index}`,
      kana: 'にゅうきょ',
      kana_key: 'ニュウキョ',
    }));
    await db.batchInsert('people', others, 10);
    await db('people').insert([
      { ...others[0], id: 'home-kana', number: 500, name: '施設 イロ', kana_key: 'シセツイロ' },
      { ...others[0], id: 'home-moved', number: 501, kana_key: 'シセツイロ', telephone_key: '' },
      { ...others[0], id: 'home-birth', number: 502, kana_key: 'ベツ', telephone_key: '', birth: '1930-01-01' },
    ]);
    const matches = await likely({ residentKana: 'しせつ いろ', phone: '0225-44-0000', birth: '1930-01-01' });
    expect(matches.slice(0, 3).map(({ person, by }) => [person.id, by])).toEqual([
      ['home-kana', ['kana', 'telephone']],
      ['home-moved', ['kana']],
      ['home-birth', ['birth']],
    ]);
    expect(matches[3]?.by).toEqual(['telephone']);
    await db('people').where('id', 'like', 'home-%').delete();
  });

  it('is never linked by itself: without a decision it is nobody’s, and is offered on the resident’s page', async () => {
    const { id, version } = (await takeIn({ title: '通院の付き添い' })).body;
    expect((await needOf(id)).person).toBeNull();
    const [match] = await read<Likely>(`needs/${id}/likely-people`).then((body) => body.items);
    const person = match?.person.id ?? '';
    const listed = async () => {
      const { needs, likely } = await read<PersonNeeds>(`people/${person}/needs`);
      return [needs, likely].map((list) => list.some((need) => need.id === id));
    };
    expect(await listed()).toEqual([false, true]);
    const client = await work.as('tier2-north');
    const put = (choice: unknown, seen: number) =>
      client.put<Saved>(work.path(`needs/${id}/person`), { person: choice }, { version: seen });
    expect((await put({ id: person }, version + 1)).status).toBe(409);
    const linked = await put({ id: person }, version);
    expect(linked.status).toBe(200);
    expect(await listed()).toEqual([true, false]);
    expect((await put(null, linked.body.version)).status).toBe(200);
    expect(await listed()).toEqual([false, true]);
    const lines = await work.app.installation.db('audit').where({ action: 'need.person', record_id: id }).orderBy('id');
    expect(lines.map((line) => [line.record_title.startsWith('No.'), JSON.parse(line.details)])).toEqual([
      [true, { version: 2, person }],
      [true, { version: 3, person: null }],
    ]);
  });

  it('cannot be said of the community’s, nor with somebody who is not known here', async () => {
    const client = await work.as('tier2-north');
    const community = await client.post<{ issues: { path: string }[] }>(work.path('needs'), {
      answers: communityIntake(work.town),
      person: 'new',
    });
    expect([community.status, community.body.issues[0]?.path]).toEqual([422, '/person']);
    const unknown = await takeIn({}, { id: 'nobody' });
    expect([unknown.status, unknown.body.issues?.[0]?.message]).toEqual([422, expect.stringContaining('候補から')]);
  });

  it('is not told to who looks after another area', async () => {
    expect(await likely({}, 'tier2-east')).toEqual([]);
    const { person } = (await likely({}))[0]!;
    const east = await takeIn({ area: work.town.areas.east.id }, { id: person.id }, 'tier2-east');
    expect(east.status).toBe(422);
  });
});

describe('a resident', () => {
  it('is corrected, and recognised by what is right now', async () => {
    const { person } = (await likely({}))[0]!;
    const client = await work.as('tier2-north');
    const path = work.path(`people/${person.id}`);
    const { version } = (await client.get<Person>(path)).body;
    const saved = await client.patch<Saved>(path, { telephone: '0225-00-7777', birth: null }, { version });
    expect(saved.status).toBe(200);
    expect(
      (await likely({ residentKana: 'べつ', phone: '0225007777', birth: undefined })).map((match) => match.by),
    ).toEqual([['telephone']]);
    expect(await likely({ residentKana: 'べつ', phone: undefined })).toEqual([]);
    expect((await client.patch(path, { name: '別' }, { version })).status).toBe(409);
    expect(
      (await client.patch(path, { areaId: work.town.areas.east.id }, { version: saved.body.version })).status,
    ).toBe(422);
    const [line] = await work.app.installation.db('audit').where({ action: 'person.update' });
    expect(line).toMatchObject({ record_title: 'No.1' });
    expect(JSON.parse(line.details)).toEqual({
      version: saved.body.version,
      changed: { telephone: null, birth: null },
    });
    expect((await read<{ items: Person[] }>(`people?q=${encodeURIComponent('カクウハナ')}`)).items).toMatchObject([
      { id: person.id },
    ]);
  });

  it('has a page that says who looked at them, their needs and referrals', async () => {
    const { person } = (await likely({}))[0]!;
    await read(`people/${person.id}`);
    const { needs } = await read<PersonNeeds>(`people/${person.id}/needs`);
    await (await work.as('centre-north')).get(work.path(`needs/${needs[0]?.id}`));
    const { body } = await (
      await work.as('administrator')
    ).get<{ opened: { by: string; what: string }[]; seen: { by: string }[] }>(work.path(`people/${person.id}/looks`));
    expect(body.opened.slice(0, 2).map((look) => [look.by, look.what])).toEqual([
      ['見本市 centre-north', '困りごとの閲覧'],
      ['見本市 tier2-north', expect.stringContaining('の閲覧')],
    ]);
    expect(body.opened.map((look) => look.what)).toContain('住民のページの閲覧');
    expect(body.seen.map((look) => look.by)).toContain('見本市 tier2-north');
  });

  it('has on that page who saved all that is stored of them as a file', async () => {
    const { person } = (await likely({}))[0]!;
    const administrator = await work.as('administrator');
    expect((await administrator.get(work.path(`people/${person.id}/data/export`))).status).toBe(200);
    const { body } = await administrator.get<{ opened: { by: string; what: string }[] }>(
      work.path(`people/${person.id}/looks`),
    );
    expect(body.opened[0]).toMatchObject({
      by: '見本市 administrator',
      what: '住民について保存しているもののファイルでの書き出し',
    });
  });

  it('is found in the log: what was done with them and their needs, and what showed them; by kind and number too', async () => {
    const { person } = (await likely({}))[0]!;
    const administrator = await work.as('administrator');
    const log = async (query: string) =>
      (
        await administrator.get<{ items: { action: string; recordKind: string; recordTitle: string }[] }>(
          work.path(`audit?limit=200&${query}`),
        )
      ).body.items;
    const actions = (await log(`resident=${person.id}`)).map((line) => line.action);
    expect(actions).toEqual(
      expect.arrayContaining([
        'person.create',
        'person.update',
        'person.read',
        'person.likely',
        'need.create',
        'need.read',
      ]),
    );
    const lines = await log('kind=need&number=1');
    expect(lines.length).toBeGreaterThan(0);
    expect(new Set(lines.map((line) => `${line.recordKind} ${line.recordTitle}`))).toEqual(new Set(['need No.1']));
    expect(await log('resident=nobody')).toEqual([]);
    // What can be asked by is what is on record here, each once.
    const { body: choices } = await administrator.get<{ actions: { key: string }[]; kinds: { key: string }[] }>(
      work.path('audit/choices'),
    );
    const { db } = work.app.installation;
    for (const [column, choicesOf] of [
      ['action', choices.actions],
      ['record_kind', choices.kinds],
    ] as const) {
      const onRecord = await db('audit')
        .where({ municipality_id: work.town.id })
        .whereNotNull(column)
        .distinct()
        .pluck(column);
      expect(choicesOf.map(({ key }) => key).toSorted(), column).toEqual(onRecord.toSorted());
    }
  });
});
