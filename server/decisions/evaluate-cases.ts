import { hasBit } from '../../rules/columnar/bits.ts';
import { buildColumns } from '../../rules/columnar/columns.ts';
import { prepareEvaluateColumns, type ColumnsDecision } from '../../rules/columnar/evaluate-columns.ts';
import { checkFacts, listFactsAsked } from '../../rules/index.ts';
import type { FactModel, Facts, Language, RuleSet } from '../../rules/types.ts';
import { outcomeOf, type Outcome } from './outcomes.ts';

/** What rules say about one stored case. */
export type Evaluated = {
  outcome: Outcome;
  /** Facts that were not recorded then and on which the outcome hangs: it is then nobody's to say. */
  unrecorded: string[];
  /** Why it cannot be decided: facts that do not fit; null: it can. */
  failed: string | null;
};

/** Each case, and each enabled rule with a bit for every case that it holds for. */
export type EvaluatedCases = { cases: Evaluated[]; rules: { name: string; held: Uint32Array }[] };

/**
 * Prepares a rule set for many stored cases, some thousands at a time. The outcomes are those of `decide` with
 * `allowMissing`. In stored facts null says that the case lacked a fact, and a missing entry that nobody recorded it.
 */
export function prepareEvaluation(
  ruleSet: RuleSet,
  model: FactModel,
  language: Language,
): (cases: Facts[]) => EvaluatedCases {
  const wanted = new Set(listFactsAsked(ruleSet));
  const lean: FactModel = { ...model, facts: model.facts.filter((fact) => wanted.has(fact.path)) };
  const askedBy = new Map(
    ruleSet.rules.map((rule) => [rule.name, new Set(listFactsAsked({ ...ruleSet, rules: [rule] }))]),
  );
  const names = [...wanted];
  const decide = prepareEvaluateColumns(ruleSet, model);
  return (cases) => {
    const columns = buildColumns(lean, cases);
    const decided = decide(columns);
    const outcomeAt = prepareOutcomes(decided);
    const evaluated = cases.map((facts, index): Evaluated => {
      const failed = hasBit(columns.unfit, index) ? sayUnfit(lean, facts, language) : null;
      const missing = names.filter((fact) => !Object.hasOwn(facts, fact));
      const unrecorded = missing.length === 0 ? [] : missing.filter((fact) => matters(fact, decided, askedBy, index));
      return { outcome: outcomeAt(index), unrecorded, failed };
    });
    return { cases: evaluated, rules: decided.rules };
  };
}

/** Does a rule that could change the outcome hang on this fact? Under `first` only those before the one that decided can. */
function matters(
  fact: string,
  decided: ColumnsDecision,
  askedBy: ReadonlyMap<string, ReadonlySet<string>>,
  index: number,
): boolean {
  const first = decided.first?.[index] ?? -1;
  const contenders = first === -1 ? decided.rules : decided.rules.slice(0, first);
  return contenders.some(
    (rule) => rule.unknown !== null && hasBit(rule.unknown, index) && askedBy.get(rule.name)?.has(fact),
  );
}

const sayUnfit = (model: FactModel, facts: Facts, language: Language): string =>
  checkFacts(
    model,
    Object.fromEntries(
      model.facts.flatMap((fact) => (facts[fact.path] === undefined ? [] : [[fact.path, facts[fact.path] ?? null]])),
    ),
    language,
  )
    .filter((issue) => issue.code !== 'missing-fact')
    .map((issue) => issue.message)
    .join(' ');

/** Outcomes of one strategy; of `first` one for each rule. */
function prepareOutcomes(decided: ColumnsDecision): (index: number) => Outcome {
  const { first, score, excluded } = decided;
  const read = (index: number): Outcome => outcomeOf(decided.decisionAt(index));
  if (first) return remember((index) => first[index] ?? -1, read);
  if (score && excluded)
    return (index) =>
      hasBit(excluded, index) ? { outcome: 'exclude', score: null } : { outcome: 'rank', score: score[index] ?? 0 };
  return read;
}

function remember(keyOf: (index: number) => number, read: (index: number) => Outcome): (index: number) => Outcome {
  const known = new Map<number, Outcome>();
  return (index) => {
    const key = keyOf(index);
    const outcome = known.get(key) ?? read(index);
    known.set(key, outcome);
    return outcome;
  };
}
