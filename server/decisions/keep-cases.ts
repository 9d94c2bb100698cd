import type { Decision, FactModel } from '../../rules/types.ts';
import { rowsAtOnce } from '../database/dialect.ts';
import type { Definition } from '../definitions/definitions.ts';
import { dayInJapan } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { insertDecisionCases, readLastCases, type DecisionCaseRow } from './cases-store.ts';
import { outcomeOf } from './outcomes.ts';
import { recordPlaces } from './record-places.ts';

type Outcomes = Pick<Decision, 'facts' | 'outcomes' | 'score' | 'excluded'>;

/** One case that was decided. `decisionId` is null where the decision itself is not stored. */
export type DecidedCase = {
  record: { kind: RecordKind; id: string };
  subject: string;
  decision: Outcomes;
  decisionId: string | null;
};

type By = { rules: Definition<'rules'>; model: FactModel };

/** Decisions' facts as they are kept: a fact that the case lacked is null, so that later rules know it from one that nobody recorded yet. */
function prepareFactsToKeep(model: FactModel): (decision: Pick<Decision, 'facts'>) => string {
  const lacking = Object.fromEntries(model.facts.map((fact) => [fact.path, null]));
  return ({ facts }) => JSON.stringify({ ...lacking, ...facts });
}

/** Keeps decided cases so that they can be decided again: by the same rules (replay) or by others (back-test). */
export async function keepCases(ctx: MunicipalContext, by: By, cases: DecidedCase[]): Promise<void> {
  if (cases.length === 0) return;
  const places = await recordPlaces(
    ctx,
    cases.map((decided) => decided.record),
  );
  const factsToKeep = prepareFactsToKeep(by.model);
  const positions = new Map<string | null, number>();
  const rowOf = (decided: DecidedCase): DecisionCaseRow => {
    const position = decided.decisionId === null ? 0 : (positions.get(decided.decisionId) ?? 0);
    positions.set(decided.decisionId, position + 1);
    return {
      id: ctx.newId(),
      municipality_id: ctx.municipality.id,
      decision_id: decided.decisionId,
      position,
      rules_id: by.rules.id,
      rules_key: by.rules.key,
      record_kind: decided.record.kind,
      record_id: decided.record.id,
      subject: decided.subject,
      area_path: places.get(`${decided.record.kind} ${decided.record.id}`)?.areaPath ?? '',
      decided_on: dayInJapan(ctx.now),
      decided_at: ctx.now,
      facts: factsToKeep(decided.decision),
      ...outcomeOf(decided.decision),
    };
  };
  // While the database stores some, the next ones are written out.
  let storing = Promise.resolve();
  for (let start = 0; start < cases.length; start += rowsAtOnce) {
    const rows = cases.slice(start, start + rowsAtOnce).map(rowOf);
    await storing;
    storing = insertDecisionCases(ctx.db, rows);
  }
  await storing;
}

/**
 * Keeps cases from which nothing followed, where facts or rules have changed since the same was decided last: a back-test
 * must know them too. `cases` are of one kind of record.
 */
export async function keepIfNews(ctx: MunicipalContext, by: By, cases: DecidedCase[]): Promise<void> {
  const [first] = cases;
  if (!first) return;
  const last = await readLastCases(
    ctx.db,
    first.record.kind,
    [...new Set(cases.map((decided) => decided.record.id))],
    by.rules.key,
  );
  const factsToKeep = prepareFactsToKeep(by.model);
  const isNews = (decided: DecidedCase): boolean => {
    const before = last.get(`${decided.record.id} ${decided.subject}`);
    return !before || before.rules_id !== by.rules.id || before.facts !== factsToKeep(decided.decision);
  };
  await keepCases(ctx, by, cases.filter(isNews));
}
