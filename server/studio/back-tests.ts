import type { z } from 'zod';
import type { Audience } from '../../forms/types.ts';
import { InvalidFacts, decide, explain } from '../../rules/index.ts';
import type { Facts, RuleSet } from '../../rules/types.ts';
import type { Page, Paging } from '../database/paging.ts';
import {
  cancelBacktest,
  insertBacktest,
  listBacktestRows,
  listBacktests,
  readBacktest,
  readBacktestResult,
  type BacktestResult,
  type NamedBacktest,
  type ResultFilter,
} from '../decisions/back-tests-store.ts';
import { readDecisionCase, readDecisionCases, type NumberedCase } from '../decisions/cases-store.ts';
import type { Explanation } from '../decisions/decide.ts';
import { noCounts, type JobCounts } from '../decisions/job-counts.ts';
import { mustEdit } from '../decisions/may.ts';
import { modelOf, namedModelOf } from '../decisions/models.ts';
import { sayOutcome } from '../decisions/outcomes.ts';
import { knownFacts } from '../decisions/run-cases.ts';
import { readDecision } from '../decisions/store.ts';
import { definitionById, type Definition } from '../definitions/definitions.ts';
import { readDefinitionNumber } from '../definitions/store.ts';
import { addEffect } from '../effects/add-effect.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { invalid, notFound, refused } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { listAreas, readArea, type AreaRow } from '../settings/areas/store.ts';
import { presentArea, readCaseTitles, type CaseTitles } from './case-titles.ts';
import { checkUnsaved } from './check.ts';
import type * as contract from './contract.ts';
import { bodyOf, findDraft } from './draft.ts';
import { hashBody } from '../definitions/hash-body.ts';

export type RuleJob = z.infer<typeof contract.ruleJob>;
export type RuleRow = z.infer<typeof contract.ruleRow>;
export type RuleRowExplained = z.infer<typeof contract.ruleRowExplained>;
export type Period = { fromDay?: string | undefined; toDay?: string | undefined; areaId?: string | undefined };
export type BacktestInput = Period & { from: number; to: number | 'draft' };

/**
 * Asks for a back-test of the draft, or of a version, against another version over the stored cases. It runs beside the
 * service as soon as this transaction has been committed. Throws `invalid` for a version that there is not, and for a
 * draft that its own check refuses.
 */
export async function startBacktest(
  ctx: MunicipalContext,
  key: string,
  input: BacktestInput,
): Promise<{ id: string; version: number }> {
  await mustEdit(ctx);
  const from = await readVersion(ctx, key, input.from, '/from');
  const to = input.to === 'draft' ? null : await readVersion(ctx, key, input.to, '/to');
  const draft = to ? undefined : await findDraft(ctx, 'rules', key);
  if (!to && !draft)
    throw invalid([{ path: '/to', code: 'noDraft', message: say(ctx.language, 'rules.issue.noDraft') }]);
  const body = to ? (JSON.parse(to.body) as Record<string, unknown>) : draft ? bodyOf(draft) : {};
  const { issues } = to ? { issues: [] } : await checkUnsaved(ctx, body);
  if (issues.length > 0) throw invalid(issues.map((issue) => ({ ...issue, path: `/body${issue.path}` })));
  return addJob(ctx, key, 'backtest', input, {
    from_id: from.id,
    to_id: to?.id ?? null,
    to_body: to ? null : JSON.stringify(body),
    to_hash: hashBody(body),
    decision_id: null,
  });
}

export type ReplayInput = Period & { decisionId?: string | undefined };

/** Asks for stored decisions to be made once more, each by the version that made it, to prove that they come out the same. */
export async function startReplay(
  ctx: MunicipalContext,
  key: string,
  input: ReplayInput,
): Promise<{ id: string; version: number }> {
  await mustEdit(ctx);
  if (input.decisionId !== undefined && !(await readDecision(ctx.db, ctx.municipality.id, input.decisionId)))
    throw invalid([{ path: '/decisionId', code: 'unknown', message: say(ctx.language, 'rules.issue.decision') }]);
  return addJob(ctx, key, 'replay', input, {
    from_id: null,
    to_id: null,
    to_body: null,
    to_hash: null,
    decision_id: input.decisionId ?? null,
  });
}

type Sides = Pick<NamedBacktest, 'from_id' | 'to_id' | 'to_body' | 'to_hash' | 'decision_id'>;

async function addJob(
  ctx: MunicipalContext,
  key: string,
  kind: 'backtest' | 'replay',
  period: Period,
  sides: Sides,
): Promise<{ id: string; version: number }> {
  if (period.areaId !== undefined && !(await readArea(ctx.db, ctx.municipality.id, period.areaId)))
    throw invalid([{ path: '/areaId', code: 'unknown', message: say(ctx.language, 'settings.issue.area') }]);
  const id = ctx.newId();
  await insertBacktest(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    kind,
    rules_key: key,
    ...sides,
    from_day: period.fromDay ?? null,
    to_day: period.toDay ?? null,
    area_id: period.areaId ?? null,
    status: 'waiting',
    total: 0,
    done: 0,
    counts: JSON.stringify(noCounts()),
    error: null,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    started_at: null,
    seen_at: null,
    finished_at: null,
    version: 1,
  });
  await addEffect(ctx, { type: 'backtest', params: { job: id } });
  await audit(ctx, `rules.${kind}`, { kind: 'backtest', id, title: key }, { period });
  return { id, version: 1 };
}

async function readVersion(ctx: MunicipalContext, key: string, number: number, path: string) {
  const row = await readDefinitionNumber(ctx.db, ctx.municipality.id, 'rules', key, number);
  if (!row) throw invalid([{ path, code: 'unknown', message: say(ctx.language, 'rules.issue.number', { number }) }]);
  return row;
}

/** A rule set's latest back-tests and replays, newest first. */
export async function listJobs(ctx: MunicipalContext, key: string): Promise<RuleJob[]> {
  await mustEdit(ctx);
  const jobs: RuleJob[] = [];
  for (const job of await listBacktests(ctx.db, ctx.municipality.id, key)) jobs.push(await presentJob(ctx, job));
  return jobs;
}

/** A back-test or a replay as it stands. Throws not-found. */
export async function readJob(ctx: MunicipalContext, key: string, id: string): Promise<RuleJob> {
  return presentJob(ctx, await findJob(ctx, key, id));
}

export async function findJob(ctx: MunicipalContext, key: string, id: string): Promise<NamedBacktest> {
  await mustEdit(ctx);
  const job = await readBacktest(ctx.db, ctx.municipality.id, id);
  if (!job || job.rules_key !== key) throw notFound();
  return job;
}

/** Ends a job that has not ended; what it had found is kept. Throws `jobOver` for one that has. */
export async function cancelJob(ctx: MunicipalContext, key: string, id: string): Promise<void> {
  const job = await findJob(ctx, key, id);
  if (!(await cancelBacktest(ctx.db, id, ctx.now))) throw refused('jobOver');
  await audit(ctx, 'rules.cancel', { kind: 'backtest', id, title: key }, { version: job.version + 1 });
}

/** The rule sets on both sides of a job, for words; a replay's is each case's own. */
async function sidesOf(
  ctx: MunicipalContext,
  job: NamedBacktest,
): Promise<{ from: RuleSet | null; to: RuleSet | null }> {
  const from = job.from_id === null ? null : (await definitionById(ctx, 'rules', job.from_id)).body;
  const to =
    job.to_id !== null
      ? (await definitionById(ctx, 'rules', job.to_id)).body
      : job.to_body === null
        ? null
        : (JSON.parse(job.to_body) as RuleSet);
  return { from, to };
}

async function presentJob(ctx: MunicipalContext, job: NamedBacktest): Promise<RuleJob> {
  const { facts, moves, fired: _fired, ...counts } = JSON.parse(job.counts) as JobCounts;
  const sides = await sidesOf(ctx, job);
  const labels = new Map(
    sides.to
      ? (await modelOf(ctx, sides.to)).facts.map((fact) => [fact.path, fact.label[ctx.language] ?? fact.label.ja])
      : [],
  );
  const draft =
    job.kind === 'backtest' && job.to_id === null ? await findDraft(ctx, 'rules', job.rules_key) : undefined;
  const area = job.area_id === null ? undefined : await readArea(ctx.db, ctx.municipality.id, job.area_id);
  return {
    id: job.id,
    version: job.version,
    kind: job.kind,
    key: job.rules_key,
    status: job.status,
    from: job.from_number,
    to: job.kind === 'replay' ? null : (job.to_number ?? 'draft'),
    isCurrent: draft !== undefined && hashBody(bodyOf(draft)) === job.to_hash,
    fromDay: job.from_day,
    toDay: job.to_day,
    area: area ? { id: area.id, name: area.name, kind: area.kind } : null,
    total: job.total,
    done: job.done,
    counts,
    unknownFacts: Object.entries(facts).map(([fact, cases]) => ({ fact, label: labels.get(fact) ?? fact, cases })),
    moves: moves.map((move) => ({
      ...move,
      beforeText: sayOutcome(ctx.language, move.before, sides.from),
      afterText: sayOutcome(ctx.language, move.after, sides.to),
    })),
    by: job.author ?? '',
    createdAt: job.created_at,
    startedAt: job.started_at,
    finishedAt: job.finished_at,
    error: job.error,
  };
}

/** A page of what a job found: cases that change, cannot be told, or do not fit. */
export async function listRows(
  ctx: MunicipalContext,
  key: string,
  id: string,
  filter: ResultFilter,
  paging: Paging,
): Promise<Page<RuleRow>> {
  const job = await findJob(ctx, key, id);
  const page = await listBacktestRows(ctx.db, id, filter, paging);
  return { ...page, items: await presentRows(ctx, job, page.items) };
}

export async function presentRows(
  ctx: MunicipalContext,
  job: NamedBacktest,
  results: BacktestResult[],
): Promise<RuleRow[]> {
  const cases = new Map(
    (
      await readDecisionCases(
        ctx.db,
        results.map((row) => row.case_id),
      )
    ).map((row) => [row.id, row]),
  );
  const titles = await readCaseTitles(ctx, [...cases.values()]);
  const areas = await listAreas(ctx.db, ctx.municipality.id);
  const sides = await sidesOf(ctx, job);
  return results.flatMap((row) => {
    const decisionCase = cases.get(row.case_id);
    return decisionCase ? [presentRow(ctx, row, decisionCase, titles, areas, sides)] : [];
  });
}

function presentRow(
  ctx: MunicipalContext,
  row: BacktestResult,
  decisionCase: NumberedCase,
  titles: CaseTitles,
  areas: AreaRow[],
  sides: { from: RuleSet | null; to: RuleSet | null },
): RuleRow {
  const change = row.kind === 'changed';
  return {
    position: row.position,
    kind: row.kind,
    caseId: row.case_id,
    record: titles.record(decisionCase),
    subject: titles.subject(decisionCase),
    area: presentArea(areas, decisionCase.area_path),
    decidedOn: decisionCase.decided_on,
    before: row.before,
    after: row.after,
    beforeText: sayOutcome(ctx.language, row.before, sides.from),
    afterText: change ? sayOutcome(ctx.language, row.after, sides.to) : say(ctx.language, `rules.row.${row.kind}`),
    note:
      row.kind === 'unknown' && row.note !== null
        ? say(ctx.language, 'rules.unrecorded', {
            facts: (JSON.parse(row.note) as string[])
              .map((fact) => titles.fact(fact))
              .join(say(ctx.language, 'rules.and')),
          })
        : row.note,
  };
}

/** One row with why it was so and why it would be so: decided again now, each side by its own rules. */
export async function explainRow(
  ctx: MunicipalContext,
  key: string,
  id: string,
  position: number,
): Promise<RuleRowExplained> {
  const job = await findJob(ctx, key, id);
  const result = await readBacktestResult(ctx.db, id, position);
  const decisionCase = result && (await readDecisionCase(ctx.db, ctx.municipality.id, result.case_id));
  const [row] = result ? await presentRows(ctx, job, [result]) : [];
  if (!row || !decisionCase) throw notFound();
  const facts = JSON.parse(decisionCase.facts) as Facts;
  const before =
    job.kind === 'replay'
      ? await definitionById(ctx, 'rules', decisionCase.rules_id)
      : job.from_id === null
        ? null
        : await definitionById(ctx, 'rules', job.from_id);
  const after = job.kind === 'replay' ? before : await readSide(ctx, job);
  return {
    row,
    facts,
    before: before && (await explainCase(ctx, before, facts, 'staff')),
    after: after && (await explainCase(ctx, after, facts, 'staff')),
  };
}

async function readSide(ctx: MunicipalContext, job: NamedBacktest): Promise<Definition<'rules'> | null> {
  if (job.to_id !== null) return definitionById(ctx, 'rules', job.to_id);
  return job.to_body === null ? null : unpublished(ctx, job.rules_key, JSON.parse(job.to_body) as RuleSet);
}

/** A body that has no number yet, as a definition: number 0. */
export const unpublished = (ctx: MunicipalContext, key: string, body: RuleSet): Definition<'rules'> => ({
  id: '',
  municipalityId: ctx.municipality.id,
  kind: 'rules',
  key,
  number: 0,
  body,
});

/** What rules say about stored facts, in words for this audience of their record; null where the facts do not fit them. */
export async function explainCase(
  ctx: MunicipalContext,
  rules: Definition<'rules'>,
  facts: Facts,
  audience: Audience,
): Promise<Explanation | null> {
  const model = await modelOf(ctx, rules.body);
  const texts = rules.body.texts[ctx.language] ?? rules.body.texts.ja;
  try {
    const decision = await decide(rules.body, knownFacts(model, facts), model, { allowMissing: true });
    return {
      decisionId: null,
      decidedAt: null,
      ruleSet: { key: rules.key, name: texts.name, number: rules.number },
      ...explain(decision, rules.body, await namedModelOf(ctx, rules.body, audience), ctx.language),
    };
  } catch (error) {
    if (error instanceof InvalidFacts) return null;
    throw error;
  }
}
