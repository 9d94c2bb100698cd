import { prepareDecide } from '../../rules/index.ts';
import type { FactModel, Facts, RuleSet } from '../../rules/types.ts';
import { definitionById } from '../definitions/definitions.ts';
import { addDays } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { readArea } from '../settings/areas/store.ts';
import type { BacktestResult, BacktestRow } from './back-tests-store.ts';
import { readCaseChunks, type CaseScope, type CaseToDecide } from './cases-store.ts';
import { prepareEvaluation, type Evaluated } from './evaluate-cases.ts';
import { JobTally, type JobCounts } from './job-counts.ts';
import { modelOf } from './models.ts';
import { isSameOutcome, outcomeOf, writeOutcome, type Outcome } from './outcomes.ts';

/** Cases read and decided at once: large enough for columns to pay, small enough for memory. */
const CHUNK = 10_000;

/** What one chunk came to; `rows` are those that are worth telling, each a JSON list of some. */
export type ChunkDone = { done: number; counts: JobCounts; rows: string[] };

/** Rows that are written by one statement: others wait for no longer than it takes. */
const ROWS = 500;

/** Which cases a job is about. */
export async function scopeOf(ctx: MunicipalContext, job: BacktestRow): Promise<CaseScope> {
  const area = job.area_id === null ? undefined : await readArea(ctx.db, ctx.municipality.id, job.area_id);
  return {
    municipalityId: job.municipality_id,
    rulesKey: job.rules_key,
    fromDay: job.from_day,
    toDay: job.to_day,
    areaPath: area?.path ?? null,
    decisionId: job.decision_id,
    until: job.created_at,
  };
}

/** Goes through a job's cases chunk by chunk. Reads only; who calls it writes what it finds. `lap` hears when a chunk has been read. */
export async function* runCases(
  ctx: MunicipalContext,
  job: BacktestRow,
  lap: (name: 'readMs') => void,
): AsyncGenerator<ChunkDone> {
  const tally = new JobTally();
  const decide = job.kind === 'replay' ? prepareReplay(ctx) : await prepareBacktest(ctx, job, tally);
  let done = 0;
  let position = 0;
  for await (const cases of readCaseChunks(ctx.db, await scopeOf(ctx, job), CHUNK)) {
    lap('readMs');
    const decided = await decide(cases);
    const rows: BacktestResult[] = [];
    cases.forEach((decidedCase, index) => {
      const pair = decided[index];
      const row = pair && judge(pair, tally);
      if (row) rows.push({ backtest_id: job.id, position: position++, case_id: decidedCase.id, ...row });
    });
    done += cases.length;
    yield {
      done,
      counts: tally.read(),
      rows: Array.from({ length: Math.ceil(rows.length / ROWS) }, (_each, index) =>
        JSON.stringify(rows.slice(index * ROWS, (index + 1) * ROWS)),
      ),
    };
  }
}

/** Rules that have not held since then are told of. */
export const yearBefore = (ctx: MunicipalContext): string => addDays(ctx.today, -365);

type Pair = { before: Evaluated; after: Evaluated };

/** Counts a case, and says what the table of results tells of it; null: nothing changes. */
function judge(
  { before, after }: Pair,
  tally: JobTally,
): Pick<BacktestResult, 'kind' | 'before' | 'after' | 'note'> | null {
  const failed = before.failed ?? after.failed;
  if (failed !== null) {
    tally.failed();
    return { kind: 'failed', before: writeOutcome(before.outcome), after: '', note: failed };
  }
  const unrecorded = [...new Set([...before.unrecorded, ...after.unrecorded])];
  if (unrecorded.length > 0) {
    tally.unknown(unrecorded);
    return { kind: 'unknown', before: writeOutcome(before.outcome), after: '', note: JSON.stringify(unrecorded) };
  }
  if (isSameOutcome(before.outcome, after.outcome)) {
    tally.unchanged();
    return null;
  }
  const outcomes = { before: writeOutcome(before.outcome), after: writeOutcome(after.outcome) };
  tally.changed(outcomes.before, outcomes.after);
  return { kind: 'changed', ...outcomes, note: null };
}

const stored = ({ outcome, score }: CaseToDecide): Evaluated => ({
  outcome: { outcome, score },
  unrecorded: [],
  failed: null,
});
const parse = (row: CaseToDecide): Facts => JSON.parse(row.facts) as Facts;

/** The version that is compared with, and the draft or version that may take its place. What the former decided itself is not decided again. */
async function prepareBacktest(
  ctx: MunicipalContext,
  job: BacktestRow,
  tally: JobTally,
): Promise<(cases: CaseToDecide[]) => Promise<Pair[]>> {
  if (job.from_id === null) throw new Error(`back-test ${job.id} names no version to compare with`);
  const from = (await definitionById(ctx, 'rules', job.from_id)).body;
  // A draft was checked when the back-test was asked for.
  const to =
    job.to_id === null
      ? (JSON.parse(job.to_body ?? '') as RuleSet)
      : (await definitionById(ctx, 'rules', job.to_id)).body;
  const decideBefore = prepareEvaluation(from, await modelOf(ctx, from), ctx.language);
  const decideAfter = prepareEvaluation(to, await modelOf(ctx, to), ctx.language);
  const since = yearBefore(ctx);
  return async (cases) => {
    const facts = cases.map(parse);
    const { cases: after, rules } = decideAfter(facts);
    tally.fired(
      rules,
      cases.map((row) => row.decided_on >= since),
    );
    const others = cases.flatMap((row, index) => (row.rules_id === job.from_id ? [] : [index]));
    const again = decideBefore(others.map((index) => facts[index] ?? {})).cases;
    const before = cases.map(stored);
    others.forEach((place, index) => {
      const evaluated = again[index];
      if (evaluated) before[place] = evaluated;
    });
    return cases.map((_one, index): Pair => ({ before: before[index] ?? nothing, after: after[index] ?? nothing }));
  };
}

const noOutcome: Outcome = { outcome: '', score: null };
const nothing: Evaluated = { outcome: noOutcome, unrecorded: [], failed: null };

/** Each case once more by the very version that decided it, by `decide` itself. */
function prepareReplay(ctx: MunicipalContext): (cases: CaseToDecide[]) => Promise<Pair[]> {
  const versions = new Map<string, Promise<(facts: Facts) => Promise<Evaluated>>>();
  const versionOf = (id: string) => {
    const known = versions.get(id) ?? prepareVersion(ctx, id);
    versions.set(id, known);
    return known;
  };
  return async (cases) => {
    const pairs: Pair[] = [];
    for (const row of cases)
      pairs.push({ before: stored(row), after: await (await versionOf(row.rules_id))(parse(row)) });
    return pairs;
  };
}

async function prepareVersion(ctx: MunicipalContext, id: string): Promise<(facts: Facts) => Promise<Evaluated>> {
  const { body } = await definitionById(ctx, 'rules', id);
  const model = await modelOf(ctx, body);
  const decide = prepareDecide(body, model, { allowMissing: true });
  return async (facts) => {
    try {
      return { outcome: outcomeOf(await decide(knownFacts(model, facts))), unrecorded: [], failed: null };
    } catch (error) {
      return { outcome: noOutcome, unrecorded: [], failed: error instanceof Error ? error.message : String(error) };
    }
  };
}

/** Stored facts without the absent ones and without those that no model knows any more. */
export const knownFacts = (model: FactModel, facts: Facts): Facts =>
  Object.fromEntries(
    model.facts.flatMap(({ path }): [string, Facts[string]][] =>
      Object.hasOwn(facts, path) && facts[path] !== null && facts[path] !== undefined ? [[path, facts[path]]] : [],
    ),
  );
