import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../rules/types.ts';
import type { Workflow } from '../../../workflows/index.ts';
import type { Client } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';
import { supporterAnswers } from '../permissions/records.ts';
import { startStudio, type Page, type Studio } from '../studio/support.ts';

/* Rule sets over the records of registers: written in the rule studio, tried on a record, deciding a step, tried on what they decided. */

type Words = Record<string, unknown>;
type Saved = { id: string; version: number };
type Model = { key: string; label: { ja: string }; facts: { path: string; choices?: { value: string }[] }[] };
type Tried = { facts: Words; explanation: { outcomes: { type: string }[]; sentence: string } };
type Subject = { name: string; record: { kind: string; id: string } };
type Case = { record: { kind: string; id: string; title: string }; outcome: string };
type RecordPage = Saved & {
  number: string;
  steps: { event: string; open: boolean; reasons: string[] }[];
  story: { event: string; decision: { ruleSet: { key: string } } | null }[];
};

const shipped = (folder: string, key: string, suffix: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../${folder}/library/${key}.${suffix}.json`, import.meta.url), 'utf8'));

/** Whom somebody may ask to help: who can be active somewhere, has consented for a month more, and was not asked too much. */
const ruleSet: RuleSet = {
  key: 'supporter-fits',
  purpose: 'step',
  factModel: 'register:supporter',
  strategy: 'first',
  texts: { ja: { name: '頼めるかどうか' } },
  rules: [
    {
      name: 'ending',
      priority: 2,
      conditions: { all: [{ fact: 'record.form.consentUntil.days', operator: 'lessThan', value: 30 }] },
      event: { type: 'refuse' },
      texts: { ja: { name: '同意がもうすぐ切れる', reason: '同意の期限まで{{record.form.consentUntil.days}}です。' } },
    },
    {
      name: 'fits',
      priority: 1,
      conditions: {
        all: [
          { fact: 'record.consents', operator: 'equal', value: true },
          { fact: 'record.form.abilities', operator: 'contains', value: 'salon' },
          { fact: 'record.ties.organisation', operator: 'lessThan', value: 3 },
        ],
      },
      event: { type: 'allow' },
      texts: { ja: { name: '頼める', reason: '頼めます。' } },
    },
  ],
  otherwise: { type: 'refuse', texts: { ja: { reason: '頼める条件がそろっていません。' } } },
};

describe(`rules over the records of registers, on ${testEngine()}`, () => {
  let studio: Studio;
  let tier2: Client;
  const base = (): string => studio.path('registers/supporter/records');
  const begin = async (more: Words): Promise<Saved> => {
    const reply = await tier2.post<Saved>(base(), { answers: supporterAnswers(studio.town, more) });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    return reply.body;
  };
  const step = (id: string, event: string, version: number, answers?: Words) =>
    tier2.post<Saved & { detail: string }>(
      `${base()}/${id}/steps`,
      { event, ...(answers && { answers }) },
      { version },
    );
  const offer = { place: '北の茶の間', askedOn: '2026-11-22', content: '体操の手伝い' };
  let ending: Saved;
  let fitting: Saved;

  beforeAll(async () => {
    studio = await startStudio();
    tier2 = await studio.as('tier2-north');
    const consented = { consent: 'given', consentScope: ['name'], consentOn: '2026-11-01', abilities: ['salon'] };
    ending = await begin({ ...consented, consentUntil: '2026-12-03' });
    fitting = await begin({ ...consented, consentUntil: '2027-11-01', body: studio.town.organisation.id });
    for (const { id } of [ending, fitting]) expect((await step(id, 'REGISTER', 1)).status).toBe(200);
  });
  afterAll(() => studio.app.close());

  it('may ask what its form and its steps ask, how long it has stood, and what it is tied to', async () => {
    const models = (await studio.administrator.get<Model[]>(studio.rules('/models'))).body;
    const model = models.find(({ key }) => key === 'register:supporter');
    const paths = model?.facts.map(({ path }) => path) ?? [];
    expect(model?.label.ja).toBe('担い手台帳の記録');
    expect(paths).toEqual(
      expect.arrayContaining([
        'record.state',
        'record.daysSinceStep',
        'record.ties.need',
        'record.ties.register-activity',
        'record.form.consent',
        'record.form.consentUntil',
        'record.form.consentUntil.days',
        'record.step.supporter-log.hours',
      ]),
    );
    // What says who somebody is is no fact, nor what steps of other registers ask.
    expect(paths.filter((path) => /\.(?:name|kana|consentOn)(?:\.|$)|step\.activity/.test(path))).toEqual([]);
    const choices = (path: string) =>
      model?.facts.find((fact) => fact.path === path)?.choices?.map(({ value }) => value);
    expect(choices('record.state')).toContain('registered');
    expect(choices('record.form.abilities')).toContain('salon');
    expect(choices('record.form.area')).toContain(studio.town.areas.north.id);
  });

  it('is written, checked and tried on a record before it counts', async () => {
    const strange = {
      ...ruleSet,
      rules: [
        { ...ruleSet.rules[0], conditions: { all: [{ fact: 'record.form.name', operator: 'equal', value: 'x' }] } },
      ],
    };
    const refused = await studio.administrator.post<{ issues: { code: string }[] }>(studio.rules('/check'), {
      body: strange,
    });
    expect(refused.body.issues.map(({ code }) => code)).toContain('unknown-fact');
    expect((await studio.save(ruleSet.key, 0, ruleSet)).status).toBe(200);
    const subjects = (await tier2.get<Subject[]>(studio.rules(`/${ruleSet.key}/subjects`))).body;
    expect(subjects.map(({ record }) => record.id).toSorted()).toEqual([ending.id, fitting.id].toSorted());
    // A name is never told there.
    expect(JSON.stringify(subjects)).not.toContain('助手');
    const tryOn = async (id: string) =>
      (await tier2.post<Tried>(studio.rules(`/${ruleSet.key}/try`), { record: { kind: 'register-supporter', id } }))
        .body;
    const tried = await tryOn(fitting.id);
    expect(tried.facts).toMatchObject({
      'record.state': 'registered',
      'record.daysSinceStep': 0,
      'record.consents': true,
      'record.ties.organisation': 1,
      'record.ties.need': 0,
      'record.form.abilities': ['salon'],
      'record.form.consentUntil': '2027-11-01',
    });
    expect(tried.explanation.outcomes).toMatchObject([{ type: 'allow' }]);
    expect((await tryOn(ending.id)).explanation.sentence).toContain('同意の期限まで10日です。');
    const other = await tier2.post(studio.rules(`/${ruleSet.key}/try`), {
      record: { kind: 'register-activity', id: fitting.id },
    });
    expect(other.status).toBe(422);
    expect(
      (
        await studio.administrator.post(
          studio.rules(`/${ruleSet.key}/publish`),
          { reason: '始める', effectiveOn: '2026-11-23' },
          { version: 1 },
        )
      ).status,
    ).toBe(201);
  });

  it('decides a step of its lifecycle: closed with the reason, or taken, with the decision in the history', async () => {
    const workflow = shipped('workflows', 'supporter', 'workflow') as Workflow;
    const guarded = JSON.parse(JSON.stringify(workflow.machine), (name, part: unknown) =>
      name === 'ASK' ? { target: part, guard: 'allowed' } : part,
    ) as Workflow['machine'];
    const publish = (steps: Workflow['steps']) =>
      studio.administrator.post<{ issues: { code: string }[] }>(studio.path('definitions/workflow'), {
        body: { ...workflow, machine: guarded, steps },
        reason: '頼めるかを確かめる',
      });
    const ask = workflow.steps['ASK'];
    if (!ask) throw new Error('the shipped lifecycle asks no more');
    const foreign = await publish({ ...workflow.steps, ASK: { ...ask, rules: 'niigata-election-ready' } });
    expect(foreign.body.issues.map(({ code }) => code)).toEqual(['rules-model']);
    const done = await publish({ ...workflow.steps, ASK: { ...ask, rules: ruleSet.key } });
    expect([done.status, done.text]).toEqual([201, done.text]);
    // Those under way keep the lifecycle that they began with.
    const consented = { consent: 'given', consentScope: ['name'], consentOn: '2026-11-01', abilities: ['salon'] };
    ending = await begin({ ...consented, consentUntil: '2026-12-03' });
    fitting = await begin({ ...consented, consentUntil: '2027-11-01' });
    for (const { id } of [ending, fitting]) expect((await step(id, 'REGISTER', 1)).status).toBe(200);
    const page = async (id: string) => (await tier2.get<RecordPage>(`${base()}/${id}`)).body;
    expect((await page(ending.id)).steps.find(({ event }) => event === 'ASK')).toMatchObject({
      open: false,
      reasons: ['同意の期限まで10日です。'],
    });
    expect((await step(ending.id, 'ASK', 2, offer)).body.detail).toContain('同意の期限まで10日です。');
    expect((await step(fitting.id, 'ASK', 2, offer)).status).toBe(200);
    const { story, number } = await page(fitting.id);
    expect(story.find(({ event }) => event === 'ASK')?.decision?.ruleSet.key).toBe(ruleSet.key);
    const cases = (await tier2.get<Page<Case>>(studio.path('decisions?kind=register-supporter'))).body.items;
    expect(cases).toMatchObject([{ record: { kind: 'register-supporter', id: fitting.id, title: number } }]);
  });

  it('is tried on what it decided before it changes', async () => {
    const stricter = structuredClone(ruleSet);
    stricter.rules[0] = {
      ...stricter.rules[0]!,
      conditions: { all: [{ fact: 'record.form.consentUntil.days', operator: 'lessThan', value: 365 }] },
    };
    expect((await studio.save(ruleSet.key, 0, stricter)).status).toBe(200);
    const job = await studio.backtest(ruleSet.key, { from: 1, to: 'draft' });
    expect(job).toMatchObject({ status: 'done', counts: { changed: 1, unchanged: 0, failed: 0 } });
  });

  it('keeps a field that it asks about from going unnoticed', async () => {
    const uses = (
      await studio.administrator.get<{ fields: { form: string; field: string; used: { key: string }[] }[] }>(
        studio.rules('/uses'),
      )
    ).body;
    const used = uses.fields.find(({ form, field }) => form === 'supporter' && field === 'consentUntil');
    expect(used?.used.map(({ key }) => key)).toContain(ruleSet.key);
  });
});
