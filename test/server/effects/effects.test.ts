import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/database/open.ts';
import { insertDefinition } from '../../../server/definitions/store.ts';
import { MAX_EFFECT_DEPTH, addEffect } from '../../../server/effects/add-effect.ts';
import type { EffectRow } from '../../../server/effects/store.ts';
import type { Context, MunicipalContext } from '../../../server/kernel/context.ts';
import type { Installation } from '../../../server/kernel/installation.ts';
import { createCouncil } from '../../../server/kinds/council/create-council.ts';
import { kindsAndEffects } from '../../../server/kinds/index.ts';
import { takeStep } from '../../../server/records/take-step.ts';
import { runDue, startRunner } from '../../../server/runner.ts';
import { createTown, signIn, startTestApp, type TestApp, type Town } from '../../support/app.ts';

let app: TestApp;
let town: Town;

beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  await app.run((ctx) =>
    insertDefinition(ctx.db, {
      id: ctx.newId(),
      municipality_id: town.id,
      kind: 'workflow',
      key: 'waiting',
      number: 1,
      body: JSON.stringify(waiting),
      reason: '試験',
      effective_on: '2020-01-01',
      published_by: null,
      published_at: ctx.now,
    }),
  );
});
afterAll(() => app.close());

/** A workflow that moves on by itself after a week, unless it is answered. */
const waiting = {
  key: 'waiting',
  subject: 'council',
  texts: { ja: { name: '返事待ち' } },
  machine: {
    id: 'waiting',
    initial: 'asked',
    states: {
      asked: { after: { 604800000: 'forgotten' }, on: { ANSWER: 'answered' } },
      answered: { on: { ASK: 'asked' } },
      forgotten: {},
    },
  },
  states: Object.fromEntries(
    ['asked', 'answered', 'forgotten'].map((state) => [state, { texts: { ja: { name: state, meaning: state } } }]),
  ),
  steps: {
    ANSWER: { texts: { ja: { name: '答える' } }, roles: ['tier2'] },
    ASK: { texts: { ja: { name: '尋ねる' } }, roles: ['tier2'] },
  },
};

const inside = (ctx: Context): MunicipalContext => ({
  ...ctx,
  municipality: { id: town.id, code: town.code, name: '見本市' },
});
const establish = (workflowKey: string) =>
  app.run((ctx) =>
    createCouncil(inside(ctx), {
      name: '会議',
      nameKana: '',
      localName: null,
      tier: 2,
      areaId: town.areas.north.id,
      workflowKey,
    }),
  );
const council = (id: string) => app.installation.db('councils').where({ id }).first();
const effects = (where: Partial<EffectRow>): Promise<EffectRow[]> =>
  app.installation.db<EffectRow>('effects').where(where).orderBy('id');
const givenUp = (): Promise<object[]> => app.installation.db('audit').where({ action: 'effect.failed' });
const meetings = async (councilId: string): Promise<number> =>
  (await app.installation.db('meetings').where({ council_id: councilId })).length;

/** A step whose server dies right after the commit: nobody performs what it asked for. */
async function stepAndCrash(id: string, title: string): Promise<void> {
  const { version } = await council(id);
  const now = app.clock.now.toISOString();
  await app.installation.db.transaction((db) =>
    takeStep(
      inside({
        db,
        actor: { kind: 'system', id: null, name: 'system', memberships: [] },
        language: 'ja',
        now,
        today: now.slice(0, 10),
        newId: app.installation.newId,
        kinds: kindsAndEffects.kinds,
        related: kindsAndEffects.related,
        effectTypes: kindsAndEffects.effectTypes,
        requestId: null,
        effects: [],
      }),
      'council',
      id,
      { event: 'HOLD_TRAINING', answers: { title, heldOn: '2026-11-01', attendance: 5 }, version },
    ),
  );
}

describe('an effect', () => {
  it('left over by a crash is performed by the runner, exactly once', async () => {
    const { id } = await establish('ishinomaki');
    await stepAndCrash(id, '研修会');
    expect(await meetings(id)).toBe(0);
    await runDue(app.installation);
    await runDue(app.installation);
    expect(await meetings(id)).toBe(1);
    expect((await effects({ record_id: id, type: 'recordMeeting' })).map((row) => [row.status, row.attempts])).toEqual([
      ['done', 0],
    ]);
  });

  it('is performed once by two servers that find it at the same time', async () => {
    const { id } = await establish('ishinomaki');
    for (let number = 1; number <= 12; number++) await stepAndCrash(id, `研修会${number}`);
    const other: Installation = { ...app.installation, db: openDatabase(app.databaseUrl) };
    try {
      await Promise.all([runDue(app.installation), runDue(other)]);
    } finally {
      await other.db.destroy();
    }
    await runDue(app.installation);
    const titles: { title: string }[] = await app.installation.db('meetings').where({ council_id: id }).select('title');
    expect(titles.map((row) => row.title).toSorted()).toEqual(
      Array.from({ length: 12 }, (_each, index) => `研修会${index + 1}`).toSorted(),
    );
    expect(app.logged).toEqual([]);
  });

  it('that fails is rolled back, kept with its error, tried again later, and given up after eight times', async () => {
    await app.run((ctx) => addEffect(inside(ctx), { type: 'noSuchEffect' }));
    const row = async () => (await effects({ type: 'noSuchEffect' }))[0];
    expect(await row()).toMatchObject({
      status: 'pending',
      attempts: 1,
      error: 'no effect noSuchEffect',
    });
    await runDue(app.installation);
    expect(await row()).toMatchObject({ attempts: 1 });
    for (let attempt = 2; attempt <= 8; attempt++) {
      app.clock.advanceMinutes(30);
      await runDue(app.installation);
      expect(await row()).toMatchObject({ attempts: attempt, status: attempt < 8 ? 'pending' : 'failed' });
    }
    app.clock.advanceMinutes(300);
    await runDue(app.installation);
    expect(await row()).toMatchObject({ attempts: 8, status: 'failed' });
    expect(await givenUp()).toHaveLength(1);
    app.logged.length = 0;
  });

  it('at the end of too long a chain is not performed but kept for the administrator', async () => {
    await app.run((ctx) => addEffect({ ...inside(ctx), effectDepth: MAX_EFFECT_DEPTH }, { type: 'evaluateWatch' }));
    expect(await effects({ status: 'failed', type: 'evaluateWatch' })).toMatchObject([
      { error: `more than ${MAX_EFFECT_DEPTH} effects led to one another` },
    ]);
    const administrator = await signIn(app, town.email('administrator'));
    const home = (
      await administrator.get<{ waiting: { kind: string; path: string }[] }>(`/municipalities/${town.code}/home`)
    ).body;
    expect(home.waiting.find(({ kind }) => kind === 'effects-failed')).toMatchObject({ path: 'settings/failures' });
    const lines = (
      await administrator.get<{ items: { actionName: string; details: object }[] }>(
        `/municipalities/${town.code}/audit?action=effect.failed`,
      )
    ).body;
    expect(lines.items).toMatchObject([
      {
        actionName: '自動の処理の中止',
        details: { effect: 'evaluateWatch', reason: expect.stringContaining('led to one another') },
      },
      {},
    ]);
  });
});

describe('a timer', () => {
  it('sends its event when its time has come, however late the runner is', async () => {
    const { id } = await establish('waiting');
    expect(await effects({ record_id: id })).toMatchObject([{ type: 'timer', status: 'pending' }]);
    app.clock.advanceDays(6);
    await runDue(app.installation);
    expect((await council(id)).state).toBe('asked');
    app.clock.advanceDays(40);
    await runDue(app.installation);
    expect(await council(id)).toMatchObject({ state: 'forgotten', version: 2 });
  });

  it('is taken back when its state is left, and begins anew when it is entered again', async () => {
    const { id } = await establish('waiting');
    // The clock runs past a session's end here, and the runner forgets it.
    const take = async (event: string, version: number) =>
      (await signIn(app, town.email('tier2-north'))).post(
        `/municipalities/${town.code}/councils/${id}/steps`,
        { event },
        { version },
      );
    app.clock.advanceDays(5);
    expect((await take('ANSWER', 1)).status).toBe(200);
    expect((await effects({ record_id: id, type: 'timer' })).map((row) => row.status)).toEqual(['cancelled']);
    app.clock.advanceDays(5);
    await runDue(app.installation);
    expect((await council(id)).state).toBe('answered');
    expect((await take('ASK', 2)).status).toBe(200);
    app.clock.advanceDays(6);
    await runDue(app.installation);
    expect((await council(id)).state).toBe('asked');
    app.clock.advanceDays(2);
    await runDue(app.installation);
    expect((await council(id)).state).toBe('forgotten');
  });
});

describe('the runner', () => {
  it('adds the daily evaluation once a day and municipality, from three in the morning', async () => {
    app.clock.now = new Date('2030-01-09T17:59:00Z'); // 02:59 on the 10th in Japan
    const keys = async () =>
      (
        await app.installation.db('effects').where('unique_key', 'like', 'daily:99901:2030-01-%').orderBy('unique_key')
      ).map((row: EffectRow) => `${row.unique_key} ${row.status}`);
    await runDue(app.installation);
    await runDue(app.installation);
    expect(await keys()).toEqual(['daily:99901:2030-01-09 done']);
    app.clock.advanceMinutes(2);
    await runDue(app.installation);
    await runDue({ ...app.installation });
    expect(await keys()).toEqual(['daily:99901:2030-01-09 done', 'daily:99901:2030-01-10 done']);
  });

  it('forgets idempotency keys older than a day and sessions that have ended', async () => {
    const { db } = app.installation;
    await db('idempotency_keys').insert({
      user_id: town.users.tier1,
      key: 'old',
      request: '',
      status: 200,
      headers: '{}',
      body: '',
      created_at: new Date(app.clock.now.getTime() - 90_000_000).toISOString(),
    });
    await db('idempotency_keys').insert({
      user_id: town.users.tier1,
      key: 'new',
      request: '',
      status: 200,
      headers: '{}',
      body: '',
      created_at: app.clock.now.toISOString(),
    });
    const minutesAgo = (minutes: number) => new Date(app.clock.now.getTime() - minutes * 60_000).toISOString();
    for (const [id, minutes] of [
      ['ended', 720],
      ['going-on', 719],
    ] as const)
      await db('user_sessions').insert({
        id,
        user_id: town.users.tier1,
        hash: id,
        credentials: 1,
        browser: '',
        created_at: minutesAgo(minutes),
        last_used_at: minutesAgo(0),
      });
    await runDue(app.installation);
    expect(
      (await db('idempotency_keys').whereIn('key', ['old', 'new'])).map((row: { key: string }) => row.key),
    ).toEqual(['new']);
    expect(
      (await db('user_sessions').whereIn('id', ['ended', 'going-on'])).map((row: { id: string }) => row.id),
    ).toEqual(['going-on']);
  });

  it('performs by itself what is due, and stops when it is told to', async () => {
    const { id } = await establish('ishinomaki');
    await stepAndCrash(id, '朝の研修会');
    const runner = startRunner(app.installation);
    await expect.poll(() => meetings(id)).toBe(1);
    await runner.stop();
  });
});
