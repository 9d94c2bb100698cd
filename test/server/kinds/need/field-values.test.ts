import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factModels } from '../../../../rules/index.ts';
import { listFormFacts, readFormFacts } from '../../../../server/decisions/form-facts.ts';
import { inSnapshot, systemAsker } from '../../../../server/kernel/transaction.ts';
import {
  findByFields,
  listFieldUses,
  listFieldValues,
  whereFields,
  type FieldFilter,
} from '../../../../server/decisions/field-values-store.ts';
import { runDue } from '../../../../server/runner.ts';
import type { Person } from '../../../support/app.ts';
import { communityIntake, intake, startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';

/* An officer adds fields to the intake; the list of needs shows, filters and sorts by them. */

type Schema = Record<string, unknown>;
const everybody = { tier1: 'always', members: 'always' };
const added: Record<string, [title: string, schema: Schema]> = {
  snow: ['雪かきが必要', { type: 'boolean', 'x-tell': everybody }],
  snowDays: ['雪の日数', { type: 'integer', 'x-unit': { ja: '日' }, 'x-tell': everybody }],
  heardOn: ['聞いた日', { type: 'string', format: 'date', 'x-tell': { tier1: 'consent', members: 'consent' } }],
  places: [
    '場所',
    {
      type: 'array',
      uniqueItems: true,
      items: {
        oneOf: [
          { const: 'lane', title: '道' },
          { const: 'roof', title: '屋根' },
        ],
      },
      'x-tell': { members: 'always' },
    },
  ],
  house: ['家', { $ref: '#/$defs/house' }],
  contact: ['緊急連絡先', { type: 'string' }],
};

function intakeForm() {
  const url = new URL('../../../../forms/library/need-intake.form.json', import.meta.url);
  const form = JSON.parse(readFileSync(url, 'utf8')) as {
    schema: { properties: Schema; $defs?: Schema };
    uiSchema: { 'ui:order': string[] };
    texts: { ja: { fields: Schema } };
  };
  for (const [name, [title, schema]] of Object.entries(added)) {
    form.schema.properties[name] = schema;
    form.texts.ja.fields[name] = { title };
    form.uiSchema['ui:order'].push(name);
  }
  form.schema.$defs = { house: { type: 'object', properties: { floors: { type: 'integer' } } } };
  form.texts.ja.fields['house.floors'] = { title: '階' };
  return form;
}

type Listed = {
  total: number;
  more?: boolean;
  next: string | null;
  items: { title: string; fields: (string | null)[] }[];
};
type Offered = { items: { field: string; label: string; askable: boolean; ready: boolean; unit: string | null }[] };
type Refused = { code: string; issues?: { path: string; code: string; message: string }[] };
const of = (name: string): string => `need.form.${name}`;
const isMine = (field: string): boolean =>
  Object.keys(added).some((name) => field === of(name) || field.startsWith(`${of(name)}.`));

describe(`lists by fields of forms, on ${testEngine()}`, () => {
  let work: Casework;
  const ask = async <T = Listed>(person: Person, query: [string, string][], path = 'needs') =>
    (await work.as(person)).get<T>(work.path(`${path}?${new URLSearchParams(query).toString()}`));
  const titles = async (...query: [string, string][]): Promise<string[]> => {
    const reply = await ask('tier2-north', query);
    expect([reply.status, reply.text]).toEqual([200, reply.text]);
    return reply.body.items.map(({ title }) => title);
  };
  const prepare = async (...names: string[]) => {
    const reply = await (
      await work.as('tier2-north')
    ).post<Offered>(work.path('needs/fields'), { fields: names.map(of) });
    expect([reply.status, reply.text]).toEqual([200, reply.text]);
    return (await ask<Offered>('tier2-north', [], 'needs/fields')).body.items.flatMap(({ field, ready }) =>
      ready ? [field] : [],
    );
  };

  beforeAll(async () => {
    work = await startCasework();
    const published = await (
      await work.as('administrator')
    ).post(work.path('definitions/form'), {
      body: intakeForm(),
      reason: '雪の季節のため',
    });
    if (published.status !== 201) throw new Error(published.text);
    const needs: Schema[] = [
      { title: 'い', snow: true, snowDays: 3, heardOn: '2026-11-01', places: ['lane', 'roof'], house: { floors: 2 } },
      { title: 'ろ', snow: true, snowDays: 12, heardOn: '2026-11-10', places: ['roof'] },
      { title: 'は', snow: false, heardOn: '2026-11-20', contact: '緊急 連絡夫' },
      { title: 'に' },
    ];
    for (const answers of needs) await work.takeIn('tier2-north', intake(work.town, answers));
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('offers what is picked, counted and dated, also in groups; never a free text', async () => {
    const { body } = await ask<Offered>('tier2-north', [], 'needs/fields');
    const mine = body.items.filter(({ field }) => isMine(field));
    expect(mine.map(({ field, label, unit }) => [field, label, unit])).toEqual([
      [of('snow'), '雪かきが必要', null],
      [of('snowDays'), '雪の日数', '日'],
      [of('heardOn'), '聞いた日', null],
      [of('places'), '場所', null],
      [of('house.floors'), '階', null],
    ]);
    expect(mine.every(({ askable, ready }) => askable && !ready)).toBe(true);
  });

  it('is not asked by what is not ready; what was answered before is filled in when it is first used', async () => {
    const early = await ask<Refused>('tier2-north', [['where', `${of('snow')}=true`]]);
    expect([early.status, early.body.code]).toEqual([409, 'fieldsNotReady']);
    expect(await prepare('snow', 'snowDays', 'heardOn', 'places', 'house.floors')).toHaveLength(5);
    expect(await titles(['where', `${of('snow')}=true`])).toEqual(['ろ', 'い']);
  });

  it.each<[what: string, where: string[], titles: string[]]>([
    ['yes or no', ['snow=false'], ['は']],
    ['a number at least', ['snowDays>=4'], ['ろ']],
    ['a number between', ['snowDays>=1', 'snowDays<=3'], ['い']],
    ['numbers', ['snowDays=3', 'snowDays=12'], ['ろ', 'い']],
    ['a day at most', ['heardOn<=2026-11-10'], ['ろ', 'い']],
    ['one of several choices', ['places=lane'], ['い']],
    ['any of two choices', ['places=lane', 'places=roof'], ['ろ', 'い']],
    ['a field of a group', ['house.floors=2'], ['い']],
    ['several fields', ['snow=true', 'heardOn>=2026-11-05'], ['ろ']],
    ['nothing that there is', ['snow=true', 'snowDays>=99'], []],
  ])('filters by %s', async (_what, where, titlesFound) => {
    expect(await titles(...where.map((condition): [string, string] => ['where', `need.form.${condition}`]))).toEqual(
      titlesFound,
    );
  });

  it('sorts by a field, page by page, those without a value last', async () => {
    const paged = async (sortBy: string) => {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body }: { body: Listed } = await ask('tier2-north', [
          ['sortBy', sortBy],
          ['limit', '1'],
          ...(cursor ? ([['cursor', cursor]] as [string, string][]) : []),
        ]);
        seen.push(...body.items.map(({ title }) => title));
        cursor = body.next;
      }
      return seen.join('');
    };
    expect(await paged(of('snowDays'))).toBe('いろには');
    expect(await paged(`-${of('snowDays')}`)).toBe('ろいには');
    expect(await paged(`-${of('heardOn')}`)).toBe('はろいに');
  });

  it('shows fields in words, in the order asked for', async () => {
    const { body } = await ask('tier2-north', [
      ['fields', of('places')],
      ['fields', of('snowDays')],
      ['fields', of('snow')],
      ['fields', of('heardOn')],
      ['where', `${of('snow')}=true`],
      ['sortBy', of('snowDays')],
    ]);
    expect(body.items.map(({ fields }) => fields)).toEqual([
      ['道、屋根', '3日', 'はい', '2026年11月1日（令和8年）'],
      ['屋根', '12日', 'はい', '2026年11月10日（令和8年）'],
    ]);
  });

  it('follows corrections, and what is taken in afterwards', async () => {
    const { id } = await work.takeIn('tier2-north', intake(work.town, { title: 'ほ', snow: true, snowDays: 5 }));
    expect(await titles(['where', `${of('snowDays')}=5`])).toEqual(['ほ']);
    const tier2 = await work.as('tier2-north');
    const corrected = await tier2.patch(
      work.path(`needs/${id}`),
      { answers: intake(work.town, { title: 'ほ', snow: false }) },
      { version: 1 },
    );
    expect(corrected.status).toBe(200);
    expect(await titles(['where', `${of('snowDays')}=5`])).toEqual([]);
    expect(await titles(['where', `${of('snow')}=false`])).toEqual(['ほ', 'は']);
  });

  it.each<[query: [string, string], path: string, code: string]>([
    [['where', 'need.form.nothing=1'], '/where/0', 'unknown-field'],
    [['where', 'need.form.contact=x'], '/where/0', 'unknown-field'],
    [['where', 'need.form.snow'], '/where/0', 'condition'],
    [['where', 'need.form.snow=perhaps'], '/where/0', 'value'],
    [['where', 'need.form.snow>=true'], '/where/0', 'value'],
    [['where', 'need.form.snowDays>=many'], '/where/0', 'value'],
    [['sortBy', 'need.form.places'], '/sortBy', 'no-order'],
    [['fields', 'need.form.contact'], '/fields/0', 'unknown-field'],
  ])('refuses %j in words, with its place', async (query, path, code) => {
    const { status, body } = await ask<Refused>('tier2-north', [query]);
    expect([status, body.issues?.map((issue) => [issue.path, issue.code])]).toEqual([422, [[path, code]]]);
    expect(body.issues?.[0]?.message).toMatch(/[ぁ-ん]/);
  });

  it('what may not be told may not be asked: each field, by each role', async () => {
    const all = (await ask<Offered>('administrator', [], 'needs/fields')).body.items.map(({ field }) => field);
    await (await work.as('administrator')).post(work.path('needs/fields'), { fields: all.slice(0, 8) });
    for (let at = 8; at < all.length; at += 8)
      await (await work.as('administrator')).post(work.path('needs/fields'), { fields: all.slice(at, at + 8) });
    const byPerson: Record<string, string[]> = {};
    for (const person of ['administrator', 'tier2-north', 'centre-north', 'tier1', 'member-north'] as const) {
      const offered = (await ask<Offered>(person, [], 'needs/fields')).body.items;
      const may = new Set(offered.filter(({ askable }) => askable).map(({ field }) => field));
      for (const field of all) {
        const sorted = await ask<Refused>(person, [['sortBy', field]]);
        const several = sorted.body.issues?.some(({ code }) => code === 'no-order');
        const filtered = await ask<Refused>(person, [['where', `${field}=true`]]);
        const isRefused =
          filtered.body.issues?.some(({ code }) => ['unknown-field', 'not-told'].includes(code)) ?? false;
        expect([person, field, isRefused, sorted.status]).toEqual([
          person,
          field,
          !may.has(field),
          may.has(field) && !several ? 200 : 422,
        ]);
      }
      byPerson[person] = [...may].filter((field) => isMine(field));
    }
    const mine = Object.keys(added)
      .filter((name) => name !== 'contact')
      .map((name) => of(name === 'house' ? 'house.floors' : name));
    expect(byPerson).toEqual({
      administrator: mine,
      'tier2-north': mine,
      'centre-north': mine,
      // With consent is not always.
      tier1: [of('snow'), of('snowDays')],
      // Members find the community's needs only, which ask nobody's consent.
      'member-north': [of('snow'), of('snowDays'), of('heardOn'), of('places')],
    });
    const provider = await ask<Refused>('provider', [], 'needs/fields');
    expect(provider.status).toBe(403);
  });

  it('shows the 1st tier a column only of those who consent', async () => {
    await work.takeIn(
      'tier2-north',
      intake(work.town, { title: '同意なし', heardOn: '2026-10-09', consent: 'not-given', consentScope: [] }),
    );
    const { body } = await ask('tier1', [['fields', of('heardOn')]]);
    const shown = Object.fromEntries(body.items.map(({ title, fields }) => [title, fields[0]]));
    expect([shown['同意なし'], shown['い']]).toEqual([null, '2026年11月1日（令和8年）']);
    await work.takeIn('tier2-north', communityIntake(work.town, { title: '地域', heardOn: '2026-10-10' }));
    const member = await ask('member-north', [['where', `${of('heardOn')}<=2026-10-31`]]);
    expect(member.body.items.map(({ title }) => title)).toEqual(['地域']);
  });

  it('takes no answer that was given while the field said who somebody is', async () => {
    const publish = async (schema: Schema): Promise<void> => {
      const form = intakeForm();
      form.schema.properties['flat'] = schema;
      form.texts.ja.fields['flat'] = { title: '部屋' };
      form.uiSchema['ui:order'].push('flat');
      const reply = await (
        await work.as('administrator')
      ).post(work.path('definitions/form'), { body: form, reason: '部屋の番号', acknowledge: [] });
      expect([reply.status, reply.text]).toEqual([201, reply.text]);
    };
    await publish({ type: 'integer', 'x-personal': true });
    const before = await work.takeIn('tier2-north', intake(work.town, { title: 'へや一', flat: 707 }));
    expect((await ask<Offered>('tier2-north', [], 'needs/fields')).text).not.toContain(of('flat'));
    await publish({ type: 'integer', 'x-tell': everybody });
    const after = await work.takeIn('tier2-north', intake(work.town, { title: 'へや二', flat: 707 }));
    expect(await prepare('flat')).toContain(of('flat'));
    expect(await titles(['where', `${of('flat')}=707`])).toEqual(['へや二']);
    // Nor is it told to those who may be told the newer answers only.
    expect((await ask<Offered>('tier1', [], 'needs/fields')).body.items.map(({ field }) => field)).not.toContain(
      of('flat'),
    );
    const facts = await inSnapshot(work.app.installation, systemAsker, async (base) => {
      const ctx = { ...base, municipality: { id: work.town.id, code: work.town.code, name: '' } };
      const facts = (await listFormFacts(ctx, 'need-service')).map(({ declaration }) => declaration);
      const model = { ...factModels['need-service']!, facts };
      const read = await readFormFacts(ctx, model, [before.id, after.id]);
      return [read(before.id)[of('flat')], read(after.id)[of('flat')]];
    });
    expect(facts).toEqual([undefined, 707]);
    // A correction answers the version in force.
    const corrected = await (
      await work.as('tier2-north')
    ).patch(
      work.path(`needs/${before.id}`),
      { answers: intake(work.town, { title: 'へや一', flat: 707 }) },
      { version: 1 },
    );
    expect(corrected.status).toBe(200);
    expect(await titles(['where', `${of('flat')}=707`])).toEqual(['へや二', 'へや一']);
  });

  it('fills in beside the service, batch by batch, goes on where it stopped, and once however many servers', async () => {
    const { db } = work.app.installation;
    const municipality = (await db('municipalities').where({ code: work.town.code }).first('id')) as { id: string };
    const example = (await db('submissions').where({ record_kind: 'need' }).orderBy('id').first()) as Schema;
    const copies = Array.from({ length: 700 }, (_, index) => ({
      ...example,
      id: `0-${String(index).padStart(4, '0')}`,
      record_id: `0-${String(index).padStart(4, '0')}`,
    }));
    for (let at = 0; at < copies.length; at += 100) await db('submissions').insert(copies.slice(at, at + 100));
    await db('field_uses')
      .where({ field: of('snowDays') })
      .delete();
    await db('field_values')
      .where({ field: of('snowDays') })
      .delete();
    const use = async () =>
      (await listFieldUses(db, municipality.id, 'need')).find(({ field }) => field === of('snowDays'));
    expect(await prepare('snowDays')).not.toContain(of('snowDays'));
    expect(await use()).toMatchObject({ filled_to: '0-0299', filled_at: null });
    // Taken in while it is being filled in.
    await work.takeIn('tier2-north', intake(work.town, { title: 'あいだ', snowDays: 5 }));
    work.app.clock.advanceMinutes(1);
    await Promise.all([runDue(work.app.installation), runDue(work.app.installation)]);
    expect((await use())?.filled_at).not.toBeNull();
    const values = (await db('field_values')
      .where({ field: of('snowDays') })
      .select('record_id', 'number')) as {
      record_id: string;
      number: number;
    }[];
    expect(new Set(values.map(({ record_id }) => record_id)).size).toBe(values.length);
    expect(values.filter(({ record_id }) => record_id.startsWith('0-'))).toHaveLength(700);
    expect(
      values
        .map(({ number }) => number)
        .filter((number) => number !== 3)
        .toSorted(),
    ).toEqual([12, 5]);
  });

  it('counts to 1,000 and then says that there are more', async () => {
    const { db } = work.app.installation;
    const example = (await db('needs').orderBy('id').first()) as Schema;
    const copies = Array.from({ length: 1001 }, (_, index) => ({ ...example, id: `1-${index}`, number: 5000 + index }));
    for (let at = 0; at < copies.length; at += 20) await db('needs').insert(copies.slice(at, at + 20));
    const { body } = await ask('tier2-north', [['limit', '2']]);
    expect([body.total, body.more]).toEqual([1000, true]);
    const { body: few } = await ask('tier2-north', [['where', `${of('snow')}=true`]]);
    expect([few.total, few.more]).toEqual([2, undefined]);
  });

  it('finds the same whichever way is quickest', async () => {
    const { db } = work.app.installation;
    const { id } = (await db('municipalities').where({ code: work.town.code }).first('id')) as { id: string };
    const snow: FieldFilter = { kind: 'need', field: of('snow'), any: ['true'] };
    const days: FieldFilter = { kind: 'need', field: of('snowDays'), column: 'number', least: 4 };
    const heard: FieldFilter = { kind: 'need', field: of('heardOn'), column: 'text', most: '2026-11-10' };
    const never: FieldFilter = { kind: 'need', field: of('snowDays'), anyNumber: [99] };
    const questions = [[snow], [days], [snow, days], [heard, snow, days], [snow, never], []];
    const values = await listFieldValues(db, await db('needs').pluck<string[]>('id'), [
      of('snow'),
      of('snowDays'),
      of('heardOn'),
    ]);
    const holds = (record: string, filter: FieldFilter): boolean =>
      values.some(
        ({ record_id, field, text, number }) =>
          record_id === record &&
          field === filter.field &&
          (filter === snow
            ? text === 'true'
            : filter === heard
              ? (text ?? '') <= '2026-11-10'
              : filter === days && (number ?? 0) >= 4),
      );
    const ids = await db('needs').orderBy('id').pluck<string[]>('id');
    const expected = questions.map((filters) =>
      ids.filter((record) => filters.every((filter) => holds(record, filter))),
    );
    expect(expected.map((records) => records.length > 0)).toEqual([true, true, true, true, false, true]);
    const ways: string[] = [];
    for (const limits of [
      { ofOne: 2_000, ofSeveral: 5_000, counted: 20_000 },
      { ofOne: 0, ofSeveral: 0, counted: 20_000 },
      { ofOne: 0, ofSeveral: 5_000, counted: 0 },
    ])
      for (const [index, filters] of questions.entries()) {
        const matches = await findByFields(db, id, filters, limits);
        ways.push('ids' in matches ? 'records' : 'conditions');
        const query = db('needs').orderBy('id');
        whereFields(db, query, 'needs.id', id, matches);
        expect(await query.pluck('id')).toEqual(expected[index]);
      }
    expect(new Set(ways)).toEqual(new Set(['records', 'conditions']));
  });
});
