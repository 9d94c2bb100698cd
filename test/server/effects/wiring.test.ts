import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertDefinition, type DefinitionKind } from '../../../server/definitions/store.ts';
import { runDue } from '../../../server/runner.ts';
import type { Client } from '../../support/app.ts';
import { assessment, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';

/** Definitions are changed in places, as their uploaders would, by hand. */
type Loose = ReturnType<typeof JSON.parse>;
type Checked = { ok: boolean; issues: { path: string; code: string; message: string }[] };
type Steps = { steps: { event: string; open: boolean; reasons: string[]; form: object | null }[]; version: number };

const library = (file: string): Loose => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));
const lifecycle = (key: string): Loose => library(`workflows/library/${key}.workflow.json`);
const toWay = (way: Loose): object => (typeof way === 'string' ? { target: way } : way);
const words = { texts: { ja: { name: '試し', meaning: '試し' } } };

describe(`what a workflow is wired to, on ${testEngine()}`, () => {
  let work: Casework;
  let administrator: Client;
  beforeAll(async () => {
    work = await startCasework();
    administrator = await work.as('administrator');
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  const check = async (kind: DefinitionKind, body: object, more: object = {}): Promise<Checked> => {
    const reply = await administrator.post<Checked>(work.path(`definitions/${kind}`), {
      body,
      reason: '試し',
      checkOnly: true,
      ...more,
    });
    expect([reply.status, reply.text]).toEqual([200, reply.text]);
    return reply.body;
  };
  const publish = async (kind: DefinitionKind, body: object, more: object = {}): Promise<void> => {
    const reply = await administrator.post(work.path(`definitions/${kind}`), { body, reason: '試し', ...more });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
  };
  /** As one that was stored by another release: nobody checked it. */
  const store = (kind: DefinitionKind, body: Loose, number = 1): Promise<void> =>
    work.app.run((ctx) =>
      insertDefinition(ctx.db, {
        id: ctx.newId(),
        municipality_id: work.town.id,
        kind,
        key: body.key,
        number,
        body: JSON.stringify(body),
        reason: '試し',
        effective_on: '2020-04-01',
        published_by: null,
        published_at: ctx.now,
      }),
    );
  const changed = (body: Loose, change: (body: Loose) => void): Loose => {
    change(body);
    return body;
  };

  it('is in order in every workflow that is shipped', async () => {
    for (const key of ['standard', 'ishinomaki', 'niigata', 'need', 'referral', 'proposal', 'report'])
      expect([key, (await check('workflow', lifecycle(key))).issues]).toEqual([key, []]);
  });

  it.each<[string, string, string, string, (body: Loose) => void]>([
    [
      'an effect of another kind’s records',
      'need',
      '/machine/states/referred/on/REFUSED/actions/0',
      'effect-subject',
      (body) =>
        (body.machine.states.referred.on.REFUSED.actions = [{ type: 'recordMeeting', params: { kind: 'banana' } }]),
    ],
    [
      'an effect that only the server asks for',
      'need',
      '/machine/states/referred/on/REFUSED/actions/0',
      'unknown-effect',
      (body) => (body.machine.states.referred.on.REFUSED.actions = [{ type: 'timer', params: { event: 'REFUSED' } }]),
    ],
    [
      'a kind of meeting that the city does not have',
      'standard',
      '/machine/states/preparation/on/HOLD_TRAINING/actions/0/params/kind',
      'code-unknown',
      (body) => (body.machine.states.preparation.on.HOLD_TRAINING.actions[0].params.kind = 'banana'),
    ],
    [
      'params that are misspelt',
      'referral',
      '/machine/states/sent/on/ACCEPT/actions/0/params',
      'effect-params',
      (body) => (body.machine.states.sent.on.ACCEPT.actions[0].params = { to: 'need', dose: 'accepted' }),
    ],
    [
      'params that are left out',
      'referral',
      '/machine/states/sent/on/ACCEPT/actions/0/params/does',
      'effect-params',
      (body) => delete body.machine.states.sent.on.ACCEPT.actions[0].params.does,
    ],
    [
      'a step that the other lifecycle does not have',
      'referral',
      '/machine/states/sent/on/ACCEPT/actions/0/params/does',
      'step-unknown',
      (body) => (body.machine.states.sent.on.ACCEPT.actions[0].params.does = 'acepted'),
    ],
    [
      'answers that the step’s form does not ask for',
      'standard',
      '/machine/states/preparation/on/ADD_MEMBERS/actions/0',
      'field-not-asked',
      (body) => (body.steps.ADD_MEMBERS.form = 'council-pausing'),
    ],
    [
      'answers where there is no form',
      'standard',
      '/machine/states/preparation/on/ADD_MEMBERS/actions/0',
      'field-not-asked',
      (body) => delete body.steps.ADD_MEMBERS.form,
    ],
    [
      'answers where no step is taken',
      'standard',
      '/machine/states/preparation/entry/0',
      'effect-without-step',
      (body) => (body.machine.states.preparation.entry = [{ type: 'addMembers' }]),
    ],
    [
      'a form for something else',
      'need',
      '/steps/ASSESS/form',
      'form-purpose',
      (body) => (body.steps.ASSESS.form = 'proposal-answer'),
    ],
    [
      'a rule set for something else',
      'standard',
      '/steps/START_ESTABLISHMENT/rules',
      'rules-purpose',
      (body) => (body.steps.START_ESTABLISHMENT.rules = 'hollowing-out'),
    ],
    [
      'a rule set about something else',
      'need',
      '/steps/ASSESS/rules',
      'rules-model',
      (body) => {
        body.steps.ASSESS.rules = 'establishment-readiness';
        for (const state of Object.values<Loose>(body.machine.states))
          if (state.on?.ASSESS) state.on.ASSESS = { ...toWay(state.on.ASSESS), guard: 'allowed' };
      },
    ],
  ])('is refused at its place: %s', async (_what, key, path, code, change) => {
    const body = changed(lifecycle(key), change);
    const { ok, issues } = await check('workflow', body);
    expect([ok, issues.map((issue) => `${issue.path} ${issue.code}`)]).toEqual([
      false,
      expect.arrayContaining([`${path} ${code}`]),
    ]);
    const english = await administrator.ask<Checked>(
      'POST',
      work.path('definitions/workflow'),
      { body, reason: 'try' },
      { headers: { 'accept-language': 'en' } },
    );
    expect([english.status, english.body.issues.find((issue) => issue.code === code)]).toEqual([
      422,
      expect.objectContaining({ path: `/body${path}`, message: expect.stringMatching(/^[A-Z][^{}]+\.$/) }),
    ]);
  });

  it('is there from the day on which the workflow begins', async () => {
    await publish(
      'form',
      { ...library('forms/library/council-pausing.form.json'), key: 'next-april' },
      {
        effectiveOn: '2027-04-01',
      },
    );
    const body = changed(lifecycle('standard'), (each) => (each.steps.PAUSE.form = 'next-april'));
    expect((await check('workflow', body)).issues).toMatchObject([
      { path: '/steps/PAUSE/form', code: 'form-not-in-force' },
    ]);
    expect((await check('workflow', body, { effectiveOn: '2027-04-01' })).issues).toEqual([]);
  });

  it('is what every version with live records sends and awaits, in both directions', async () => {
    // A workflow of needs that lets nobody accept: referrals under way would never come back.
    const deaf = changed(lifecycle('need'), (body) => delete body.steps.ACCEPTED.does);
    expect((await check('workflow', deaf)).issues.map(({ code }) => code)).toContain('mark-missing');
    // Records of a version of before, which the newest does not need any more.
    const asking = changed(lifecycle('referral'), (body) => {
      body.steps.ACCEPT.texts.ja.name = '受ける';
      body.machine.states.sent.on.ACCEPT.actions[0].params = { to: 'need', does: 'extra' };
    });
    const needs = changed(lifecycle('need'), (body) => {
      body.steps.EXTRA = { ...body.steps.ACCEPTED, does: 'extra' };
      body.machine.states.referred.on.EXTRA = body.machine.states.referred.on.ACCEPTED;
    });
    expect((await check('workflow', asking)).issues).toMatchObject([{ code: 'step-unknown' }]);
    await publish('workflow', needs);
    await publish('workflow', asking);
    const serviceId = await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
    const { id } = await work.takeIn('tier2-north');
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    const tier2 = await work.as('tier2-north');
    const { decisionId } = (await tier2.post<{ decisionId: string }>(work.path(`needs/${id}/ranking`))).body;
    const sent = await tier2.post<{ id: string }>(work.path(`needs/${id}/referrals`), { serviceId, decisionId });
    expect([sent.status, sent.text]).toEqual([201, sent.text]);
    // The need's workflow may not lose what the referrals' sends now.
    expect((await check('workflow', lifecycle('need'))).issues).toMatchObject([
      { path: '/steps', code: 'step-awaited' },
    ]);
    // Nor when the shipped one is back: the referral that is under way began with the other, and sends it once it is accepted.
    await publish('workflow', lifecycle('referral'));
    const awaited = await check('workflow', lifecycle('need'));
    expect(awaited.issues).toMatchObject([{ path: '/steps', code: 'step-awaited' }]);
    await work.step('tier2-north', `referrals/${sent.body.id}`, 'WITHDRAW', { reason: '取りやめ' });
    expect((await check('workflow', lifecycle('need'))).issues).toEqual([]);
  });

  it('is a field that the next version of a form may not lose', async () => {
    const form = library('forms/library/member-selection.form.json');
    delete form.schema.properties.members;
    form.schema.required = (form.schema.required as string[]).filter((name) => name !== 'members');
    for (const language of ['ja', 'en'])
      for (const path of Object.keys(form.texts[language].fields))
        if (path.startsWith('members')) delete form.texts[language].fields[path];
    if (form.uiSchema) {
      delete form.uiSchema.members;
      if (form.uiSchema['ui:order'])
        form.uiSchema['ui:order'] = form.uiSchema['ui:order'].filter((name: string) => name !== 'members');
    }
    expect((await check('form', form)).issues).toMatchObject([{ path: '/schema', code: 'field-read' }]);
  });

  it('closes its step and says why, where a stored workflow is wired to what is not there', async () => {
    const step = (form?: string, rules?: string) => ({
      texts: { ja: { name: '進める' } },
      roles: ['tier2'],
      ...(form ? { form } : {}),
      ...(rules ? { rules } : {}),
    });
    await store('workflow', {
      key: 'broken',
      subject: 'council',
      texts: { ja: { name: '壊れた進め方' } },
      machine: {
        id: 'broken',
        initial: 'here',
        states: {
          here: {
            on: {
              FORM: 'there',
              RULES: { target: 'there', guard: 'allowed' },
              MODEL: { target: 'there', guard: 'allowed' },
              EFFECT: { target: 'there', actions: [{ type: 'banana' }] },
              ENTRY: 'elsewhere',
              FINE: 'there',
            },
          },
          there: { on: { BACK: 'here' } },
          elsewhere: { entry: [{ type: 'apple' }], on: { BACK: 'here' } },
        },
      },
      states: { here: words, there: words, elsewhere: words },
      steps: {
        FORM: step('next-april'),
        RULES: step(undefined, 'gone'),
        MODEL: step(undefined, 'referral'),
        EFFECT: step(),
        ENTRY: step(),
        FINE: step(),
        BACK: step(),
      },
    });
    const made = await administrator.post<{ id: string }>(work.path('councils'), {
      name: '壊れた会議',
      tier: 2,
      areaId: work.town.areas.north.id,
      workflowKey: 'broken',
    });
    const { id } = made.body;
    const tier2 = await work.as('tier2-north');
    const page = await tier2.get<Steps>(work.path(`councils/${id}`));
    expect([page.status, page.text]).toEqual([200, page.text]);
    const of = (event: string) => page.body.steps.find((step) => step.event === event);
    for (const [event, name] of [
      ['FORM', 'next-april'],
      ['RULES', 'gone'],
      ['MODEL', 'referral'],
      ['EFFECT', 'banana'],
      ['ENTRY', 'apple'],
    ] as const) {
      expect(of(event)).toMatchObject({ open: false, reasons: [expect.stringContaining(`「${name}」`)], form: null });
      const taken = await tier2.post<{ code: string; detail: string }>(
        work.path(`councils/${id}/steps`),
        { event, answers: {} },
        { version: page.body.version },
      );
      expect([taken.status, taken.body.code]).toEqual([409, 'stepClosed']);
      expect(taken.body.detail).toContain(name);
    }
    expect(of('FINE')).toMatchObject({ open: true, reasons: [] });
    expect((await tier2.get(work.path('councils'))).status).toBe(200);
    expect((await tier2.get(work.path('home'))).status).toBe(200);
    await work.step('tier2-north', `councils/${id}`, 'FINE');
  });

  it('is followed by what must follow, whoever moved the record: a timer too', async () => {
    const lacking = changed(lifecycle('need'), (body) => {
      const [seeking] = Object.keys(body.machine.states).filter((name) =>
        [body.machine.states[name].tags].flat().includes('seeking'),
      );
      body.machine.states.unmet.after = { 604800000: seeking };
    });
    await publish('workflow', lacking);
    const { id } = await work.takeIn('tier2-north');
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
    const looks = () => work.app.installation.db('effects').where({ type: 'evaluateEscalation', status: 'done' });
    const before = (await looks()).length;
    work.app.clock.advanceDays(8);
    await runDue(work.app.installation);
    const { state } = await work.app.installation.db('needs').where({ id }).first();
    expect(state).not.toBe('unmet');
    expect((await looks()).length).toBe(before + 1);
  });
});
