import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessment, communityIntake, intake, startCasework, type Casework } from '../../../support/casework.ts';
import type { Person } from '../../../support/app.ts';

let work: Casework;
let council: string;
beforeAll(async () => {
  work = await startCasework();
  council = await work.addCouncil('北の支え合い会議', 2, 'north');
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

type Problem = { code: string; detail?: string; issues?: { path: string; code: string; message: string }[] };
type Saved = { id: string; version: number };
type Need = {
  version: number;
  consent: string;
  consentedTo: string[];
  overrides: string[];
  consentScope: string[];
  answers: { label: string; value: string }[];
  steps: { event: string; open: boolean; reasons: string[] }[];
  story: { event: string; name: string; by: string; details: Record<string, unknown> | null }[];
  can: Record<string, boolean>;
};

const unmet = async (answers: Record<string, unknown> = {}): Promise<string> => {
  const { id } = await work.takeIn('tier2-north', answers);
  await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
  await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
  return id;
};
const need = async (id: string, person: Person = 'tier2-north'): Promise<Need> =>
  (await (await work.as(person)).get<Need>(work.path(`needs/${id}`))).body;
const post = async <T>(person: Person, path: string, body: unknown, version?: number) =>
  (await work.as(person)).post<T & Problem>(work.path(path), body, version === undefined ? {} : { version });
const toServiceOnly = { consentScope: ['service'] };
const howAsked = { askedOn: '2026-11-22', askedBy: '見本 担当', how: 'visit' };
const question = { question: '通院の足を地域でつくれないか' };
const meeting = (needIds: string[]) => ({
  kind: 'council',
  title: '第2回の会議',
  heldOn: '2026-11-22',
  attendance: 8,
  needs: needIds.map((needId) => ({ needId, plan: '地域で考える' })),
});
const taking = async (id: string) => (await need(id)).steps.find(({ event }) => event === 'TAKE_TO_COUNCIL');

describe('a need that the council may not be told of', () => {
  it('is not taken to the council, with the reason in words, until consent is recorded there', async () => {
    const id = await unmet(toServiceOnly);
    expect(await taking(id)).toMatchObject({ open: false, reasons: [expect.stringContaining('協議体に伝える同意')] });
    const { version } = await need(id);
    const refused = await post(
      'tier2-north',
      `needs/${id}/steps`,
      { event: 'TAKE_TO_COUNCIL', answers: question },
      version,
    );
    expect([refused.status, refused.body.code]).toEqual([409, 'stepClosed']);
    expect(refused.body.detail).toContain('協議体に伝える同意');
    const saved = await post<Saved>(
      'tier2-north',
      `needs/${id}/consent`,
      { ...howAsked, consent: 'given', scope: ['service', 'council'], note: '娘さんも同席' },
      version,
    );
    expect([saved.status, saved.body.version]).toEqual([200, version + 1]);
    const now = await need(id);
    expect(now).toMatchObject({ consent: 'given', consentScope: ['service', 'council'] });
    expect(now.consentedTo).toEqual(['service', 'council']);
    expect(now.answers).toContainEqual({ label: '同意の範囲', value: 'つなぎ先のサービス・団体、協議体' });
    expect(now.story[0]).toMatchObject({
      event: 'CONSENT',
      name: '同意の確認',
      details: { consent: { ...howAsked, given: true, scope: ['service', 'council'], note: '娘さんも同席' } },
    });
    // The first tier follows the case without knowing whom it is about, nor who was asked.
    const followed = (await need(id, 'tier1')).story[0];
    expect([followed?.event, JSON.stringify(followed)]).toEqual(['CONSENT', expect.not.stringContaining('娘さん')]);
    expect((await taking(id))?.open).toBe(true);
    await work.step('tier2-north', `needs/${id}`, 'TAKE_TO_COUNCIL', question);
  });

  it('is not offered in a meeting’s form, and not accepted there', async () => {
    const silent = await unmet({ title: '同意のない見守り', ...toServiceOnly });
    const consented = await unmet({ title: '同意のある見守り' });
    const { body } = await (
      await work.as('tier2-north')
    ).get<{ steps: { form: object | null }[] }>(work.path(`councils/${council}`));
    const forms = JSON.stringify(body.steps.map((step) => step.form));
    expect([forms.includes('同意のある見守り'), forms.includes('同意のない見守り')]).toEqual([true, false]);
    const refused = await post('tier2-north', `councils/${council}/meetings`, meeting([consented, silent]));
    expect(refused.status).toBe(422);
    expect(refused.body.issues).toEqual([
      { path: '/needs/1/needId', code: 'noConsent', message: expect.stringContaining('同意がありません') },
    ]);
  });

  it('stays with a meeting that dealt with it already, but members are told no more of it', async () => {
    const id = await unmet({ title: '後で断った見守り' });
    const held = await post<Saved>('tier2-north', `councils/${council}/meetings`, meeting([id]));
    expect(held.status).toBe(201);
    const heard = async () =>
      (await (await work.as('member-north')).get<{ needs: object[] }>(work.path(`meetings/${held.body.id}`))).body
        .needs;
    // Title without who, and no page behind it.
    expect(await heard()).toEqual([
      { needId: id, number: expect.any(Number), title: '後で断った見守り', plan: null, canOpen: false },
    ]);
    const { version } = await need(id);
    expect(
      (await post('tier2-north', `needs/${id}/consent`, { ...howAsked, consent: 'not-given', scope: [] }, version))
        .status,
    ).toBe(200);
    expect(await heard()).toEqual([]);
    const changed = await (
      await work.as('tier2-north')
    ).patch(work.path(`meetings/${held.body.id}`), { needs: meeting([id]).needs }, { version: 1 });
    expect(changed.status).toBe(200);
  });
});

it('a plan for somebody stays when who may not know them mends the meeting, who reads none', async () => {
  const id = await unmet({ title: '計画のある見守り' });
  const held = await post<Saved>('tier2-north', `councils/${council}/meetings`, meeting([id]));
  const line = await work.app.installation
    .db('audit')
    .where({ action: 'meeting.create', record_id: held.body.id })
    .first();
  expect([line.record_title, JSON.parse(line.details)]).toMatchObject([
    null,
    { kind: 'council', heldOn: '2026-11-22' },
  ]);
  const path = work.path(`meetings/${held.body.id}`);
  const read = async (person: Person) =>
    (await (await work.as(person)).get<{ version: number; needs: { needId: string; plan: string | null }[] }>(path))
      .body;
  const shown = await read('tier1');
  expect(shown.needs).toMatchObject([{ needId: id, plan: null }]);
  const needs = shown.needs.map(({ needId, plan }) => ({ needId, plan }));
  const mended = await (await work.as('tier1')).patch(path, { attendance: 9, needs }, { version: shown.version });
  expect(mended.status, mended.text).toBe(200);
  expect((await read('tier2-north')).needs).toMatchObject([{ needId: id, plan: '地域で考える' }]);
});

describe('what the council may be told of at once', () => {
  const raising = async (id: string) => (await need(id)).steps.find(({ event }) => event === 'RAISE');

  it('is a matter of the area as soon as it is taken in: it goes straight to the council and counts as lacking', async () => {
    const { id } = await work.takeIn('tier2-north', communityIntake(work.town, { title: '集まる場所がない' }));
    expect(await raising(id)).toMatchObject({ open: true });
    await work.step('tier2-north', `needs/${id}`, 'RAISE', question);
    const { body } = await (
      await work.as('tier2-north')
    ).get<{ standing: { tags: string[] } }>(work.path(`needs/${id}`));
    expect(body.standing.tags).toEqual(['at-council', 'lacking', 'open']);
    const sitting = await (
      await work.as('tier2-north')
    ).get<{ steps: { form: object | null }[] }>(work.path(`councils/${council}`));
    expect(JSON.stringify(sitting.body.steps.map((step) => step.form))).toContain('集まる場所がない');
    const lacks = await (await work.as('tier2-north')).get<{ cells: { needs: number }[] }>(work.path('lacks'));
    expect(lacks.body.cells.reduce((sum, cell) => sum + cell.needs, 0)).toBeGreaterThan(0);
  });

  it('is a resident’s need only with their consent', async () => {
    const { id } = await work.takeIn('tier2-north', toServiceOnly);
    expect(await raising(id)).toMatchObject({ open: false, reasons: [expect.stringContaining('協議体に伝える同意')] });
    const consented = await work.takeIn('tier2-north');
    expect(await raising(consented.id)).toMatchObject({ open: true });
  });
});

describe('a department of the municipality', () => {
  type Told = {
    steps: { event: string; open: boolean; reasons: string[]; form: { initial?: { told?: string } } | null }[];
  };
  const telling = async (id: string) =>
    (await (await work.as('tier2-north')).get<Told>(work.path(`needs/${id}`))).body.steps.find(
      ({ event }) => event === 'TELL_DEPARTMENT',
    );
  const report = { toldOn: '2026-11-23', to: '障がい福祉課', how: 'phone', told: '架空 ハナさんの通院の足' };

  it('is told only where that was agreed, or decided with a reason; what may be told is written out', async () => {
    const id = await unmet();
    expect(await telling(id)).toMatchObject({
      open: false,
      reasons: [expect.stringContaining('関係する課に伝える同意')],
    });
    const { version } = await need(id);
    const refused = await post(
      'tier2-north',
      `needs/${id}/steps`,
      { event: 'TELL_DEPARTMENT', answers: report },
      version,
    );
    expect([refused.status, refused.body.code]).toEqual([409, 'stepClosed']);
    await post(
      'tier2-north',
      `needs/${id}/consent`,
      { ...howAsked, consent: 'given', scope: ['service', 'council', 'department'] },
      version,
    );
    const open = await telling(id);
    expect(open?.open).toBe(true);
    expect(open?.form?.initial?.told).toContain('氏名：架空 ハナ');
    await work.step('tier2-north', `needs/${id}`, 'TELL_DEPARTMENT', report);
    const after = await need(id);
    expect(after.story[0]).toMatchObject({ event: 'TELL_DEPARTMENT', name: '市の関係する課に伝えた' });
    // The first tier reads that, and to whom, but not what.
    expect(JSON.stringify((await need(id, 'tier1')).story[0])).not.toContain('架空 ハナ');
    expect(JSON.stringify((await need(id, 'tier1')).story[0])).toContain('障がい福祉課');
  });

  it('hears of it by a decision to tell without consent, too', async () => {
    const id = await unmet({ consent: 'not-given', consentScope: undefined });
    const { version } = await need(id);
    await post('centre-north', `needs/${id}/consent/override`, { scope: 'department', reason: '命に関わる' }, version);
    expect((await telling(id))?.open).toBe(true);
  });
});

describe('recording consent', () => {
  it('needs at least one to whom it may be told, a day that is not ahead, and the version that was seen', async () => {
    const { id } = await work.takeIn('tier2-north');
    const path = `needs/${id}/consent`;
    const none = await post('tier2-north', path, { ...howAsked, consent: 'given', scope: [] }, 1);
    expect([none.status, none.body.issues?.[0]?.path]).toEqual([422, '/scope']);
    const ahead = await post(
      'tier2-north',
      path,
      { ...howAsked, consent: 'given', scope: ['service'], askedOn: '2030-01-01' },
      1,
    );
    expect([ahead.status, ahead.body.issues?.[0]?.path]).toEqual([422, '/askedOn']);
    const stale = await post('tier2-north', path, { ...howAsked, consent: 'given', scope: ['service'] }, 7);
    expect([stale.status, stale.body.code]).toEqual([409, 'stale']);
    expect(await need(id)).toMatchObject({ version: 1, consentScope: ['service', 'council'] });
  });

  it('is not asked for a community’s need', async () => {
    const { id } = await work.takeIn('tier2-north', {
      ...intake(work.town),
      scope: 'community',
      residentName: undefined,
      residentKana: undefined,
      consent: undefined,
      consentScope: undefined,
      phone: undefined,
    });
    const reply = await post(
      'tier2-north',
      `needs/${id}/consent`,
      { ...howAsked, consent: 'given', scope: ['council'] },
      1,
    );
    expect([reply.status, reply.body.code]).toEqual([409, 'consentNotNeeded']);
    expect(await need(id)).toMatchObject({
      consentedTo: ['service', 'council', 'department'],
      can: { consent: false },
    });
  });
});

it('a resident’s need that turns out to be the community’s is no resident’s any more', async () => {
  const answers = intake(work.town, { residentName: '見本 ミンナ' });
  const made = await post<Saved>('tier2-north', 'needs', { answers, person: 'new' });
  const { id } = made.body;
  const { db } = work.app.installation;
  const whose = async (): Promise<string | null> => (await db('needs').where({ id }).first('person_id')).person_id;
  expect(await whose()).not.toBeNull();
  const reply = await (
    await work.as('tier2-north')
  ).patch(work.path(`needs/${id}`), { answers: communityIntake(work.town) }, { version: 1 });
  expect(reply.status, reply.text).toBe(200);
  expect(await whose()).toBeNull();
});

describe('telling without consent', () => {
  const reason = 'けがの危険が差し迫っているため、課長と相談した。';

  it('is for who may, says why, is on record, and lasts until consent is asked for', async () => {
    const id = await unmet({ consent: 'not-given', consentScope: undefined });
    const { version } = await need(id);
    const path = `needs/${id}/consent/override`;
    expect((await post('tier2-north', path, { scope: 'council', reason }, version)).status).toBe(403);
    expect((await post('administrator', path, { scope: 'council', reason: ' ' }, version)).status).toBe(422);
    expect((await post('administrator', path, { scope: 'council', reason }, version)).status).toBe(200);
    const now = await need(id);
    expect(now).toMatchObject({ consent: 'not-given', consentedTo: ['council'], overrides: ['council'] });
    expect(now.story[0]).toMatchObject({
      event: 'OVERRIDE',
      by: '見本市 administrator',
      details: { override: { scope: 'council', reason } },
    });
    const line = await work.app.installation
      .db('audit')
      .where({ action: 'need.override', record_id: id })
      .first<{ details: string; title: string }>();
    expect(JSON.parse(line?.details ?? '{}')).toEqual({ version: version + 1, scope: 'council' });
    expect((await taking(id))?.open).toBe(true);
    await post('tier2-north', `needs/${id}/consent`, { ...howAsked, consent: 'not-given', scope: [] }, version + 1);
    expect(await need(id)).toMatchObject({ consentedTo: [], overrides: [] });
    expect((await taking(id))?.open).toBe(false);
  });

  it('ends when the consent is corrected in the intake, and not when something else is', async () => {
    const answers = intake(work.town, { consent: 'not-given', consentScope: undefined });
    const { id } = await work.takeIn('tier2-north', answers);
    await post('administrator', `needs/${id}/consent/override`, { scope: 'council', reason }, 1);
    const correct = async (more: Record<string, unknown>) => {
      const { version } = await need(id);
      const reply = await (
        await work.as('tier2-north')
      ).patch(work.path(`needs/${id}`), { answers: { ...answers, ...more } }, { version });
      expect(reply.status, reply.text).toBe(200);
      return need(id);
    };
    expect(await correct({ title: '直した見出し' })).toMatchObject({
      consentedTo: ['council'],
      overrides: ['council'],
    });
    expect(await correct({ consent: 'given', consentScope: ['service'] })).toMatchObject({
      consentedTo: ['service'],
      overrides: [],
    });
    expect(await correct({})).toMatchObject({ consent: 'not-given', consentedTo: [], overrides: [] });
  });

  it('lets a service be asked, and told who it is once it accepts', async () => {
    const service = await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
    const { id } = await work.takeIn('tier2-north', { consent: 'not-given', consentScope: undefined });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    const { decisionId } = (await post<{ decisionId: string }>('tier2-north', `needs/${id}/ranking`, {})).body;
    const refer = () => post<Saved>('tier2-north', `needs/${id}/referrals`, { serviceId: service, decisionId });
    expect((await refer()).body.code).toBe('noConsent');
    const { version } = await need(id);
    await post('centre-north', `needs/${id}/consent/override`, { scope: 'service', reason }, version);
    const { decisionId: again } = (await post<{ decisionId: string }>('tier2-north', `needs/${id}/ranking`, {})).body;
    const sent = await post<Saved>('tier2-north', `needs/${id}/referrals`, { serviceId: service, decisionId: again });
    expect(sent.status).toBe(201);
    const seen = async () => (await (await work.as('provider')).get(work.path(`referrals/${sent.body.id}`))).text;
    expect(await seen()).not.toContain('架空 ハナ');
    await work.step('provider', `referrals/${sent.body.id}`, 'ACCEPT');
    expect(await seen()).toContain('架空 ハナ');
  });
});
