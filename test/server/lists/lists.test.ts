import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person, Reply } from '../../support/app.ts';
import { intake, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { supporterAnswers } from '../permissions/records.ts';

/* What every list has beside its rows (fields of forms, conditions, an order, saved views, counts), asked of the list of needs and of a register's alike. */

type Words = Record<string, unknown>;
type Query = [name: string, value: string][];
type Item = { title: string | null; fields: (string | null)[] };
type Offered = { items: { field: string; label: string; askable: boolean; ready: boolean; choices: object[] }[] };
type Refused = { code: string; issues?: { path: string; code: string }[] };
type Counts = { total: number; several: boolean; rows: { value: string | null; label: string; count: number }[] };
type View = { id: string; name: string; version: number; query: Words | null; notes: string[]; mayChange: boolean };
type Views = { items: View[]; opens: string | null; mayShare: boolean };

/** What the first tier may be told: always, where it is agreed to, never. */
const added: Record<string, [title: string, schema: object]> = {
  snow: ['雪かきが必要', { type: 'boolean', 'x-tell': { tier1: 'always' } }],
  snowDays: ['雪の日数', { type: 'integer', 'x-unit': { ja: '日' }, 'x-tell': { tier1: 'always' } }],
  place: ['場所', { type: 'string', enum: ['lane', 'roof'], 'x-tell': { tier1: 'always' } }],
  heardOn: ['聞いた日', { type: 'string', format: 'date', 'x-tell': { tier1: 'consent' } }],
  paths: ['雪の道', { type: 'integer', 'x-tell': {} }],
};

function withAdded(key: string): object {
  const url = new URL(`../../../forms/library/${key}.form.json`, import.meta.url);
  const form = JSON.parse(readFileSync(url, 'utf8')) as {
    schema: { properties: Record<string, object> };
    uiSchema: { 'ui:order': string[] };
    texts: { ja: { fields: Record<string, object> } };
  };
  for (const [name, [title, schema]] of Object.entries(added)) {
    form.schema.properties[name] = { 'x-personal': false, ...schema };
    form.texts.ja.fields[name] = { title, ...(name === 'place' ? { choices: { lane: '道', roof: '屋根' } } : {}) };
    form.uiSchema['ui:order'].push(name);
  }
  return form;
}

const agreed = { consent: 'given', heardOn: '2026-11-01' };
const records: Record<string, Words> = {
  い: { ...agreed, snow: true, snowDays: 3, place: 'lane', paths: 2 },
  ろ: { consent: 'not-given', heardOn: '2026-11-10', snow: true, snowDays: 12, place: 'roof' },
  は: { ...agreed, heardOn: '2026-11-20', snow: false, place: 'roof' },
  に: agreed,
};

type List = {
  path: string;
  form: string;
  of: (name: string) => string;
  /** Begins a record that is called so. */
  begin: (work: Casework, title: string, answers: Words) => Promise<string>;
  month: string;
};

const lists: Record<string, List> = {
  needs: {
    path: 'needs',
    form: 'need-intake',
    of: (name) => `need.form.${name}`,
    begin: async (work, name, { consent, ...answers }) =>
      (
        await work.takeIn(
          'tier2-north',
          intake(work.town, {
            title: name,
            ...(consent === 'given' ? {} : { consent, consentScope: undefined }),
            ...answers,
          }),
        )
      ).id,
    month: '2026年11月',
  },
  'a register': {
    path: 'registers/supporter/records',
    form: 'supporter',
    of: (name) => name,
    begin: async (work, name, { consent, ...answers }) => {
      const given = supporterAnswers(work.town, { name, ...answers });
      const agrees = consent === 'given' ? {} : { consent, consentScope: undefined, consentOn: undefined };
      const reply = await (
        await work.as('tier2-north')
      ).post<{ id: string }>(work.path('registers/supporter/records'), { answers: { ...given, ...agrees } });
      expect([reply.status, reply.text]).toEqual([201, reply.text]);
      // Half past midnight in Japan, when it is still October elsewhere.
      const { id } = reply.body;
      await work.app.installation.db('records').where({ id }).update({ created_at: '2026-10-31T15:30:00.000Z' });
      return id;
    },
    month: '2026年11月',
  },
};

describe.each(Object.entries(lists))(
  `the list of %s, on ${testEngine()}`,
  (_name, { path, form, of, begin, month }) => {
    let work: Casework;
    const ids: Record<string, string> = {};
    const ask = async <T>(person: Person, query: Query = [], part = ''): Promise<Reply<T>> =>
      (await work.as(person)).get<T>(work.path(`${path}${part}?${new URLSearchParams(query).toString()}`));
    /** The names of what is found. Ids say it to who is told no titles. */
    const namesOf = async (person: Person, ...query: Query): Promise<string[]> => {
      const reply = await ask<{ items: { id: string }[] }>(person, query);
      expect([reply.status, reply.text]).toEqual([200, reply.text]);
      return reply.body.items.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id) ?? id);
    };
    const issues = async (person: Person, query: Query, part = ''): Promise<unknown> => {
      const { status, body } = await ask<Refused>(person, query, part);
      return [status, (body.issues ?? []).map((issue) => [issue.path, issue.code])];
    };
    const counts = async (person: Person, by: string, ...query: Query): Promise<unknown> => {
      const { status, body } = await ask<Counts>(person, [['by', by], ...query], '/counts');
      return status === 200 ? [body.total, body.rows.map(({ label, count }) => [label, count])] : status;
    };
    const offered = async (person: Person): Promise<Offered['items']> =>
      (await ask<Offered>(person, [], '/fields')).body.items.filter(({ field }) =>
        Object.keys(added).some((name) => of(name) === field),
      );

    beforeAll(async () => {
      work = await startCasework();
      const published = await (
        await work.as('administrator')
      ).post(work.path('definitions/form'), { body: withAdded(form), reason: '雪の季節のため', acknowledge: [] });
      expect([published.status, published.text]).toEqual([201, published.text]);
      for (const [name, answers] of Object.entries(records)) ids[name] = await begin(work, name, answers);
    });
    afterAll(async () => {
      expect(work.app.logged).toEqual([]);
      await work.app.close();
    });

    it('offers fields to whom they may be told, to ask by only where all of them may be', async () => {
      const all = await offered('tier2-north');
      expect(all.map(({ label, askable }) => [label, askable])).toEqual(
        Object.values(added).map(([label]) => [label, true]),
      );
      const fewer = await offered('tier1');
      expect(fewer.map(({ label, askable }) => [label, askable])).toEqual([
        ['雪かきが必要', true],
        ['雪の日数', true],
        ['場所', true],
        ['聞いた日', false],
      ]);
      expect((await ask('provider', [], '/fields')).status).toBe(403);
    });

    it('waits for what was answered before; then filters, sorts and shows by it', async () => {
      const early = await ask<Refused>('tier2-north', [['where', `${of('snow')}=true`]]);
      expect([early.status, early.body.code]).toEqual([409, 'fieldsNotReady']);
      const client = await work.as('tier2-north');
      const begun = await client.post(work.path(`${path}/fields`), { fields: Object.keys(added).map(of) });
      expect([begun.status, begun.text]).toEqual([200, begun.text]);
      await work.runDue();
      expect((await offered('tier2-north')).every(({ ready }) => ready)).toBe(true);
      expect(await namesOf('tier2-north', ['where', `${of('snow')}=true`])).toEqual(['ろ', 'い']);
      expect(await namesOf('tier2-north', ['where', `${of('snowDays')}>=4`])).toEqual(['ろ']);
      expect(
        await namesOf('tier2-north', ['where', `${of('place')}=roof`], ['where', `${of('heardOn')}>=2026-11-11`]),
      ).toEqual(['は']);
      expect(await namesOf('tier2-north', ['sortBy', of('snowDays')])).toEqual(['い', 'ろ', 'に', 'は']);
      expect(await namesOf('tier2-north', ['sortBy', `-${of('heardOn')}`])).toEqual(['は', 'ろ', 'に', 'い']);
      const { body } = await ask<{ items: Item[] }>('tier2-north', [
        ['fields', of('heardOn')],
        ['fields', of('place')],
        ['sortBy', of('snowDays')],
      ]);
      expect(body.items.map(({ fields }) => fields)).toEqual([
        ['2026年11月1日（令和8年）', '道'],
        ['2026年11月10日（令和8年）', '屋根'],
        ['2026年11月1日（令和8年）', null],
        ['2026年11月20日（令和8年）', '屋根'],
      ]);
    });

    it('neither shows, finds, orders nor counts by what the asker may not be told', async () => {
      expect(await namesOf('tier1', ['where', `${of('snow')}=true`])).toEqual(['ろ', 'い']);
      const { body } = await ask<{ items: Item[] }>('tier1', [['fields', of('heardOn')]]);
      expect(body.items.map(({ fields }) => fields[0])).toEqual(
        ['に', 'は', 'ろ', 'い'].map((name) =>
          records[name]?.['consent'] === 'given'
            ? `2026年11月${Number(String(records[name]?.['heardOn']).slice(-2))}日（令和8年）`
            : null,
        ),
      );
      const refusals: [query: Query, path: string, code: string][] = [
        [[['where', `${of('heardOn')}=2026-11-01`]], '/where/0', 'not-told'],
        [[['where', `${of('paths')}=2`]], '/where/0', 'unknown-field'],
        [[['sortBy', of('heardOn')]], '/sortBy', 'not-told'],
        [[['sortBy', `-${of('paths')}`]], '/sortBy', 'unknown-field'],
        [[['fields', of('paths')]], '/fields/0', 'unknown-field'],
      ];
      for (const [query, place, code] of refusals) expect(await issues('tier1', query)).toEqual([422, [[place, code]]]);
      for (const [query, place, code] of refusals.slice(0, 2))
        expect(await issues('tier1', [['by', 'area'], ...query], '/counts')).toEqual([422, [[place, code]]]);
      expect(await issues('tier1', [['by', of('heardOn')]], '/counts')).toEqual([422, [['/by', 'not-told']]]);
      expect(await issues('tier1', [['by', of('paths')]], '/counts')).toEqual([422, [['/by', 'unknown-field']]]);
      const prepared = await (await work.as('tier1')).post(work.path(`${path}/fields`), { fields: [of('paths')] });
      expect(prepared.status).toBe(422);
      expect((await ask('provider', [['by', 'area']], '/counts')).status).toBe(403);
    });

    it.runIf(path.startsWith('registers/'))(
      'is drawn as a board and a calendar of what the list finds and tells',
      async () => {
        const all = ['に', 'は', 'ろ', 'い'];
        expect(await namesOf('tier2-north', ['stage', 'finding'])).toEqual(all);
        expect(await namesOf('tier2-north', ['stage', 'registered'])).toEqual([]);
        // A column stays within what the list is narrowed to: by another stage there is nothing in it.
        expect(await namesOf('tier2-north', ['stage', 'finding'], ['state', 'open'])).toEqual(all);
        expect(await namesOf('tier2-north', ['stage', 'finding'], ['state', 'registered'])).toEqual([]);
        expect(await namesOf('tier2-north', ['stage', 'finding'], ['where', `${of('place')}=lane`])).toEqual(['い']);
        expect(await namesOf('tier2-east', ['stage', 'finding'])).toEqual([]);
        const days = async (person: Person) =>
          (
            await ask<{ items: { days: unknown }[] }>(person, [
              ['fields', of('heardOn')],
              ['fields', of('place')],
            ])
          ).body.items.map((item) => item.days);
        expect(await days('tier2-north')).toEqual(
          ['2026-11-01', '2026-11-20', '2026-11-10', '2026-11-01'].map((day) => [day, null]),
        );
        // Who is told a day only where that is agreed to is told it in no calendar else.
        expect(await days('tier1')).toEqual(['2026-11-01', '2026-11-20', null, '2026-11-01'].map((day) => [day, null]));
        const whole = await (await work.as('tier2-north')).get<Words>(work.path('registers/supporter'));
        expect(whole.body).toMatchObject({
          drawings: [{ kind: 'board' }, { kind: 'calendar', field: 'consentUntil', name: expect.any(String) }],
          mayStep: true,
        });
      },
    );

    it('counts what it finds, of what the asker sees', async () => {
      expect(await counts('tier2-north', of('place'))).toEqual([
        4,
        [
          ['道', 1],
          ['屋根', 2],
          ['分からない・未記入', 1],
        ],
      ]);
      expect(await counts('tier2-north', of('snow'), ['where', `${of('place')}=roof`])).toEqual([
        2,
        [
          ['はい', 1],
          ['いいえ', 1],
        ],
      ]);
      expect(await counts('tier1', of('place'), ['where', `${of('snow')}=true`])).toEqual([
        2,
        [
          ['道', 1],
          ['屋根', 1],
        ],
      ]);
      expect(await counts('tier2-north', 'area')).toEqual([4, [[expect.any(String), 4]]]);
      expect(await counts('tier2-north', 'month')).toEqual([4, [[month, 4]]]);
      // A number is no choice of few, and another area's people are in no count.
      expect(await counts('tier2-north', of('snowDays'))).toBe(422);
      expect(await counts('tier2-east', 'area')).toEqual([0, []]);
    });

    it('keeps views for oneself or a role: without what their reader may not be told, or not at all', async () => {
      const post = async (person: Person, body: object) =>
        (await work.as(person)).post<{ id: string; version: number } & Refused>(work.path(`${path}/views`), body);
      const views = async (person: Person): Promise<Views> => (await ask<Views>(person, [], '/views')).body;
      const query = { where: [`${of('snow')}=true`], sortBy: of('snowDays'), fields: [of('place')], hide: ['area'] };
      const own = await post('tier2-north', { name: '雪', isDefault: true, query });
      expect([own.status, own.text]).toEqual([201, own.text]);
      expect(await views('tier2-north')).toMatchObject({
        opens: own.body.id,
        items: [{ name: '雪', query, notes: [] }],
      });
      expect((await views('tier2-east')).items).toEqual([]);
      expect((await post('tier2-north', { name: '勝手', role: 'tier1', query: {} })).status).toBe(403);
      const foreign = await post('tier1', { name: '聞いた日で', query: { where: [`${of('heardOn')}>=2026-11-01`] } });
      expect([foreign.status, foreign.body.issues?.[0]?.path]).toEqual([422, '/query/where/0']);
      expect((await post('tier2-north', { name: '人', query: { q: '架空' } })).status).toBe(422);
      // Shared by whoever is told as little of this list as the first tier: what it may not be told cannot get into it.
      const shared = await post('administrator', { name: '課', role: 'tier1', query: { fields: [of('place')] } });
      expect([shared.status, shared.text]).toEqual([201, shared.text]);
      expect((await views('tier1')).items).toMatchObject([{ name: '課', mayChange: false }]);
      const renamed = await (
        await work.as('tier2-north')
      ).patch(work.path(`${path}/views/${own.body.id}`), { name: '雪の人' }, { version: 1 });
      expect(renamed.status).toBe(200);
      const gone = await (
        await work.as('tier2-north')
      ).delete(work.path(`${path}/views/${own.body.id}`), { version: 2 });
      expect(gone.status).toBe(204);
      expect(await views('tier2-north')).toMatchObject({ opens: null, items: [] });
    });

    it('keeps what is answered from now on, corrections too', async () => {
      const id = await begin(work, 'ほ', { ...agreed, snow: true, snowDays: 40 });
      ids['ほ'] = id;
      expect(await namesOf('tier2-north', ['where', `${of('snowDays')}>=30`])).toEqual(['ほ']);
      const client = await work.as('tier2-north');
      const { given, answers, version } = (
        await client.get<{ given?: Words; answers?: Words; version: number }>(work.path(`${path}/${id}`))
      ).body;
      const before = (Array.isArray(answers) ? given : answers) ?? {};
      const changed = await client.patch(
        work.path(`${path}/${id}`),
        { answers: { ...before, snowDays: 5 } },
        { version },
      );
      expect([changed.status, changed.text]).toEqual([200, changed.text]);
      expect(await namesOf('tier2-north', ['where', `${of('snowDays')}>=30`])).toEqual([]);
      expect(await namesOf('tier2-north', ['where', `${of('snowDays')}=5`])).toEqual(['ほ']);
    });
  },
);

/* The lists of the directory: everybody's to read, of what is asked with no forms. */
describe(`the directory’s lists, on ${testEngine()}`, () => {
  let work: Casework;
  let names: Record<'north' | 'east' | 'ward', string>;
  const get = async <T>(person: Person, path: string) => (await work.as(person)).get<T>(work.path(path));
  const counts = async (person: Person, question: string): Promise<unknown> => {
    const { status, body } = await get<Counts>(person, question);
    return status === 200 ? [body.total, body.several, body.rows.map(({ label, count }) => [label, count])] : status;
  };

  beforeAll(async () => {
    work = await startCasework();
    const { north, east, ward } = work.town.areas;
    names = { north: north.name, east: east.name, ward: ward.name };
    const shop = await work.addOrganisation('架空の店');
    const office = await work.as('administrator');
    await office.post(work.path('organisations'), { name: '架空の法人', kind: 'company' });
    await work.addService({ name: '配食', type: 'meals', areas: ['north', 'east'], capacity: 'has' });
    await work.addService({ name: '送迎', type: 'transport', areas: ['north'], capacity: 'none' });
    await work.addService({ name: '店の配食', type: 'meals', areas: ['ward'], organisationId: shop, capacity: 'ask' });
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('counts what the list finds, each service once in the total and once for each of its areas', async () => {
    expect(await counts('provider', 'services/counts?by=area')).toEqual([
      3,
      true,
      expect.arrayContaining([
        [names.north, 2],
        [names.east, 1],
        [names.ward, 1],
      ]),
    ]);
    const types = await get<Counts>('tier1', 'services/counts?by=type');
    expect(types.body.rows.map(({ value, count }) => [value, count]).toSorted()).toEqual([
      ['meals', 2],
      ['transport', 1],
    ]);
    // The area finds what the ward offers too, as the list does.
    expect(await counts('tier1', `services/counts?by=capacity&area=${work.town.areas.north.id}&type=meals`)).toEqual([
      2,
      false,
      [
        ['空きあり', 1],
        ['要問い合わせ', 1],
      ],
    ]);
    expect(await counts('tier1', 'services/counts?by=capacity&closed=true')).toEqual([0, false, []]);
    expect(await counts('tier1', `services/counts?by=capacity&q=${encodeURIComponent('店')}`)).toEqual([
      1,
      false,
      [['要問い合わせ', 1]],
    ]);
    expect(await counts('member-north', 'organisations/counts?by=kind')).toMatchObject([3, false, expect.any(Array)]);
    expect(await counts('member-north', 'organisations/counts?by=kind&kind=company')).toMatchObject([
      1,
      false,
      [[expect.any(String), 1]],
    ]);
    for (const question of ['services/counts?by=name', 'organisations/counts?by=services', 'services/counts'])
      expect(await counts('tier1', question)).toBe(422);
    expect(await counts('tier1', 'services/counts?by=type&area=nowhere')).toBe(422);
    // There are no answers in it whose reading goes on record.
    expect(await work.app.installation.db('audit').where('action', 'like', '%.count')).toEqual([]);
  });

  it.each([
    ['services', { capacity: 'has', staleDays: 180, hide: ['organisation', 'capacityConfirmedOn'] }],
    ['organisations', { kind: 'company', closed: 'true', hide: ['phone'] }],
  ])('keeps views of the %s for oneself or a role, without what was searched for', async (list, query) => {
    const post = async (person: Person, body: object) =>
      (await work.as(person)).post<{ id: string; version: number } & Refused>(work.path(`${list}/views`), body);
    const views = async (person: Person): Promise<Views> => (await get<Views>(person, `${list}/views`)).body;
    const own = await post('provider', { name: '空き', isDefault: true, query });
    expect([own.status, own.text]).toEqual([201, own.text]);
    expect(await views('provider')).toMatchObject({
      opens: own.body.id,
      items: [{ name: '空き', query, notes: [], mayChange: true }],
    });
    expect((await views('tier2-north')).items).toEqual([]);
    expect((await post('provider', { name: '空き', query: {} })).body.issues).toMatchObject([{ code: 'taken' }]);
    for (const wrong of [{ q: '架空' }, { hide: ['name'] }, { where: ['kind=company'] }])
      expect((await post('provider', { name: '別', query: wrong })).status).toBe(422);
    expect((await post('provider', { name: '皆へ', role: 'member', query })).status).toBe(403);
    expect((await post('administrator', { name: '皆へ', role: 'member', query })).status).toBe(201);
    expect(await views('member-north')).toMatchObject({ items: [{ name: '皆へ', query, mayChange: false }] });
    const changed = await (
      await work.as('provider')
    ).patch(work.path(`${list}/views/${own.body.id}`), { query: { hide: [] } }, { version: 1 });
    expect(changed.status).toBe(200);
    expect((await views('provider')).items[0]?.query).toEqual({ hide: [] });
    // A view is no record of the list's, and its list has no fields.
    expect((await get('provider', `${list}/fields`)).status).toBe(404);
  });

  it('leaves out of a file the columns that the list is shown without', async () => {
    const { body } = await get<{ columns: { key: string }[] }>('tier1', 'services/export/preview?hide=organisation');
    const all = await get<{ columns: { key: string }[] }>('tier1', 'services/export/preview');
    const keys = body.columns.map(({ key }) => key);
    expect(all.body.columns.map(({ key }) => key).filter((key) => !keys.includes(key))).toEqual(['organisation']);
  });
});

describe(`a register’s own list, on ${testEngine()}`, () => {
  it('knows what is chosen from the city’s areas and types of service by their names, and its stages in their order', async () => {
    const work = await startCasework();
    const client = await work.as('tier2-north');
    const path = (rest = ''): string => work.path(`registers/supporter/records${rest}`);
    for (const [name, abilities] of [
      ['い', ['transport', 'meals']],
      ['ろ', ['meals']],
    ] as const)
      await client.post(path(), { answers: supporterAnswers(work.town, { name, abilities }) });
    const offered = (await client.get<Offered>(path('/fields'))).body.items;
    expect(offered.find(({ field }) => field === 'abilities')?.choices).toContainEqual({
      value: 'meals',
      label: expect.any(String),
    });
    // Where it is, the list shows anyway; who somebody is, and free texts, are no field.
    expect(
      offered.map(({ field }) => field).filter((field) => ['area', 'name', 'ageGroup', 'note'].includes(field)),
    ).toEqual([]);
    await client.post(path('/fields'), { fields: ['abilities', 'activeAreas'] });
    await work.runDue();
    const again = await work.as('tier2-north');
    const listed = await again.get<{ items: Item[] }>(path('?where=abilities%3Dtransport&fields=activeAreas'));
    expect(listed.body.items).toMatchObject([{ title: 'い', fields: [work.town.areas.north.name] }]);
    const counted = (await again.get<Counts>(path('/counts?by=abilities'))).body;
    expect([counted.total, counted.several, counted.rows.map(({ value, count }) => [value, count])]).toEqual([
      2,
      true,
      [
        ['transport', 1],
        ['meals', 2],
      ],
    ]);
    const stages = (await again.get<Counts>(path('/counts?by=stage'))).body;
    expect(stages.rows.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    // Who narrows it to somebody reads what that person answered: it is on record, with whom it showed.
    const lines = await work.app.installation.db('audit').where({ action: 'register-supporter.count' });
    expect(lines).toHaveLength(2);
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });
});
