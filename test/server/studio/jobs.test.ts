import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, factModels } from '../../../rules/index.ts';
import type { Facts, RuleSet } from '../../../rules/types.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { prepareEvaluation } from '../../../server/decisions/evaluate-cases.ts';
import { outcomeOf, writeOutcome, type Outcome } from '../../../server/decisions/outcomes.ts';
import { knownFacts } from '../../../server/decisions/run-cases.ts';
import type { Installation } from '../../../server/kernel/installation.ts';
import { runDue } from '../../../server/runner.ts';
import { jobsEnded, stopJobs } from '../../../server/studio/run-back-test.ts';
import { testEngine } from '../../support/database.ts';
import { startStudio, withValue, type Draft, type Page, type Row, type Studio } from './support.ts';

type Stored = { id: string; facts: string; outcome: string; score: number | null; rules_id: string; rules_key: string };

describe(`back-tests on ${testEngine()}`, () => {
  let studio: Studio;
  let escalation: RuleSet;
  let rulesId: string;
  beforeAll(async () => {
    studio = await startStudio();
    escalation = await studio.bodyOf('escalation');
    ({ id: rulesId } = await studio.app.installation
      .db('definitions')
      .where({ kind: 'rules', key: 'escalation' })
      .first('id'));
  });
  afterAll(async () => {
    await studio.app.close();
  });

  const facts: Facts = {
    'area.unmetSameType': 3,
    'area.unmetOldestDays': 10,
    'area.areasWithSameLack': 0,
    'area.services': 0,
    'area.servicesWithCapacity': 0,
    'council.tier': 2,
    'council.meetingsDiscussedNoPlan': 0,
    'council.meetingsDiscussed': 0,
    'need.highUrgency': 0,
    'need.otherDepartment': false,
    'council.daysSinceLastProposal': null,
  };
  /** Stores cases as old decisions would have left them. */
  const addCases = async (many: Facts[], outcome = 'proposal', more: object = {}): Promise<void> => {
    const row = {
      municipality_id: studio.town.id,
      decision_id: null,
      position: 0,
      rules_id: rulesId,
      rules_key: 'escalation',
      record_kind: 'council',
      record_id: studio.ids.council,
      subject: 'meals',
      area_path: studio.town.areas.north.path,
      decided_on: '2026-11-01',
      decided_at: '2026-11-01T03:00:00.000Z',
      outcome,
      score: null,
      ...more,
    };
    await studio.app.installation.db.batchInsert(
      'decision_cases',
      many.map((facts) => ({ ...row, id: uuid(), facts: JSON.stringify(facts) })),
      500,
    );
  };
  const withText = (result: { outcome: Outcome }) => ({ ...result, outcome: writeOutcome(result.outcome) });
  const old = { fromDay: '2026-11-01', toDay: '2026-11-01' };
  const rowsOf = async (id: string, kind: string): Promise<Row[]> =>
    (await studio.administrator.get<Page<Row>>(studio.rules(`/escalation/backtests/${id}/rows?kind=${kind}&limit=200`)))
      .body.items;
  const forget = async (): Promise<void> => {
    await studio.app.installation.db('backtest_rows').delete();
    await studio.app.installation.db('decision_cases').where({ decided_on: '2026-11-01' }).delete();
  };

  it('give the outcomes of decide itself', async () => {
    const cases = (await studio.app.installation.db('decision_cases')) as Stored[];
    expect(cases.length).toBeGreaterThan(4);
    for (const [key, of] of Map.groupBy(cases, (row) => row.rules_key)) {
      const body = await studio.bodyOf(key);
      const model = factModels[body.factModel];
      if (!model) throw new Error(key);
      const stored = of.map((row) => JSON.parse(row.facts) as Facts);
      const evaluated = prepareEvaluation(body, model, 'ja')(stored).cases;
      const decided = await Promise.all(
        stored.map((facts) => decide(body, knownFacts(model, facts), model, { allowMissing: true })),
      );
      expect(evaluated.map(withText)).toEqual(
        decided.map((decision) => ({ outcome: writeOutcome(outcomeOf(decision)), unrecorded: [], failed: null })),
      );
      expect(evaluated.map((result) => withText(result).outcome)).toEqual(of.map(writeOutcome));
    }
  });

  it('count apart a case whose outcome hangs on a fact that nobody recorded then, and guess nothing', async () => {
    const { 'council.daysSinceLastProposal': _days, ...unrecorded } = facts;
    const { 'area.services': _services, ...lacking } = facts;
    // Absent, and known to be so · not recorded · not recorded, but the first tier's rule decides before it is asked · not of its type.
    await addCases([
      facts,
      unrecorded,
      { ...unrecorded, 'council.tier': 1 },
      { ...facts, 'area.services': 'many' },
      { ...lacking, 'area.unmetSameType': 0 },
    ]);
    const [first, ...rest] = escalation.rules;
    const waits = {
      name: 'waits',
      priority: 90,
      conditions: { all: [{ fact: 'council.daysSinceLastProposal', operator: 'lessThan', value: 30 }] },
      event: { type: 'report' },
    };
    const saved = await studio.save('escalation', 0, { ...escalation, rules: [first, waits, ...rest] });
    expect(saved.body.check.issues).toEqual([]);
    const job = await studio.backtest('escalation', { from: 1, to: 'draft', ...old });
    expect([job.status, job.total, job.counts]).toEqual([
      'done',
      5,
      { changed: 2, unchanged: 1, unknown: 1, failed: 1 },
    ]);
    expect(job.unknownFacts).toEqual([
      { fact: 'council.daysSinceLastProposal', label: '前回の提案からの日数', cases: 1 },
    ]);
    expect((await rowsOf(job.id, 'unknown')).map((row) => [row.after, row.afterText, row.note])).toEqual([
      ['', 'わからない', '当時は記録していなかった項目：前回の提案からの日数'],
    ]);
    const [failed] = await rowsOf(job.id, 'failed');
    expect([failed?.afterText, (failed?.note ?? '').length > 0]).toEqual(['判断できない', true]);
    expect(
      (
        await studio.administrator.get<{ before: unknown; after: unknown }>(
          studio.rules(`/escalation/backtests/${job.id}/rows/${failed?.position}`),
        )
      ).body,
    ).toMatchObject({ before: null, after: null });
    await studio.administrator.delete(studio.rules('/escalation/draft'), { version: saved.body.version });
    await forget();
  });

  it('take a stored score for the same up to what adding left behind, as examples and rankings do', async () => {
    const { id } = await studio.app.installation
      .db('definitions')
      .where({ kind: 'rules', key: 'referral' })
      .first('id');
    const ranked = (await studio.bodyOf('referral')).examples?.find(
      ({ expect: { excluded, score } }) => !excluded && score,
    );
    if (ranked?.expect.score === undefined) throw new Error('no example with a score');
    const { score } = ranked.expect;
    const of = { rules_id: id, rules_key: 'referral', record_kind: 'need' };
    for (const left of [0, 8e-10, 1e-6]) await addCases([ranked.facts], 'rank', { ...of, score: score + left });
    const queued = await studio.administrator.post<{ id: string }>(studio.rules('/referral/replay'), old);
    expect((await studio.ended('referral', queued.body.id)).counts).toMatchObject({ changed: 1, unchanged: 2 });
    await forget();
  });

  it.runIf(testEngine() === 'postgres')('leave the cases that they tell of as they are, unlocked', async () => {
    await addCases(
      Array.from({ length: 20 }, () => facts),
      'report',
    );
    const queued = await studio.administrator.post<{ id: string }>(studio.rules('/escalation/replay'), old);
    const job = await studio.ended('escalation', queued.body.id);
    expect(job.counts).toMatchObject({ changed: 20, unchanged: 0 });
    const { db } = studio.app.installation;
    // Whoever locks a row writes so into it: the page, and the log that every commit waits for.
    expect(await db('decision_cases').whereRaw("xmax::text <> '0'").pluck('id')).toEqual([]);
    await forget();
  });

  it('tell a replay that does not come out the same', async () => {
    await addCases([facts], 'report');
    const queued = await studio.administrator.post<{ id: string }>(studio.rules('/escalation/replay'), old);
    const job = await studio.ended('escalation', queued.body.id);
    expect(job.counts).toEqual({ changed: 1, unchanged: 0, unknown: 0, failed: 0 });
    expect((await rowsOf(job.id, 'changed')).map((row) => [row.before, row.after])).toEqual([['report', 'proposal']]);
    await forget();
  });

  it('go through many cases in chunks, leave the service answering meanwhile, and can be cancelled', async () => {
    // More than two of the chunks that jobs go by, and than are looked through at each save.
    await addCases(Array.from({ length: 20_500 }, (_, index) => ({ ...facts, 'area.unmetOldestDays': index % 90 })));
    const saved = await studio.save('escalation', 0, withValue(escalation, 'area.unmetSameType', 50));
    const whole = await studio.backtest('escalation', { from: 1, to: 'draft', ...old });
    expect([whole.done, whole.total, whole.counts.changed + whole.counts.unchanged]).toEqual([20_500, 20_500, 20_500]);
    expect(
      (
        await studio.administrator.get<Page<Row>>(
          studio.rules(`/escalation/backtests/${whole.id}/rows?kind=changed&limit=1`),
        )
      ).body.total,
    ).toBe(whole.counts.changed);
    // Too many to look through at each save: that a rule never applied is known from a back-test over all of them.
    const silent = async (): Promise<boolean> =>
      (await studio.administrator.get<Draft>(studio.rules('/escalation/draft'))).body.check.findings.some(
        (finding) => finding.code === 'never-fired',
      );
    expect(await silent()).toBe(false);
    await studio.backtest('escalation', { from: 1, to: 'draft' });
    expect(await silent()).toBe(true);
    const { id } = (
      await studio.administrator.post<{ id: string }>(studio.rules('/escalation/backtests'), {
        from: 1,
        to: 'draft',
        ...old,
      })
    ).body;
    expect((await studio.administrator.get(studio.path('home'))).status).toBe(200);
    expect((await studio.administrator.post(studio.rules(`/escalation/backtests/${id}/cancel`))).status).toBe(204);
    await jobsEnded(studio.app.installation);
    expect((await studio.ended('escalation', id)).status).toBe('cancelled');
    expect((await studio.administrator.post(studio.rules(`/escalation/backtests/${id}/cancel`))).status).toBe(409);
    await studio.administrator.delete(studio.rules('/escalation/draft'), { version: saved.body.version });
    await forget();
  });

  it('are run by one of two servers, and begun again by another when that one dies', async () => {
    const { installation, clock, databaseUrl } = studio.app;
    const other: Installation = { ...installation, db: openDatabase(databaseUrl) };
    await addCases([facts, facts]);
    const row = (await installation.db('backtests').first()) as { id: string };
    const waiting = {
      ...row,
      id: uuid(),
      kind: 'backtest',
      status: 'waiting',
      from_id: rulesId,
      to_id: rulesId,
      to_body: null,
      from_day: '2026-11-01',
      to_day: '2026-11-01',
      area_id: null,
      done: 0,
      total: 0,
      started_at: null,
      seen_at: null,
      finished_at: null,
      created_at: clock.now.toISOString(),
    };
    await installation.db('backtests').insert(waiting);
    const effect = {
      municipality_id: studio.town.id,
      record_kind: null,
      record_id: null,
      type: 'backtest',
      params: JSON.stringify({ params: { job: waiting.id }, event: null, depth: 1 }),
      timer_id: null,
      unique_key: null,
      due_at: clock.now.toISOString(),
      status: 'pending',
      attempts: 0,
      error: null,
      created_at: clock.now.toISOString(),
      done_at: null,
    };
    await installation.db('effects').insert(['one', 'two'].map((id) => ({ ...effect, id })));
    await Promise.all([
      installation.performEffects(installation, ['one', 'two']),
      other.performEffects(other, ['two', 'one']),
    ]);
    // Both servers die; what was under way is nobody's.
    await Promise.all([stopJobs(installation), stopJobs(other)]);
    const state = async () =>
      (await installation.db('backtests').where({ id: waiting.id }).first('status', 'done', 'seen_at')) as {
        status: string;
        done: number;
        seen_at: string;
      };
    const left = await state();
    if (left.status === 'running') expect(left.seen_at).toBe('');
    await installation
      .db('backtests')
      .where({ id: waiting.id })
      .update({ status: 'running', seen_at: clock.now.toISOString() });
    await runDue(other);
    expect((await state()).done).toBe(left.done);
    clock.advanceMinutes(2);
    await Promise.all([runDue(other), runDue(installation)]);
    await Promise.all([jobsEnded(other), jobsEnded(installation)]);
    expect(await state()).toMatchObject({ status: 'done', done: 2 });
    await other.db.destroy();
    await forget();
  });
});
