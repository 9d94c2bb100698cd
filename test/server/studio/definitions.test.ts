import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { definitionInForce } from '../../../server/definitions/definitions.ts';
import { systemActor } from '../../../server/kernel/context.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

type Version = {
  id: string;
  number: number;
  reason: string;
  effectiveOn: string;
  publishedBy: string | null;
  uses: number;
};
type Entry = { key: string; name: string; purpose: string; current: number; latest: number; versions: Version[] };
type Body = { key: string; number: number; body: Record<string, unknown> & { texts: { ja: { name: string } } } };
type Checked = { ok: boolean; key: string; number: number | null; issues: { path: string; message: string }[] };
type Problem = { code: string; issues: { path: string; code: string; message: string }[] };

describe(`definitions on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  let base: string;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    administrator = await signIn(app, town.email('administrator'));
    base = `/municipalities/${town.code}/definitions`;
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  const entry = async (kind: string, key: string): Promise<Entry> => {
    const definition = (await administrator.get<Entry[]>(`${base}/${kind}`)).body.find((each) => each.key === key);
    if (!definition) throw new Error(`no ${kind} ${key}`);
    return definition;
  };
  const bodyOf = async (kind: string, key: string): Promise<Body['body']> =>
    (await administrator.get<Body>(`${base}/${kind}/${(await entry(kind, key)).versions[0]?.id}`)).body.body;
  const renamed = (body: Body['body'], name: string) => ({
    ...body,
    texts: { ...body.texts, ja: { ...body.texts.ja, name } },
  });

  it('begin with what is shipped, as number 1', async () => {
    for (const [kind, keys] of [
      ['form', ['need-intake', 'proposal', 'meeting']],
      ['rules', ['referral', 'escalation', 'establishment-readiness', 'hollowing-out']],
      ['workflow', ['standard', 'ishinomaki', 'niigata', 'need', 'referral', 'proposal', 'report']],
    ] as const) {
      const entries = (await administrator.get<Entry[]>(`${base}/${kind}`)).body;
      expect(entries.map((each) => each.key)).toEqual(expect.arrayContaining([...keys]));
      for (const each of entries)
        expect([
          each.key,
          each.current,
          each.latest,
          each.versions[0]?.reason,
          each.versions[0]?.uses,
          each.name.length > 0,
          each.purpose.length > 0,
        ]).toEqual([each.key, 1, 1, '初期設定', 0, true, true]);
    }
  });

  it('are each good enough to be uploaded again', async () => {
    for (const kind of ['form', 'rules', 'workflow'])
      for (const each of (await administrator.get<Entry[]>(`${base}/${kind}`)).body) {
        const reply = await administrator.post<Checked>(`${base}/${kind}`, {
          body: await bodyOf(kind, each.key),
          reason: '確認',
          checkOnly: true,
        });
        expect([kind, each.key, reply.status, reply.body.issues]).toEqual([kind, each.key, 200, []]);
      }
  });

  it.each([
    ['form', 'need-intake'],
    ['workflow', 'need'],
  ] as const)('take a new version of a %s and keep the old one', async (kind, key) => {
    const before = await bodyOf(kind, key);
    const reply = await administrator.post<Checked>(`${base}/${kind}`, {
      body: renamed(before, '新しい名前'),
      reason: '名前を変えた',
    });
    expect([reply.status, reply.body]).toEqual([201, { ok: true, key, number: 2, issues: [] }]);
    const now = await entry(kind, key);
    expect(now).toMatchObject({
      name: '新しい名前',
      current: 2,
      latest: 2,
      versions: [
        { number: 2, reason: '名前を変えた', effectiveOn: '2026-11-23', publishedBy: '見本市 administrator' },
        { number: 1 },
      ],
    });
    expect((await administrator.get<Body>(`${base}/${kind}/${now.versions[1]?.id}`)).body).toMatchObject({
      number: 1,
      body: before,
    });
  });

  it('are rules only when they were tried on stored decisions as they are', async () => {
    const body = renamed(await bodyOf('rules', 'referral'), '新しい名前');
    const upload = () => administrator.post<Problem & Checked>(`${base}/rules`, { body, reason: '名前を変えた' });
    expect([
      (await upload()).body.code,
      (await upload()).body.issues.map((issue) => issue.code),
      (await entry('rules', 'referral')).latest,
    ]).toEqual(['draftNotReady', ['backtest'], 1]);
    const rules = `/municipalities/${town.code}/rules/referral`;
    await administrator.put(`${rules}/draft`, { body }, { version: 0 });
    const { id } = (await administrator.post<{ id: string }>(`${rules}/backtests`, { from: 1, to: 'draft' })).body;
    await vi.waitFor(
      async () =>
        expect((await administrator.get<{ status: string }>(`${rules}/backtests/${id}`)).body.status).toBe('done'),
      { timeout: 15_000 },
    );
    expect((await upload()).status).toBe(201);
    expect(await entry('rules', 'referral')).toMatchObject({ name: '新しい名前', current: 2, latest: 2 });
  });

  it('come into force on their day', async () => {
    const body = renamed(await bodyOf('form', 'meeting'), '来週の様式');
    expect(
      (await administrator.post(`${base}/form`, { body, reason: '来週から', effectiveOn: '2026-11-30' })).status,
    ).toBe(201);
    const inForce = () =>
      app.run(
        async (ctx) =>
          (
            await definitionInForce(
              { ...ctx, actor: systemActor, municipality: { id: town.id, code: town.code, name: '' } },
              'form',
              'meeting',
            )
          )?.number,
      );
    expect([await inForce(), (await entry('form', 'meeting')).current]).toEqual([1, 1]);
    app.clock.advanceDays(7);
    expect([await inForce(), (await entry('form', 'meeting')).current]).toEqual([2, 2]);
    app.clock.advanceDays(-7);
    const past = await administrator.post<Problem>(`${base}/form`, {
      body,
      reason: '昨日から',
      effectiveOn: '2026-11-22',
    });
    expect([past.status, past.body.issues[0]?.path]).toEqual([422, '/effectiveOn']);
  });

  it('are refused with the places to mend, and nothing is stored', async () => {
    const rules = await bodyOf('rules', 'escalation');
    const workflow = await bodyOf('workflow', 'referral');
    const form = await bodyOf('form', 'need-unmet');
    for (const [kind, body] of [
      ['rules', { ...rules, rules: [{ name: 'x', conditions: { all: [] }, event: { type: 'proposal' } }] }],
      ['rules', { ...rules, factModel: 'no-such-model' }],
      ['rules', { ...rules, examples: [{ name: '合わない例', facts: {}, expect: { outcomes: ['nothing-like-it'] } }] }],
      ['workflow', { ...workflow, machine: { ...(workflow.machine as object), initial: 'nowhere' } }],
      ['form', { ...form, schema: { type: 'nonsense' } }],
      ['form', { ...form, purpose: 'meeting' }],
      ['form', { not: 'a form' }],
    ] as const) {
      const reply = await administrator.post<Problem>(`${base}/${kind}`, { body, reason: 'x' });
      expect([kind, reply.status, reply.body.code]).toEqual([kind, 422, 'invalid']);
      expect(reply.body.issues.length).toBeGreaterThan(0);
      for (const issue of reply.body.issues) expect(issue.path).toMatch(/^\/body/);
      const checked = await administrator.post<Checked>(`${base}/${kind}`, { body, reason: 'x', checkOnly: true });
      expect([checked.status, checked.body.ok, checked.body.number]).toEqual([200, false, null]);
    }
    for (const [kind, key] of [
      ['rules', 'escalation'],
      ['workflow', 'referral'],
      ['form', 'need-unmet'],
    ] as const)
      expect((await entry(kind, key)).latest).toBe(1);
  });

  it('refuse a workflow that names a form, a rule set or an effect that there is not', async () => {
    const workflow = await bodyOf('workflow', 'need');
    const steps = Object.fromEntries(
      Object.entries(workflow.steps as Record<string, object>).map(([event, step], index) => [
        event,
        index === 0 ? { ...step, form: 'no-such-form' } : step,
      ]),
    );
    const reply = await administrator.post<Checked>(`${base}/workflow`, {
      body: { ...workflow, steps },
      reason: 'x',
      checkOnly: true,
    });
    expect(reply.body.issues.map((issue) => issue.message).join()).toContain('no-such-form');
  });

  it('tell what a lifecycle can be made of, by its kind of record', async () => {
    type Offers = {
      forms: { key: string }[];
      rules: { key: string; reasons: string[] }[];
      effects: { type: string; params: { name: string; kind: string; choices: { value: string }[] }[] }[];
      marks: { key: string; why: string | null; named: string[] }[];
      days: string[];
    };
    const offersOf = async (key: string): Promise<Offers> =>
      (await administrator.get<Offers>(`${base}/workflow/${key}/offers`)).body;
    const council = await offersOf('ishinomaki');
    const need = await offersOf('need');
    const keys = (list: { key: string }[]): string[] => list.map(({ key }) => key);
    expect(keys(council.forms)).toContain('council-stopping');
    expect(keys(council.forms)).not.toContain('need-closing');
    expect(keys(need.forms)).toContain('need-closing');
    expect(council.rules.find(({ key }) => key === 'establishment-readiness')?.reasons).toEqual([
      'まだ協議体を設置できません。',
    ]);
    expect(need.effects.map(({ type }) => type)).not.toContain('recordMeeting');
    // What a register's record becomes is asked for by its own lifecycle alone.
    expect((await offersOf('activity')).effects.map(({ type }) => type)).toContain('openService');
    expect(need.effects.map(({ type }) => type)).not.toContain('openService');
    const [kind] = council.effects.find(({ type }) => type === 'recordMeeting')?.params ?? [];
    expect(kind).toMatchObject({ name: 'kind', kind: 'choice' });
    expect(kind?.choices.map(({ value }) => value)).toContain('roundtable');
    expect(need.marks.find(({ key }) => key === 'refer')).toMatchObject({
      why: '団体に紹介を送れなくなります。',
      named: ['紹介を送った'],
    });
    expect(council.days).toEqual(['last-meeting-on']);
    expect((await administrator.get(`${base}/workflow/nothing/offers`)).status).toBe(404);
  });

  it('are read by coordinators and written by the municipality’s administrator alone', async () => {
    const body = await bodyOf('form', 'report');
    for (const [person, reads] of [
      ['administrator-ward', 200],
      ['tier1', 200],
      ['tier2-north', 200],
      ['member-north', 403],
      ['provider', 403],
      ['centre-north', 403],
    ] as const) {
      const client = await signIn(app, town.email(person));
      expect([
        person,
        (await client.get(`${base}/form`)).status,
        (await client.post(`${base}/form`, { body, reason: 'x' })).status,
      ]).toEqual([person, reads, 403]);
    }
  });

  it('belong to one municipality', async () => {
    const far = await createTown(app, '99902', '隣の市');
    const neighbour = await signIn(app, far.email('administrator'));
    const id = (await entry('form', 'need-intake')).versions[0]?.id;
    expect((await neighbour.get(`/municipalities/${far.code}/definitions/form/${id}`)).status).toBe(404);
    expect((await administrator.get(`${base}/rules/${id}`)).status).toBe(404);
    expect(
      (await neighbour.get<Entry[]>(`/municipalities/${far.code}/definitions/form`)).body.find(
        (each) => each.key === 'need-intake',
      )?.latest,
    ).toBe(1);
  });
});
