import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setKeywords } from '../../../forms/edit.ts';
import { pinSection, putSection } from '../../../forms/sections.ts';
import type { Form as FormBody } from '../../../forms/types.ts';
import type { RuleSet } from '../../../rules/types.ts';
import { assessment, intake } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { startStudio, type Problem, type Studio } from './support.ts';

type Form = {
  uiSchema: Record<string, unknown> & { 'ui:order': string[] };
  schema: { properties: Record<string, object> };
  texts: { ja: { fields: Record<string, object> } };
};
type Model = {
  key: string;
  facts: {
    path: string;
    type: string;
    operators: string[];
    choices?: { value: string; text: { ja: string } }[];
    form?: { field: string; numbers: number[] };
  }[];
};

describe(`form fields as facts on ${testEngine()}`, () => {
  let studio: Studio;
  let form: Form;
  beforeAll(async () => {
    studio = await startStudio();
    const entries = (
      await studio.administrator.get<{ key: string; versions: { id: string }[] }[]>(studio.path('definitions/form'))
    ).body;
    const id = entries.find((entry) => entry.key === 'need-intake')?.versions[0]?.id;
    form = (await studio.administrator.get<{ body: Form }>(studio.path(`definitions/form/${id}`))).body.body;
  });
  afterAll(async () => {
    expect(studio.app.logged).toEqual([]);
    await studio.app.close();
  });

  const upload = (body: Form, more: object = {}) =>
    studio.administrator.post<Problem & { number: number }>(studio.path('definitions/form'), {
      body,
      reason: '項目を変えた',
      ...more,
    });
  const catalogue = async (): Promise<Model> => {
    const models = (await studio.administrator.get<Model[]>(studio.rules('/models'))).body;
    const model = models.find((model) => model.key === 'need-service');
    if (!model) throw new Error('no model');
    return model;
  };
  const withField = (name: string, schema: object, title: string): Form => ({
    ...form,
    uiSchema: { ...form.uiSchema, 'ui:order': [...form.uiSchema['ui:order'], name] },
    schema: { ...form.schema, properties: { ...form.schema.properties, [name]: schema } },
    texts: { ...form.texts, ja: { ...form.texts.ja, fields: { ...form.texts.ja.fields, [name]: { title } } } },
  });

  it('are in the catalogue by themselves, free text and personal fields left out; codes have their names', async () => {
    const before = await catalogue();
    for (const field of ['situation', 'residentName', 'phone', 'age', 'title'])
      expect(before.facts.map((fact) => fact.path)).not.toContain(`need.form.${field}`);
    expect(before.facts.find((fact) => fact.path === 'service.type')?.choices).toContainEqual({
      value: 'meals',
      text: { ja: '配食', en: 'Meal delivery' },
    });
    const reply = await upload(withField('stairs', { type: 'integer', minimum: 0 }, '階段の数'));
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    const stairs = (await catalogue()).facts.find((fact) => fact.path === 'need.form.stairs');
    expect(stairs).toMatchObject({ type: 'integer', form: { field: 'stairs', numbers: [2] } });
    expect(stairs?.operators).toContain('greaterThanInclusive');
  });

  it('decide: known where they were answered, unknown where not', async () => {
    const referral = await studio.bodyOf('referral');
    const steep = {
      name: 'steep',
      conditions: { all: [{ fact: 'need.form.stairs', operator: 'greaterThanInclusive', value: 20 }] },
      event: { type: 'prefer', params: { points: 7 } },
      texts: { ja: { name: '階段が多い', reason: '階段が{{need.form.stairs}}段あります。' } },
    };
    const body: RuleSet = { ...referral, rules: [...referral.rules, steep] };
    await studio.publish('referral', body);
    const rank = async (answers: object): Promise<{ steep: string | undefined; text: string }> => {
      const { id } = await studio.takeIn('tier2-north', intake(studio.town, { ...answers }));
      await studio.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
      const reply = await (
        await studio.as('tier2-north')
      ).post<{ candidates: { explanation: { rules: { name: string; held: string }[] } }[] }>(
        studio.path(`needs/${id}/ranking`),
      );
      return {
        steep: reply.body.candidates[0]?.explanation.rules.find((rule) => rule.name === 'steep')?.held,
        text: reply.text,
      };
    };
    const many = await rank({ stairs: 30 });
    expect([many.steep, many.text.includes('階段が30段あります')]).toEqual(['held', true]);
    expect((await rank({ stairs: 3 })).steep).toBe('not-held');
    expect((await rank({})).steep).toBe('unknown');
    // Cases of before the field was there cannot tell.
    const draft = await studio.save('referral', 0, {
      ...body,
      rules: body.rules.map((rule) =>
        rule.name === 'steep' ? { ...rule, event: { type: 'prefer', params: { points: 9 } } } : rule,
      ),
    });
    expect(draft.body.check.issues).toEqual([]);
    const job = await studio.backtest('referral', { from: 2, to: 'draft' });
    expect(job.unknownFacts).toEqual([{ fact: 'need.form.stairs', label: '階段の数', cases: 2 }]);
    expect([job.counts.changed > 0, job.counts.failed]).toEqual([true, 0]);
  });

  it('are those of every form that a council or a need is asked, as it was last answered', async () => {
    const models = (await studio.administrator.get<Model[]>(studio.rules('/models'))).body;
    const fact = (model: string, path: string) =>
      models.find((candidate) => candidate.key === model)?.facts.find((candidate) => candidate.path === path);
    expect(fact('need-service', 'need.form.need-assessment.method')).toMatchObject({
      type: 'choice',
      form: { field: 'method', numbers: [1] },
    });
    for (const model of ['council', 'area-type'])
      expect(fact(model, 'council.form.training-record.supporters')).toMatchObject({
        type: 'integer',
        label: { ja: expect.stringContaining('：') },
      });

    const id = await studio.addCouncil('東の支え合い会議', 2, 'east');
    const attempt = async () =>
      (
        await studio.administrator.post<{ facts: Record<string, unknown> }>(studio.rules('/hollowing-out/try'), {
          record: { kind: 'council', id },
        })
      ).body.facts;
    expect(await attempt()).not.toHaveProperty(['council.form.training-record.supporters']);
    for (const supporters of [3, 8])
      await studio.step('tier2-east', `councils/${id}`, 'HOLD_TRAINING', {
        title: '担い手養成講座',
        heldOn: '2026-11-20',
        attendance: 20,
        supporters,
      });
    expect(await attempt()).toMatchObject({
      'council.form.training-record.supporters': 8,
      'council.form.training-record.heldOn': '2026-11-20',
    });
  });

  it('are not deleted or retyped unseen while rules use them', async () => {
    const uses = (
      await studio.administrator.get<{
        fields: {
          field: string;
          used: { key: string; number: number | null; standing: string; rules: { title: string }[] }[];
        }[];
      }>(studio.rules('/uses'))
    ).body;
    expect(uses.fields.find((field) => field.field === 'stairs')?.used).toMatchObject([
      { key: 'referral', number: 2, standing: 'in-force', rules: [{ title: '階段が多い' }] },
      { key: 'referral', number: null, standing: 'draft' },
    ]);
    for (const [body, code] of [
      [form, 'field-removed'],
      [withField('stairs', { type: 'string' }, '階段の数'), 'field-retyped'],
    ] as const) {
      const reply = await upload(body);
      expect([reply.status, reply.body.issues[0]?.code, reply.body.issues[0]?.message.includes('階段が多い')]).toEqual([
        422,
        code,
        true,
      ]);
      expect((await upload(body, { acknowledge: ['situation'] })).status).toBe(422);
    }
    // The same of a draft: named by who has seen it, it may go.
    await studio.administrator.put(studio.path('definitions/form/need-intake/draft'), { body: form }, { version: 0 });
    const blocksAt = async (acknowledge: string[]) => {
      const { body } = await studio.administrator.post<{
        ok: boolean;
        drafts: { check: { issues: { code: string }[] } }[];
      }>(studio.path('publications/check'), {
        drafts: [{ kind: 'form', key: 'need-intake', version: 1 }],
        effectiveOn: '2026-11-23',
        acknowledge,
      });
      return [body.ok, body.drafts[0]?.check.issues.map(({ code }) => code)];
    };
    expect([await blocksAt([]), await blocksAt(['stairs'])]).toEqual([
      [false, ['field-removed']],
      [true, []],
    ]);
    expect((await upload(form, { acknowledge: ['stairs'] })).status).toBe(201);
    expect((await catalogue()).facts.find((fact) => fact.path === 'need.form.stairs')?.form?.numbers).toEqual([2]);
  });

  it('share a section: it changes, one form takes it over, the others stay as they are pinned', async () => {
    const { administrator, path } = studio;
    const send = (body: FormBody) =>
      administrator.post<Problem & { number: number }>(path('definitions/form'), { body, reason: '共通にした' });
    const section = (days: string, more: object = {}): FormBody => ({
      key: 'snow-section',
      purpose: 'section',
      schema: { type: 'object', properties: { days: { type: 'integer', minimum: 0 }, ...more } },
      texts: {
        ja: {
          name: '雪のこと',
          fields: { days: { title: days }, ...('roof' in more && { roof: { title: '屋根の雪' } }) },
        },
      },
    });
    const [first, second] = [section('雪の日数'), section('雪の降った日数', { roof: { type: 'boolean' } })];
    const visit = (key: string): FormBody => ({
      key,
      purpose: 'need-step',
      schema: { type: 'object', properties: { seen: { type: 'boolean' } } },
      texts: { ja: { name: `訪問 ${key}`, fields: { seen: { title: '会えたか' } } } },
    });
    const linked = new Map<string, { form: FormBody; path: string }>();
    for (const key of ['visit-a', 'visit-b', 'visit-c']) {
      const made = putSection(visit(key), first, 1, { holder: '', index: 1 }, 'linked', Math.random);
      if (!made) throw new Error('it cannot stand there');
      linked.set(key, made);
    }
    const [a, b, c] = [...linked.values()];
    if (!a || !b || !c) throw new Error('not three');
    // A version that there is not yet cannot be pinned to.
    const early = await send(a.form);
    expect([early.status, early.body.issues.map(({ code }) => code)]).toEqual([422, ['section-unknown']]);
    expect((await send(first)).status).toBe(201);
    for (const { form } of [a, b, c]) expect((await send(form)).status).toBe(201);
    // What a section says is changed in the section.
    const other = await send({ ...b.form, schema: setKeywords(b.form, `${b.path}.days`, { minimum: 1 }).schema });
    expect([other.status, other.body.issues.map(({ code }) => code)]).toEqual([422, ['section-differs']]);
    expect((await send(second)).body).toMatchObject({ number: 2 });

    type Listed = { key: string; current: number; usedBy: { key: string; pinned: number | null }[] };
    const uses = async () => {
      const list = (await administrator.get<Listed[]>(path('definitions/form'))).body;
      return list.find(({ key }) => key === 'snow-section')?.usedBy.map(({ key, pinned }) => [key, pinned]);
    };
    expect(await uses()).toEqual([
      ['visit-a', 1],
      ['visit-b', 1],
      ['visit-c', 1],
    ]);
    const newer = await administrator.get<{ number: number; body: FormBody; changes: object[] }>(
      path('definitions/form/snow-section/newer?from=1'),
    );
    expect(newer.body).toMatchObject({
      number: 2,
      changes: [
        { level: 'harmless', path: 'days', message: expect.stringContaining('雪の降った日数') as string },
        { level: 'harmless', path: 'roof', message: expect.stringContaining('屋根の雪') as string },
      ],
    });
    expect((await administrator.get(path('definitions/form/visit-a/newer?from=1'))).status).toBe(404);
    expect((await administrator.get(path('definitions/form/snow-section/newer?from=9'))).status).toBe(404);

    // Taken over as the studio does: into the draft, which is then published.
    const taken = pinSection(b.form, b.path, newer.body.body, newer.body.number);
    const draft = path('definitions/form/visit-b/draft');
    const saved = await administrator.put<{ check: { ok: boolean } }>(draft, { body: taken }, { version: 0 });
    expect([saved.status, saved.body.check.ok]).toEqual([200, true]);
    const publishing = { reason: '新しい版にした', effectiveOn: '2026-11-23' };
    const publication = await administrator.post(path('definitions/form/visit-b/publish'), publishing, { version: 1 });
    expect([publication.status, publication.text]).toEqual([201, publication.text]);
    expect(await uses()).toEqual([
      ['visit-a', 1],
      ['visit-b', 2],
      ['visit-c', 1],
    ]);
    const bodies = await studio.app.installation
      .db('definitions')
      .whereIn('key', ['visit-a', 'visit-b', 'visit-c'])
      .orderBy(['key', 'number'])
      .select('key', 'number', 'body');
    expect(
      bodies.map(({ key, number, body }: { key: string; number: number; body: string }) => [
        key,
        number,
        JSON.parse(body),
      ]),
    ).toEqual([
      ['visit-a', 1, a.form],
      ['visit-b', 1, b.form],
      ['visit-b', 2, taken],
      ['visit-c', 1, c.form],
    ]);
  });
});
