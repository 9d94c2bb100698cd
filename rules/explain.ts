import { readPoints, tidyScore, writeScore } from './points.ts';
import { formatAmount, formatFact } from './format-fact.ts';
import { fillText } from './messages.ts';
import { simplifyOperator } from './operators.ts';
import type {
  ConditionResult,
  Decision,
  Explanation,
  ExplanationNode,
  FactDeclaration,
  FactModel,
  Language,
  Rule,
  RuleResult,
  RuleSet,
} from './types.ts';
import { words } from './words.ts';

type Leaf = Extract<ConditionResult, { kind: 'fact' }>;
type Scope = { decision: Decision; ruleSet: RuleSet; facts: ReadonlyMap<string, FactDeclaration>; language: Language };

/**
 * A stored decision in words. Needs nothing but the decision, the rule set it was made with and the fact model: nothing
 * is evaluated again. A rule that the rule set no longer has is told by its name.
 */
export function explain(decision: Decision, ruleSet: RuleSet, model: FactModel, language: Language): Explanation {
  const scope: Scope = { decision, ruleSet, facts: new Map(model.facts.map((fact) => [fact.path, fact])), language };
  const near = listNear(scope);
  return {
    sentence: writeSentence(scope, near),
    outcomes: decision.outcomes.map(({ type, rule }) => ({ type, rule, text: writeOutcome(rule, scope) })),
    ...(decision.score === undefined ? {} : { score: tidyScore(decision.score) }),
    ...(decision.excluded === undefined ? {} : { excluded: decision.excluded }),
    rules: decision.rules.map((result) => explainRule(result, scope)),
    near,
  };
}

function explainRule(result: RuleResult, scope: Scope): Explanation['rules'][number] {
  const points = readPoints(result.event);
  return {
    name: result.name,
    title: titleOf(result.name, scope),
    held: result.held,
    counts: scope.decision.outcomes.some((outcome) => outcome.rule === result.name),
    ...(scope.decision.strategy === 'score' && result.event.type !== 'exclude' ? { points } : {}),
    ...(result.held === 'held' ? { reason: writeOutcome(result.name, scope) } : {}),
    tree: explainCondition(result.conditions, scope),
  };
}

function findRule(name: string, scope: Scope): Rule | undefined {
  return scope.ruleSet.rules.find((rule) => rule.name === name);
}

function titleOf(name: string, scope: Scope): string {
  const texts = findRule(name, scope)?.texts;
  return texts?.[scope.language]?.name ?? texts?.ja.name ?? name;
}

/** The reason of a rule (or of `otherwise`, for null) with the real values put in. */
function writeOutcome(rule: string | null, scope: Scope): string {
  const texts = rule === null ? scope.ruleSet.otherwise?.texts : findRule(rule, scope)?.texts;
  const reason = texts?.[scope.language]?.reason ?? texts?.ja.reason;
  if (reason === undefined)
    return rule === null ? words[scope.language].none : words[scope.language].held(titleOf(rule, scope));
  const writeFact = (fact: FactDeclaration): string =>
    fact.hidden ? words[scope.language].hidden : formatFact(fact, scope.decision.facts[fact.path], scope.language);
  // Only what the reason names: a ranking writes hundreds of reasons, and a model has dozens of facts.
  const named = [...scope.facts.values()].filter((fact) => reason.includes(fact.path));
  return fillText(reason, Object.fromEntries(named.map((fact) => [fact.path, writeFact(fact)])));
}

function writeSentence(scope: Scope, near: string[]): string {
  const { decision } = scope;
  const say = words[scope.language];
  if (decision.excluded) {
    const reasons = decision.outcomes
      .filter((outcome) => outcome.type === 'exclude')
      .map((outcome) => writeOutcome(outcome.rule, scope));
    return say.excluded(say.sentences(reasons));
  }
  if (decision.score !== undefined) {
    const parts = decision.outcomes.flatMap(({ rule, ...event }) =>
      rule === null ? [] : [say.point(titleOf(rule, scope), withSign(readPoints(event)))],
    );
    return say.score(writeScore(decision.score), parts);
  }
  const [first, ...more] = decision.outcomes;
  if (!first) return say.none;
  if (more.length > 0)
    return say.several(
      decision.outcomes.map((outcome) =>
        outcome.rule === null ? writeOutcome(null, scope) : titleOf(outcome.rule, scope),
      ),
    );
  return say.sentences([writeOutcome(first.rule, scope), ...(scope.ruleSet.purpose === 'step' ? near : [])]);
}

function withSign(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}

function explainCondition(result: ConditionResult, scope: Scope): ExplanationNode {
  const say = words[scope.language];
  if (result.kind !== 'fact') {
    const name = result.name === undefined ? undefined : nameCondition(result.name, scope);
    const children = result.children.map((child) => explainCondition(child, scope));
    const [only] = children.length === 1 && result.kind !== 'not' ? children : [];
    if (only && name === undefined) return only;
    const text = name === undefined ? say[result.kind] : only ? name : say.named(name, say[result.kind]);
    return { held: result.held, text, children };
  }
  if (isHidden(result, scope)) return { held: 'unknown', text: writeLeaf(result, scope) };
  const { missing } = result;
  // A step tells all that is still to be done; elsewhere what is far away is no near miss.
  const isExplained = missing !== undefined && (scope.ruleSet.purpose === 'step' || isClose(result, missing));
  return {
    held: result.held,
    text: writeLeaf(result, scope),
    ...(isExplained ? { near: writeShort(result, missing, scope) } : {}),
  };
}

/** The words of a named condition; a bare key says nothing to a reader and is left out. */
function nameCondition(name: string, { ruleSet, language }: Scope): string | undefined {
  const text = ruleSet.conditionTexts?.[name];
  if (text) return text[language] ?? text.ja;
  return Object.hasOwn(ruleSet.conditions ?? {}, name) ? undefined : name;
}

function labelOf(fact: string, scope: Scope): string {
  const label = scope.facts.get(fact)?.label;
  return label?.[scope.language] ?? label?.ja ?? fact;
}

function leafLabel(leaf: Leaf, scope: Scope): string {
  const label = labelOf(leaf.fact, scope);
  return leaf.path === undefined ? label : words[scope.language].size(label);
}

function formatLeaf(leaf: Leaf, value: unknown, scope: Scope): string {
  return formatFact(leaf.path === undefined ? scope.facts.get(leaf.fact) : undefined, value, scope.language);
}

const isHidden = (leaf: Leaf, { facts }: Scope): boolean =>
  [leaf.fact, leaf.requiredFact].some((path) => path !== undefined && facts.get(path)?.hidden === true);

function writeLeaf(leaf: Leaf, scope: Scope): string {
  if (isHidden(leaf, scope)) return words[scope.language].withheld(leafLabel(leaf, scope));
  return words[scope.language].leaf(
    leafLabel(leaf, scope),
    formatLeaf(leaf, leaf.actual, scope),
    writeRequired(leaf, scope),
  );
}

function writeRequired(leaf: Leaf, scope: Scope): string {
  const say = words[scope.language];
  const { prefixes, base } = simplifyOperator(leaf.operator);
  const sentence = formatLeaf(leaf, leaf.required, scope);
  const quoted =
    typeof leaf.required === 'number' || Array.isArray(leaf.required) || scope.facts.get(leaf.fact)?.type === 'date'
      ? sentence
      : say.quote(sentence);
  const value = leaf.requiredFact === undefined ? quoted : say.other(labelOf(leaf.requiredFact, scope), sentence);
  const phrase = say.required[base]?.(value) ?? `${base} ${value}`;
  return prefixes.reduceRight((text, prefix) => say.decorated[prefix]?.(text) ?? text, phrase);
}

function amountOf(leaf: Leaf, missing: number, scope: Scope): string {
  return formatAmount(missing, leaf.path === undefined ? scope.facts.get(leaf.fact)?.unit : undefined, scope.language);
}

/** What a number lacks. A step tells what to do next (the fact's own sentence), any other decision only how far it is. */
function writeShort(leaf: Leaf, missing: number, scope: Scope): string {
  const shortfall =
    scope.ruleSet.purpose === 'step' && leaf.path === undefined ? scope.facts.get(leaf.fact)?.shortfall : undefined;
  if (!shortfall) return words[scope.language].short(amountOf(leaf, missing, scope));
  return fillText(shortfall[scope.language] ?? shortfall.ja, { n: formatAmount(missing, undefined, scope.language) });
}

/**
 * What stands between this answer and another one. For a step: all that is missing to `allow`. Elsewhere: rules that a
 * single number, nearly reached, keeps from holding, as far as they would change the outcome. A score has no one answer
 * to come near to.
 */
function listNear(scope: Scope): string[] {
  const { decision, ruleSet } = scope;
  if (ruleSet.purpose === 'step') {
    if (decision.outcomes.some((outcome) => outcome.type === 'allow')) return [];
    const lacks = decision.rules
      .filter((rule) => rule.event.type === 'allow')
      .flatMap((rule) => listObstacles(rule.conditions, true));
    return [
      ...new Set(
        lacks.map((leaf) =>
          leaf.missing === undefined || isHidden(leaf, scope)
            ? writeLeaf(leaf, scope)
            : writeShort(leaf, leaf.missing, scope),
        ),
      ),
    ];
  }
  if (decision.strategy === 'score') return [];
  return listContenders(decision).flatMap((rule) => {
    const [only, ...more] = listObstacles(rule.conditions, true);
    if (!only || only.missing === undefined || more.length > 0 || !isClose(only, only.missing) || isHidden(only, scope))
      return [];
    return [
      words[scope.language].shortOf(
        titleOf(rule.name, scope),
        leafLabel(only, scope),
        formatLeaf(only, only.actual, scope),
        amountOf(only, only.missing, scope),
      ),
    ];
  });
}

/** Rules that did not hold and would have changed the outcome; under `first` only those before the one that decided. */
function listContenders({ strategy, rules, outcomes }: Decision): RuleResult[] {
  const decided = strategy === 'first' ? rules.findIndex((rule) => rule.name === outcomes[0]?.rule) : -1;
  return (decided === -1 ? rules : rules.slice(0, decided)).filter((rule) => rule.held !== 'held');
}

/** One more, or a third of what is asked. */
function isClose(leaf: Leaf, missing: number): boolean {
  return missing <= 1 || (typeof leaf.required === 'number' && missing * 3 <= leaf.required);
}

/** The fewest conditions that would have to change for a condition to hold (or, unwanted, to fail). */
function listObstacles(result: ConditionResult, wanted: boolean): Leaf[] {
  if (result.held === (wanted ? 'held' : 'not-held')) return [];
  if (result.kind === 'fact') return [result];
  const ways = result.children.map((child) => listObstacles(child, result.kind === 'not' ? !wanted : wanted));
  const oneWillDo = result.kind === (wanted ? 'any' : 'all');
  return oneWillDo ? (ways.toSorted((a, b) => a.length - b.length)[0] ?? []) : ways.flat();
}
