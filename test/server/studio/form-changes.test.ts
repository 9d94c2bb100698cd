import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as contract from '../../../server/studio/contract.ts';
import { assessment, intake } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { startStudio, type Problem, type Studio } from './support.ts';

type Body = {
  uiSchema: { 'ui:order': string[] };
  schema: { required: string[]; properties: Record<string, Record<string, unknown>> };
  texts: { ja: { fields: Record<string, { title: string }> } };
};
type Changes = z.infer<typeof contract.formChanges>;

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
  const changes = async (): Promise<Changes> => (await studio.administrator.get<Changes>(at('changes'))).body;
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
    const before = await draft(withoutSnow).then(changes);
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
      { what: 'list', key: 'need', name: expect.stringContaining('一覧'), detail: '' },
    ]);
    expect([answer.stored, answer.base]).toEqual([before.stored + 3, 2]);
  });

  it('demands that each change that asks or loses is confirmed, and names what is not', async () => {
    const version = await draft((body) => {
      withoutSnow(body);
      body.schema.required.push('tried');
    });
    const changed = (await changes()).changes;
    expect(changed.map(({ id, level }) => [id, level])).toEqual([
      ['need-intake required tried', 'asks'],
      ['need-intake removed snowDays', 'loses'],
    ]);
    const more = { acknowledge: ['snowDays'] };
    const refused = await publish(version, { ...more, confirm: ['need-intake required tried'] });
    expect([refused.status, refused.body.code, refused.body.issues.map(({ code }) => code)]).toEqual([
      409,
      'draftNotReady',
      ['change-loses'],
    ]);
    expect(refused.body.detail).toContain('「雪の日数」がなくなる');
    expect(refused.body.detail).not.toContain('試みたこと');
    expect((await publish(version, more)).body.issues.map(({ code }) => code)).toEqual(['change-asks', 'change-loses']);
    expect((await studio.administrator.get(at('draft'))).status).toBe(200);
    expect(await publish(version, { ...more, confirm: changed.map(({ id }) => id) })).toMatchObject({
      status: 201,
      body: { number: 3 },
    });
    expect((await studio.administrator.get(at('changes'))).status).toBe(404);
  });

  it('tells nothing of a draft that is no form yet, and of rule sets', async () => {
    await studio.administrator.put(at('draft'), { body: { key: 'need-intake', schema: 7 } }, { version: 0 });
    expect((await changes()).changes).toEqual([]);
    await studio.save('hollowing-out', 0, await studio.bodyOf('hollowing-out'));
    const rules = await studio.administrator.get<Changes>(studio.path('definitions/rules/hollowing-out/changes'));
    expect([rules.status, rules.body.base]).toEqual([200, null]);
  });
});
