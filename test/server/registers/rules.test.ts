import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../rules/types.ts';
import type { Workflow } from '../../../workflows/index.ts';
import type { Client } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';
import { registerAnswers, supporterAnswers } from '../permissions/records.ts';
import type { Register } from '../../../registers/types.ts';
import { createTown } from '../../support/app.ts';
import { addCasework, assessment, communityIntake, startCasework, type Casework } from '../../support/casework.ts';
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

  it.each(['supporter-may-be-asked', 'network-or-service'])(
    '%s of the product is in order, and its examples come out',
    async (key) => {
      const { body } = await studio.administrator.post<{
        issues: unknown[];
        findings: { severity: string }[];
        examples: { ok: boolean; messages: string[] }[];
      }>(studio.rules('/check'), { body: shipped('rules', key, 'rules') });
      expect(body.issues).toEqual([]);
      expect(body.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(body.examples.length).toBeGreaterThan(2);
      expect(body.examples.filter(({ ok }) => !ok)).toEqual([]);
    },
  );

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
    // How many name it counts records that who is told less than all may not see.
    const tier1 = await studio.as('tier1');
    const less = await tier1.post<Tried>(studio.rules(`/${ruleSet.key}/try`), {
      record: { kind: 'register-supporter', id: fitting.id },
    });
    expect(less.body.facts).toMatchObject({ 'record.state': 'registered' });
    expect(Object.keys(less.body.facts).filter((path) => path.startsWith('record.ties.'))).toEqual([]);
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
    const publish = (steps: Workflow['steps']) =>
      studio.administrator.post<{ issues: { code: string }[] }>(studio.path('definitions/workflow'), {
        body: { ...workflow, steps },
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
    // Nor a number that the register has worked out.
    const { facts: _facts, ...without } = shipped('registers', 'supporter', 'register') as Register;
    const refused = await studio.administrator.post<{ issues: { path: string; code: string; message: string }[] }>(
      studio.path('definitions/register'),
      { body: without, reason: '試験' },
    );
    expect([refused.status, refused.body.issues]).toEqual([
      422,
      [expect.objectContaining({ path: '/body/facts/qualificationsOver', code: 'field-removed' })],
    ]);
    expect(refused.body.issues[0]?.message).toContain('record.computed.qualificationsOver');
  });

  it('asks nobody whose qualification has ended, by the rules that the product brings', async () => {
    const { workflow } = await restoreShipped();
    const skills = [{ skill: '普通二種免許（見本）', validUntil: '2026-11-22' }];
    const consented = { consent: 'given', consentScope: ['name'], consentOn: '2026-11-01' };
    const { id } = await begin({ ...consented, skills });
    expect((await step(id, 'REGISTER', 1)).status).toBe(200);
    expect(workflow.steps['ASK']?.rules).toBe('supporter-may-be-asked');
    const refused = await step(id, 'ASK', 2, offer);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('期限の切れた資格が1件')]);
    const valid = await begin({ ...consented, skills: [{ ...skills[0], validUntil: '2026-11-23' }] });
    expect((await step(valid.id, 'REGISTER', 1)).status).toBe(200);
    expect((await step(valid.id, 'ASK', 2, offer)).status).toBe(200);
  });
  /** The lifecycle as the product brings it, in force again. */
  async function restoreShipped(): Promise<{ workflow: Workflow }> {
    const workflow = shipped('workflows', 'supporter', 'workflow') as Workflow;
    const reply = await studio.administrator.post(studio.path('definitions/workflow'), {
      body: workflow,
      reason: '元に戻す',
    });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    return { workflow };
  }
});

describe(`a lack and what is done about it, on ${testEngine()}`, () => {
  type Lack = { id: string; title: string; standing: { state: string } };
  type LackPage = Saved & {
    standing: { state: string };
    advice: { outcomes: { type: string }[]; sentence: string; rules: { name: string }[] } | null;
    steps: { event: string; form: { initial?: Words } | null }[];
    story: { event: string; decision: { ruleSet: { key: string }; outcomes: { type: string }[] } | null }[];
  };
  let work: Casework;
  let tier2: Client;
  const lacks = (rest = ''): string => work.path(`registers/lack-decision/records${rest}`);
  const listLacks = async (): Promise<Lack[]> => (await tier2.get<Page<Lack>>(lacks())).body.items;
  const lackOf = async (type: string): Promise<Lack[]> =>
    (await listLacks()).filter(({ title }) => title.endsWith(` × ${type}`));
  const page = async (id: string): Promise<LackPage> => (await tier2.get<LackPage>(lacks(`/${id}`))).body;
  /** A need that comes to be left to nobody, as its last step. */
  const readyToBeUnmet = async (types: string[]): Promise<() => Promise<unknown>> => {
    const need = await work.takeIn('tier2-north', communityIntake(work.town, { types, title: '手助けがない' }));
    await work.step('tier2-north', `needs/${need.id}`, 'ASSESS', assessment);
    return () =>
      work.step('tier2-north', `needs/${need.id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
  };
  const leaveUnmet = async (types: string[]): Promise<void> => void (await (await readyToBeUnmet(types))());

  beforeAll(async () => {
    work = await startCasework();
    tier2 = await work.as('tier2-north');
    await work.addCouncil('北の支え合い会議', 2, 'north');
  });
  afterAll(() => work.app.close());

  it('is a record as soon as a need is left to nobody, and one however many there are', async () => {
    expect(await listLacks()).toEqual([]);
    const ready = [await readyToBeUnmet(['meals', 'salon']), await readyToBeUnmet(['salon', 'meals'])];
    await Promise.all(ready.map((leave) => leave()));
    const all = await listLacks();
    expect(all.map(({ title }) => title).toSorted()).toEqual([
      expect.stringMatching(/^北圏域 × /),
      expect.stringMatching(/^北圏域 × /),
    ]);
    expect(new Set(all.map(({ title }) => title)).size).toBe(2);
    expect(all.map(({ standing }) => standing.state)).toEqual(['open', 'open']);
  });

  it('says whether a network answers it or something new is needed, with the grounds, by what there is now', async () => {
    await leaveUnmet(['transport']);
    const [lack] = await lackOf('外出支援・移動サービス');
    if (!lack) throw new Error(`no such lack among ${JSON.stringify(await listLacks())}`);
    const advised = async () => {
      const { advice } = await page(lack.id);
      return [advice?.outcomes[0]?.type, advice?.sentence];
    };
    expect(await advised()).toEqual(['keep-looking', '声はまだ1件です。まずつなぎ先を探してください。']);
    await leaveUnmet(['transport']);
    await leaveUnmet(['transport']);
    expect(await advised()).toEqual(['activity', expect.stringContaining('声が3件あります。新しくつくる候補です')]);
    await work.addService({ name: '南の送迎', type: 'transport', areas: ['south'] });
    expect(await advised()).toEqual([
      'adjust',
      expect.stringContaining('ほかの圏域に空きのある同じサービスが1件あります'),
    ]);
    await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
    expect(await advised()).toEqual(['introduce', expect.stringContaining('空きのあるサービスが1件あるのに')]);
    expect((await page(lack.id)).advice?.rules.map(({ name }) => name)).toContain('one-voice');
    const elsewhere = await work.as('tier1');
    expect((await elsewhere.get<LackPage>(lacks(`/${lack.id}`))).body.advice?.outcomes[0]?.type).toBe('introduce');
    // How few ask is told where the table of what is lacking tells it: not to members, nor outside of one's areas.
    for (const person of ['member-north', 'tier2-east', 'centre-north'] as const) {
      const reply = await (await work.as(person)).get<LackPage>(lacks(`/${lack.id}`));
      expect([person, reply.status, reply.body.advice]).toEqual([person, 200, null]);
    }
    expect((await (await work.as('provider')).get(lacks(`/${lack.id}`))).status).toBe(404);
  });

  it('keeps what was decided with what was advised, leads to what became of it, and comes back when it is lacking again', async () => {
    const [lack] = await lackOf('外出支援・移動サービス');
    if (!lack) throw new Error('no such lack');
    const activity = await tier2.post<Saved>(work.path('registers/activity/records'), {
      answers: registerAnswers(work.town)['activity'],
    });
    expect([activity.status, activity.text]).toEqual([201, activity.text]);
    const form = (await page(lack.id)).steps.find(({ event }) => event === 'DECIDE')?.form;
    expect(form?.initial).toMatchObject({ choice: 'introduce' });
    const decided = await tier2.post<Saved & { state: string }>(
      lacks(`/${lack.id}/steps`),
      {
        event: 'DECIDE',
        answers: {
          choice: 'activity',
          why: '紹介では日中の通院に足りない。',
          who: '北の支え合い会議',
          day: '2026-11-23',
          reviewOn: '2027-02-23',
          activity: activity.body.id,
        },
      },
      { version: 1 },
    );
    expect([decided.status, decided.text]).toEqual([200, decided.text]);
    expect((await page(lack.id)).story.find(({ event }) => event === 'DECIDE')?.decision).toMatchObject({
      ruleSet: { key: 'network-or-service' },
      outcomes: [{ type: 'introduce' }],
    });
    const toMember = (await (await work.as('member-north')).get<LackPage>(lacks(`/${lack.id}`))).body.story;
    expect(toMember.map(({ event }) => event)).toContain('DECIDE');
    expect(toMember.flatMap(({ decision }) => decision ?? [])).toEqual([]);
    const ties = (await tier2.get(work.path(`ties?kind=register-activity&id=${activity.body.id}`))).text;
    expect(ties).toContain(lack.id);
    const resolved = await tier2.post<Saved & { state: string }>(
      lacks(`/${lack.id}/steps`),
      { event: 'RESOLVE', answers: { day: '2026-11-23', result: 'enough', what: '週2回の送迎が始まった。' } },
      { version: decided.body.version },
    );
    expect([resolved.status, resolved.body.state]).toEqual([200, 'resolved']);
    expect((await page(lack.id)).advice).toBeNull();
    await leaveUnmet(['transport']);
    expect((await lackOf('外出支援・移動サービス')).map(({ id, standing }) => [id, standing.state])).toEqual([
      [lack.id, 'open'],
    ]);
  });

  it('begins for what is lacking already, once a city takes the register up', async () => {
    const other = addCasework(work.app, await createTown(work.app, '99902', '例示市'));
    const administrator = await other.as('administrator');
    const { opens: _opens, ...without } = shipped('registers', 'lack-decision', 'register') as Register;
    const publish = async (body: object): Promise<void> => {
      const reply = await administrator.post(other.path('definitions/register'), { body, reason: '試験' });
      expect([reply.status, reply.text]).toEqual([201, reply.text]);
    };
    await publish(without);
    const need = await other.takeIn('tier2-north', communityIntake(other.town, { types: ['meals'] }));
    await other.step('tier2-north', `needs/${need.id}`, 'ASSESS', assessment);
    await other.step('tier2-north', `needs/${need.id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
    const titles = async () =>
      (await (await other.as('tier2-north')).get<Page<Lack>>(other.path('registers/lack-decision/records'))).body.items;
    expect(await titles()).toEqual([]);
    await publish({ ...without, opens: 'lack' });
    // The server that answered may be at it still.
    await other.runDue();
    await expect.poll(titles, { timeout: 60_000 }).toHaveLength(1);
  });
});
