import { checkFacts } from '../check-facts.ts';
import type { CompiledDecision } from '../compile/compile-rule-set.ts';
import { describeCondition } from '../edit-words.ts';
import { pointer } from '../messages.ts';
import type { Condition, FactModel, FactValue, Facts, Language, Rule, RuleSet } from '../types.ts';
import type { Finding } from './finding.ts';
import { holdsFor, scopeOf, toFormula, type Formula, type Mode, type Scope } from './formula.ts';
import { solve, type Answer } from './solve.ts';
import { sayFinding, sayPart } from './texts.ts';

export type Place = { rule: Rule; path: string };

export type Draft = Finding & { confirm?: (decision: CompiledDecision) => boolean };

export type Work = {
  ruleSet: RuleSet;
  model: FactModel;
  language: Language;
  scope: Scope;
  /** Enabled rules in the engine's order. */
  places: Place[];
  cases: Facts[];
  usual: ReadonlyMap<string, FactValue[]>;
  notNegative: ReadonlySet<string>;
  budget: { steps: number };
  held: WeakMap<Facts, Map<Rule, boolean>>;
  formulas: Record<Mode, Map<Rule, Formula>>;
};

/** The rule sets of the library need fewer than 30. */
const totalSteps = 20_000;

const maxCases = 40;

const maxUsual = 60;

export function prepare(ruleSet: RuleSet, model: FactModel, language: Language): Work {
  const places = ruleSet.rules
    .map((rule, index) => ({ rule, path: pointer('/rules', index) }))
    .filter(({ rule }) => !rule.disabled)
    .toSorted((a, b) => (b.rule.priority ?? 1) - (a.rule.priority ?? 1));
  const cases = (ruleSet.examples ?? [])
    .map((example) => example.facts)
    .filter((facts) => checkFacts(model, facts).length === 0);
  const written = [...places.map(({ rule }) => rule.conditions), ...Object.values(ruleSet.conditions ?? {})].flatMap(
    listValues,
  );
  const usual = new Map(
    model.facts.map((fact): [string, FactValue[]] => {
      const seen = cases
        .flatMap((facts) => (Object.hasOwn(facts, fact.path) ? [facts[fact.path] ?? null] : []))
        .filter((value) => value !== null);
      const values = new Set(written.flatMap(({ fact: name, value }) => (name === fact.path ? [value] : [])));
      return [fact.path, [...seen, ...values].slice(0, maxUsual)];
    }),
  );
  const numbers = model.facts.filter((fact) => fact.type === 'number' || fact.type === 'integer');
  const notNegative = numbers
    .filter((fact) => !usual.get(fact.path)?.some((value) => typeof value === 'number' && value < 0))
    .map((fact) => fact.path);
  return {
    ruleSet,
    model,
    language,
    scope: scopeOf(model, ruleSet.conditions),
    places,
    cases: cases.slice(0, maxCases),
    usual,
    notNegative: new Set(notNegative),
    budget: { steps: totalSteps },
    held: new WeakMap(),
    formulas: { held: new Map(), failed: new Map(), 'not-held': new Map(), 'not-failed': new Map() },
  };
}

/** The values that conditions compare facts with. */
function listValues(condition: Condition): { fact: string; value: FactValue }[] {
  if ('condition' in condition) return [];
  if ('not' in condition) return listValues(condition.not);
  if ('all' in condition) return condition.all.flatMap(listValues);
  if ('any' in condition) return condition.any.flatMap(listValues);
  return [condition.value]
    .flat()
    .flatMap((value: unknown) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [{ fact: condition.fact, value }]
        : [],
    );
}

/** Looks for facts of which `accept` is true; `formula` says the same. With `likely` only for those with no odd number below zero. */
export function look(formula: Formula, accept: (facts: Facts) => boolean, work: Work, likely = false): Answer {
  const ready = work.cases.find(
    (facts) => accept(facts) && !(likely && [...work.notNegative].some((fact) => Number(facts[fact]) < 0)),
  );
  if (ready) return { found: ready };
  const options = {
    accept,
    budget: work.budget,
    usual: work.usual,
    otherWord: work.language === 'ja' ? 'その他' : 'other',
  };
  const near = solve(formula, work.model, { ...options, notNegative: work.notNegative });
  const answer = typeof near === 'object' || likely ? near : solve(formula, work.model, options);
  if (typeof answer === 'object' && work.cases.length < maxCases) work.cases.push(answer.found);
  return answer;
}

/** Kept for each case, as every question asks the same cases first. */
export function holds(rule: Rule, facts: Facts, work: Work): boolean {
  const known = work.held.get(facts) ?? new Map<Rule, boolean>();
  work.held.set(facts, known);
  const before = known.get(rule);
  if (before !== undefined) return before;
  const held = holdsFor(rule.conditions, facts, work.scope) === 'held';
  known.set(rule, held);
  return held;
}

/** Kept for each rule, as it is asked beside every other. */
export function ruleFormula(rule: Rule, mode: Mode, work: Work): Formula {
  const known = work.formulas[mode].get(rule) ?? toFormula(rule.conditions, mode, work.scope);
  work.formulas[mode].set(rule, known);
  return known;
}

export function titleOf(rule: Rule, work: Work): string {
  return rule.texts?.[work.language]?.name ?? rule.texts?.ja.name ?? rule.name;
}

export const isHeld = (decision: CompiledDecision, rule: Rule): boolean => decision.held.includes(rule.name);

export function undecided(place: Place | null, work: Work): Draft {
  const what = place
    ? sayPart('quote', work.language, { a: titleOf(place.rule, work) })
    : sayPart('everything', work.language);
  return {
    code: 'undecided',
    severity: 'note',
    path: place?.path ?? '/rules',
    ...(place ? { rule: place.rule.name } : {}),
    message: sayFinding('undecided', work.language, { place: what }),
  };
}

export function say(condition: Condition, work: Work): string {
  return describeCondition(condition, work.model, work.language, work.ruleSet);
}

/** Does nothing fulfil it? */
export const isProven = (formula: Formula, work: Work): boolean =>
  solve(formula, work.model, { budget: work.budget, usual: work.usual, otherWord: 'x' }) === 'none';
