import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as contract from '../../../server/studio/contract.ts';
import { assessment, intake } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { statementsOf } from '../../support/statements.ts';
import { startStudio, type Problem, type Studio } from './support.ts';

type Body = {
  logic?: object[];
  uiSchema: { 'ui:order': string[] };
  schema: { required: string[]; properties: Record<string, Record<string, unknown>> };
  texts: { ja: { fields: Record<string, { title: string }> } };
};
type Changes = z.infer<typeof contract.formChanges>;
type Told = z.infer<typeof contract.publicationTold>;

describe(`what publishing a form does to answers on ${testEngine()}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(async () => {
    expect(studio.app.logged).toEqual([]);
    await studio.app.close();
  });

  const bodyOf = async (key: string): Promise<Body> => {
    const entries = (
      await studio.administrator.get<{ key: string; versions: { id: string }[] }[]>(studio.path('definitions/form'))
    ).body;
    const id = entries.find((entry) => entry.key === key)?.versions[0]?.id;
    return (await studio.administrator.get<{ body: Body }>(studio.path(`definitions/form/${id}`))).body.body;
  };
  const withoutSnow = (body: Body): void => {
    delete body.schema.properties.snowDays;
    delete body.texts.ja.fields.snowDays;
    body.uiSchema['ui:order'].pop();
  };
  const at = (rest: string) => studio.path(`definitions/form/need-intake/${rest}`);
  const draft = async (change: (body: Body) => void): Promise<number> => {
    const body = structuredClone(await bodyOf('need-intake'));
    change(body);
    const before = await studio.administrator.get<{ version: number }>(at('draft'));
    const saved = await studio.administrator.put<{ version: number; check: { issues: { code: string }[] } }>(
      at('draft'),
      { body },
      { version: before.status === 200 ? before.body.version : 0 },
    );
    // That rules use a field that goes is told by the check as well.
    expect([saved.status, saved.body.check.issues.filter(({ code }) => code !== 'field-removed')]).toEqual([200, []]);
    return saved.body.version;
  };
  const changes = async (effectiveOn?: string): Promise<Changes> =>
    (await studio.administrator.get<Changes>(at(effectiveOn ? `changes?effectiveOn=${effectiveOn}` : 'changes'))).body;
  const publish = (version: number, more: object = {}) =>
    studio.administrator.post<Problem & { number: number }>(
      at('publish'),
      { reason: '試し', effectiveOn: '2026-11-23', ...more },
      { version },
    );

  it('lets through what is harmless, and tells that it is', async () => {
    const version = await draft((body) => {
      const words = body.texts.ja.fields.tried;
      if (words) words.title = '試みたこと';
      body.schema.properties.snowDays = { type: 'integer', minimum: 0 };
      body.uiSchema['ui:order'].push('snowDays');
      body.texts.ja.fields.snowDays = { title: '雪の日数' };
    });
    const answer = await changes();
    expect(answer.changes.map(({ level, path, message }) => [level, path, message])).toEqual([
      ['harmless', 'tried', '「これまでに試したこと」の名前が「試みたこと」に変わる'],
      ['harmless', 'snowDays', '「雪の日数」が加わる（書かなくてもよい）'],
    ]);
    expect(await publish(version)).toMatchObject({ status: 201, body: { number: 2 } });
  });

  it('counts the answers of every version that a change has to do with, and names who uses the field', async () => {
    // Those that the town began with were given with version 1.
    const before = await draft(withoutSnow).then(() => changes());
    expect(before.changes).toMatchObject([{ level: 'loses', path: 'snowDays', stored: 0, used: [] }]);
    for (const [count, snowDays] of [
      [1, 4],
      [2, 12],
      [3, 0],
    ] as const) {
      const { id } = await studio.takeIn('tier2-north', intake(studio.town, { snowDays }));
      await studio.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
      const [change] = (await changes()).changes;
      expect([change?.stored, change?.message]).toEqual([count, '「雪の日数」がなくなる']);
    }
    const referral = await studio.bodyOf('referral');
    const snowy = {
      name: 'snowy',
      conditions: { all: [{ fact: 'need.form.snowDays', operator: 'greaterThanInclusive', value: 10 }] },
      event: { type: 'prefer', params: { points: 3 } },
      texts: { ja: { name: '雪の多い家', reason: '雪が{{need.form.snowDays}}日。' } },
    };
    await studio.publish('referral', { ...referral, rules: [...referral.rules, snowy] });
    await studio.administrator.post(studio.path('needs/fields'), { fields: ['need.form.snowDays'] });
    const answer = await changes();
    expect(answer.changes[0]?.used).toEqual([
      { what: 'rules', key: 'referral', name: expect.any(String), detail: '雪の多い家' },
      { what: 'list', key: 'needs', name: expect.stringContaining('一覧'), detail: '' },
    ]);
    expect([answer.stored, answer.base]).toEqual([before.stored + 3, 2]);
  });

  it('demands that each change that asks or loses is confirmed, and names what is not', async () => {
    const version = await draft((body) => {
      withoutSnow(body);
      body.schema.required.push('tried');
    });
    const changed = (await changes()).changes;
    expect(changed.map(({ path, level }) => [path, level])).toEqual([
      ['tried', 'asks'],
      ['snowDays', 'loses'],
    ]);
    const more = { acknowledge: ['snowDays'] };
    const refused = await publish(version, { ...more, confirm: [changed[0]?.id] });
    expect([refused.status, refused.body.code, refused.body.issues.map(({ code }) => code)]).toEqual([
      409,
      'draftNotReady',
      ['change-loses'],
    ]);
    expect(refused.body.detail).toContain('「雪の日数」がなくなる');
    expect(refused.body.detail).not.toContain('試みたこと');
    const tried = await studio.administrator.post<Told>(studio.path('publications/check'), {
      drafts: [{ kind: 'form', key: 'need-intake', version }],
      effectiveOn: '2026-11-23',
      confirm: [changed[0]?.id],
      ...more,
    });
    expect(tried.body.drafts[0]?.toConfirm).toEqual([
      { id: changed[1]?.id, level: 'loses', path: 'snowDays', message: '「雪の日数」がなくなる' },
    ]);
    expect((await publish(version, more)).body.issues.map(({ code }) => code)).toEqual(['change-asks', 'change-loses']);
    expect((await studio.administrator.get(at('draft'))).status).toBe(200);
    expect(await publish(version, { ...more, confirm: changed.map(({ id }) => id) })).toMatchObject({
      status: 201,
      body: { number: 3 },
    });
    expect((await studio.administrator.get(at('changes'))).status).toBe(404);
  });

  it('gives changes of one kind on one field ids of their own, and others when what is changed is another', async () => {
    const idsWith = async (change: Record<string, unknown>): Promise<string[]> => {
      await draft((body) => Object.assign(body.schema.properties.title ?? {}, change));
      const asking = (await changes()).changes.filter(({ level }) => level === 'asks');
      expect(asking.map(({ path }) => path)).toEqual(Object.keys(change).map(() => 'title'));
      return asking.map(({ id }) => id);
    };
    const ids = await idsWith({ maxLength: 20, pattern: '^[^!]*$' });
    expect(new Set(ids).size).toBe(2);
    const shorter = await idsWith({ maxLength: 10 });
    expect(ids).not.toContain(shorter[0]);
    expect(ids).toEqual(expect.arrayContaining(await idsWith({ maxLength: 20 })));
  });

  it('gives a change the same id in whatever order the names in the body stand', async () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, inner]) => [name, turned(inner)]),
      );
    };
    const rule = {
      id: 'tried-in-vain',
      when: { fact: 'tried', operator: 'equal', value: '家族に頼んだ' },
      then: { require: ['phone'] },
    };
    const withRule = (body: Body): void => void Object.assign(body, { logic: [...(body.logic ?? []), rule] });
    await draft(withRule);
    const confirmable = (await changes()).changes;
    expect(confirmable).toMatchObject([{ level: 'asks', path: 'phone' }]);
    await draft((body) => {
      withRule(body);
      for (const [name, inner] of Object.entries(body).toReversed()) {
        Reflect.deleteProperty(body, name);
        Reflect.set(body, name, turned(inner));
      }
    });
    expect((await changes()).changes).toEqual(confirmable);
  });

  it('counts a record once, whatever was corrected in it, and reads the same answers once', async () => {
    const { id } = await studio.takeIn('tier2-north', intake(studio.town, { tried: '家族に頼んだ' }));
    await draft((body) => (body.schema.properties.title = { ...body.schema.properties.title, maxLength: 20 }));
    const before = await changes();
    const person = await studio.as('tier2-north');
    const need = await person.get<{ version: number }>(studio.path(`needs/${id}`));
    const corrected = await person.patch(
      studio.path(`needs/${id}`),
      { answers: intake(studio.town, { tried: '近所に頼んだ' }) },
      { version: need.body.version },
    );
    expect([corrected.status, corrected.body]).toMatchObject([200, {}]);
    const after = await changes();
    expect([after.stored, after.changes.map(({ stored }) => stored)]).toEqual([
      before.stored,
      before.changes.map(({ stored }) => stored),
    ]);
    const reads = async (): Promise<string[]> =>
      (await statementsOf(studio.app.installation.db, () => changes())).filter((sql) =>
        /^select \* from .submissions. where .id. in/.test(sql),
      );
    expect(await reads()).toEqual([]);
    expect(await changes()).toEqual(after);
    await studio.takeIn('tier2-north', intake(studio.town, { tried: '近所に頼んだ' }));
    expect(await reads()).toHaveLength(1);
    expect((await changes()).stored).toBe(after.stored + 1);
  });

  it('compares with the version of the day before it counts, one that waits for its day among them', async () => {
    const later = await draft((body) => {
      body.schema.properties.snowDays = { type: 'integer', minimum: 0 };
      body.uiSchema['ui:order'].push('snowDays');
      body.texts.ja.fields.snowDays = { title: '雪の日数' };
    });
    expect(await publish(later, { effectiveOn: '2027-04-01' })).toMatchObject({ status: 201, body: { number: 4 } });
    const version = await draft((body) => {
      withoutSnow(body);
      body.texts.ja.fields.tried = { title: '試したこと' };
    });
    const notHarmless = async (day: string) => {
      const { base, changes: all } = await changes(day);
      return [base, all.filter(({ level }) => level !== 'harmless').map(({ path, level }) => [path, level])];
    };
    expect(await notHarmless('2027-03-31')).toEqual([3, []]);
    // On its own day it never comes into force: what is published last counts.
    expect(await notHarmless('2027-04-01')).toEqual([3, []]);
    expect(await notHarmless('2027-05-01')).toEqual([4, [['snowDays', 'loses']]]);
    expect(
      (await publish(version, { effectiveOn: '2027-05-01', acknowledge: ['snowDays'] })).body.issues.map(
        ({ code }) => code,
      ),
    ).toEqual(['change-loses']);
    expect(await publish(version, { effectiveOn: '2027-03-31', acknowledge: ['snowDays'] })).toMatchObject({
      status: 201,
      body: { number: 5 },
    });
  });

  it('makes choices of what was written, which loses nothing where each answer is one of them; what may say who somebody is, is not told', async () => {
    type Values = z.infer<typeof contract.storedValues>;
    const valuesOf = async (path: string) =>
      (await studio.administrator.get<Values>(at(`values?path=${encodeURIComponent(path)}`))).body;
    const means = (body: Body, schema: Record<string, unknown>): void => {
      body.schema.properties.means = { type: 'string', 'x-personal': false, ...schema };
      if (!body.uiSchema['ui:order'].includes('means')) body.uiSchema['ui:order'].push('means');
      body.texts.ja.fields.means = {
        title: '行き方',
        ...(schema.enum ? { choices: { 徒歩: '徒歩', 家族の車: '家族の車' } } : {}),
      };
    };
    expect((await publish(await draft((body) => means(body, { maxLength: 50 })))).status).toBe(201);
    expect(await valuesOf('means')).toEqual({ values: [], isTooMany: false, withheld: 0 });
    for (const answer of ['徒歩', '家族の車', '徒歩'])
      await studio.takeIn('tier2-north', intake(studio.town, { means: answer, tried: '近所に頼んだ' }));
    expect(await valuesOf('means')).toEqual({
      values: [
        { value: '徒歩', count: 2 },
        { value: '家族の車', count: 1 },
      ],
      isTooMany: false,
      withheld: 0,
    });
    // Nor once the draft calls it so: what was written before is no less somebody's.
    await draft((body) => means(body, { maxLength: 50, 'x-personal': true }));
    expect(await valuesOf('means')).toEqual({ values: [], isTooMany: false, withheld: 3 });
    // Of what was written as personal it is only told that there is something.
    const tried = await valuesOf('tried');
    expect([tried.values, tried.withheld > 0]).toEqual([[], true]);
    const levels = async () => (await changes()).changes.map(({ level, path, stored }) => [path, level, stored]);
    await draft((body) => means(body, { enum: ['徒歩'] }));
    expect((await levels()).filter(([, level]) => level !== 'harmless')).toEqual([['means', 'loses', 1]]);
    const version = await draft((body) => means(body, { enum: ['徒歩', '家族の車'] }));
    expect(new Set((await changes()).changes.map(({ level }) => level))).toEqual(new Set(['harmless']));
    // Nobody has to say that it shall be all the same.
    expect((await publish(version)).status).toBe(201);
    const other = await (
      await studio.as('tier2-north')
    ).post<Problem>(studio.path('needs'), { answers: intake(studio.town, { means: 'バス', tried: '近所に頼んだ' }) });
    expect([other.status, other.body.issues.map(({ path }) => path)]).toEqual([422, ['/answers/means']]);
  });

  it('tells nothing of a draft that is no form yet, and of rule sets', async () => {
    await studio.administrator.put(at('draft'), { body: { key: 'need-intake', schema: 7 } }, { version: 0 });
    expect((await changes()).changes).toEqual([]);
    await studio.save('hollowing-out', 0, await studio.bodyOf('hollowing-out'));
    const rules = await studio.administrator.get<Changes>(studio.path('definitions/rules/hollowing-out/changes'));
    expect([rules.status, rules.body.base]).toEqual([200, null]);
  });
});
