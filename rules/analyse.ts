import { and, holdsFor, oppositeMode, or, readGroup, readNamed, scopeOf, toFormula } from './analyse-formula.ts';
import type { Formula, Mode, Scope } from './analyse-formula.ts';
import { solve } from './analyse-solve.ts';
import type { Answer } from './analyse-solve.ts';
import { sayFinding, sayPart } from './analyse-texts.ts';
import { checkFacts } from './check-facts.ts';
import { checkRuleSet } from './check-rule-set.ts';
import { compileRuleSet, type CompiledDecision } from './compile/compile-rule-set.ts';
import { describeCondition } from './edit-words.ts';
import { pointer } from './messages.ts';
import { simplifyOperator } from './operators.ts';
import { countDecimals, mostDecimals, mostPoints, readPoints } from './points.ts';
import type { Condition, FactModel, Facts, FactValue, Language, Rule, RuleSet } from './types.ts';

export type FindingCode =
  | 'never-true'
  | 'always-true'
  | 'condition-never-true'
  | 'condition-always-true'
  | 'condition-redundant'
  | 'shadowed'
  | 'duplicate'
  | 'contradictory'
  | 'gap'
  | 'only-otherwise'
  | 'otherwise-never'
  | 'no-candidate'
  | 'never-fired'
  | 'points-range'
  | 'undecided';

/** Something that a rule set's author should know. Codes beside `FindingCode` are those of `checkRuleSet`. */
export type Finding = {
  code: string;
  severity: 'error' | 'warning' | 'note';
  /** JSON pointer into the rule set. */
  path: string;
  rule?: string;
  /** Another rule that it is about: the one that comes first, is the same, or says the opposite. */
  other?: string;
  message: string;
  /** Complete facts that show it; deciding them has confirmed it. */
  example?: Facts;
};

export type KnownUse = {
  /** How many stored cases of the last 12 months each rule applied to; a rule that is not named applied to none. */
  fired?: Record<string, number>;
};

type Place = { rule: Rule; path: string };
type Draft = Finding & { confirm?: (decision: CompiledDecision) => boolean };
type Work = {
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

/** More pairs of rules that contradict each other are not told: who mends these asks again. */
const mostAlike = 100;
/** The rule sets of the library need fewer than 30. */
const totalSteps = 20_000;
const maxCases = 40;
const maxUsual = 60;

/**
 * What is wrong or surprising in how the rules work together. Whatever is claimed is so for all facts that fit the model;
 * what could not be found out is a note `undecided`, and a rule set that does not pass `checkRuleSet` gives only that
 * check's issues. Disabled rules are left aside. Examples of facts have been decided before they are given. How long it takes is
 * bounded by the steps it takes, whatever the rules.
 */
export function analyseRuleSet(
  ruleSet: RuleSet,
  model: FactModel,
  language: Language = 'ja',
  known: KnownUse = {},
): Finding[] {
  const issues = checkRuleSet(ruleSet, { [model.key]: model }, language);
  if (issues.length > 0) return issues.map(({ code, path, message }) => ({ code, severity: 'error', path, message }));
  const work = prepare(ruleSet, model, language);
  const dead = findDead(work);
  const told = new Set(dead.map((draft) => draft.rule));
  const alive = work.places.filter(({ rule }) => !told.has(rule.name));
  // A rule that always holds, or of which that is not known, takes part in what rules do to each other all the same.
  const never = new Set(dead.filter(({ code }) => code === 'never-true').map((draft) => draft.rule));
  const holding = work.places.filter(({ rule }) => !never.has(rule.name));
  const alike = findDuplicates(work);
  const drafts = [
    ...dead,
    ...findIdle(alive, work),
    ...findIdleNamed(work),
    ...alike,
    ...findShadowed(holding, new Set(alike.map((draft) => draft.rule)), work),
    ...findContradictions(holding, work),
    ...findPointsOutOfRange(work),
    ...findGaps(work),
    ...findNeverFired(work, known),
  ];
  return confirmExamples(drafts, work);
}

function prepare(ruleSet: RuleSet, model: FactModel, language: Language): Work {
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
      const asked = new Set(written.flatMap(({ fact: name, value }) => (name === fact.path ? [value] : [])));
      return [fact.path, [...seen, ...asked].slice(0, maxUsual)];
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
function look(formula: Formula, accept: (facts: Facts) => boolean, work: Work, likely = false): Answer {
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
function holds(rule: Rule, facts: Facts, work: Work): boolean {
  const known = work.held.get(facts) ?? new Map<Rule, boolean>();
  work.held.set(facts, known);
  const before = known.get(rule);
  if (before !== undefined) return before;
  const held = holdsFor(rule.conditions, facts, work.scope) === 'held';
  known.set(rule, held);
  return held;
}

/** Kept for each rule, as it is asked beside every other. */
function ruleFormula(rule: Rule, mode: Mode, work: Work): Formula {
  const known = work.formulas[mode].get(rule) ?? toFormula(rule.conditions, mode, work.scope);
  work.formulas[mode].set(rule, known);
  return known;
}

function titleOf(rule: Rule, work: Work): string {
  return rule.texts?.[work.language]?.name ?? rule.texts?.ja.name ?? rule.name;
}

const isHeld = (decision: CompiledDecision, rule: Rule): boolean => decision.held.includes(rule.name);

function undecided(place: Place | null, work: Work): Draft {
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

/** Rules that never or always hold, and those for which it could not be told. */
function findDead(work: Work): Draft[] {
  return work.places.flatMap((place): Draft[] => {
    const { rule, path } = place;
    const held = look(ruleFormula(rule, 'held', work), (facts) => holds(rule, facts, work), work);
    if (held === 'none') {
      const { path: where, why } = explainNever(rule.conditions, 'held', `${path}/conditions`, work);
      return [
        {
          code: 'never-true',
          severity: 'error',
          path: where,
          rule: rule.name,
          message: sayFinding('never-true', work.language, { rule: titleOf(rule, work), why }),
        },
      ];
    }
    if (held === 'unsure') return [undecided(place, work)];
    const other = look(ruleFormula(rule, 'not-held', work), (facts) => !holds(rule, facts, work), work);
    if (other === 'unsure') return [undecided(place, work)];
    if (other !== 'none') return [];
    return [
      {
        code: 'always-true',
        severity: 'warning',
        path: `${path}/conditions`,
        rule: rule.name,
        message: sayFinding('always-true', work.language, { rule: titleOf(rule, work) }),
        example: held.found,
        confirm: (decision) => isHeld(decision, rule),
      },
    ];
  });
}

function say(condition: Condition, work: Work): string {
  return describeCondition(condition, work.model, work.language, work.ruleSet);
}

const isProven = (formula: Formula, work: Work): boolean =>
  solve(formula, work.model, { budget: work.budget, usual: work.usual, otherWord: 'x' }) === 'none';

/** The innermost place at which a condition that is never as asked goes wrong. */
function explainNever(condition: Condition, mode: Mode, path: string, work: Work): { path: string; why: string } {
  const alone = { path, why: mode === 'held' ? sayPart('alone', work.language, { a: say(condition, work) }) : '' };
  const group = readGroup(condition, mode);
  if (!group) return alone;
  const parts = group.children.map((child, index) => ({
    child,
    path: pointer(path, ...(group.steps[index] ?? [])),
    formula: toFormula(child, group.mode, work.scope),
  }));
  const [first] = parts;
  const culprit =
    parts.length === 1 ? first : group.together ? parts.find((part) => isProven(part.formula, work)) : undefined;
  if (culprit) return explainNever(culprit.child, group.mode, culprit.path, work);
  if (!group.together) return { path, why: mode === 'held' ? sayPart('each', work.language) : '' };
  for (const [index, part] of parts.entries()) {
    const partner = parts.slice(0, index).find((earlier) => isProven(and(earlier.formula, part.formula), work));
    if (partner)
      return {
        path: part.path,
        why:
          group.mode === 'held'
            ? sayPart('pair', work.language, { a: say(partner.child, work), b: say(part.child, work) })
            : '',
      };
  }
  return { path, why: mode === 'held' ? sayPart('together', work.language) : '' };
}

/** Conditions within living rules that could be taken away without changing any case. */
function findIdle(alive: Place[], work: Work): Draft[] {
  return alive.flatMap(({ rule, path }) => {
    const place = sayPart('quote', work.language, { a: titleOf(rule, work) });
    return listIdle(rule.conditions, 'held', and(), `${path}/conditions`, work).map((idle) => ({
      ...draftIdle(idle, place, work),
      rule: rule.name,
    }));
  });
}

/** In a named condition something is idle when it is so for those that need it to hold and for those that need it to fail. */
function findIdleNamed(work: Work): Draft[] {
  const used = new Set<string>();
  const visit = (condition: Condition): void => {
    if ('condition' in condition) {
      if (used.has(condition.condition)) return;
      used.add(condition.condition);
      visit(readNamed(condition.condition, work.scope));
    } else for (const child of readGroup(condition, 'held')?.children ?? []) visit(child);
  };
  for (const { rule } of work.places) visit(rule.conditions);
  return [...used].flatMap((name) => {
    const body = readNamed(name, work.scope);
    const path = pointer('/conditions', name);
    const failing = new Set(listIdle(body, 'failed', and(), path, work).map((idle) => idle.path));
    const text = work.ruleSet.conditionTexts?.[name];
    const place = sayPart('named', work.language, { a: text?.[work.language] ?? text?.ja ?? name });
    return listIdle(body, 'held', and(), path, work)
      .filter((idle) => failing.has(idle.path))
      .map((idle) => draftIdle(idle, place, work));
  });
}

type Idle = {
  code: 'condition-never-true' | 'condition-always-true' | 'condition-redundant';
  condition: Condition;
  path: string;
};

function draftIdle({ code, condition, path }: Idle, place: string, work: Work): Draft {
  return {
    code,
    severity: 'warning',
    path,
    message: sayFinding(code, work.language, { place, condition: say(condition, work) }),
  };
}

/** `given` are the cases in which the condition matters at all. */
function listIdle(condition: Condition, mode: Mode, given: Formula, path: string, work: Work): Idle[] {
  const group = readGroup(condition, mode);
  if (!group) return [];
  const parts = group.children.map((child, index) => ({
    child,
    path: pointer(path, ...(group.steps[index] ?? [])),
    asked: toFormula(child, group.mode, work.scope),
    unasked: toFormula(child, oppositeMode[group.mode], work.scope),
  }));
  let kept = parts;
  const idle: Idle[] = [];
  for (const part of parts.length > 1 ? parts.toReversed() : []) {
    const others = kept.filter((one) => one !== part);
    if (others.length === 0) break;
    // In a group that needs all, a part is idle when the others bring it along; in one that needs any, when it brings along the others.
    const alone = group.together ? part.unasked : part.asked;
    const rest = others.map((one) => (group.together ? one.asked : one.unasked));
    if (!isProven(and(given, alone, ...rest), work)) continue;
    const constant = isProven(alone, work);
    // Said of the condition itself; below a `not` it is the other way round, and only that it changes nothing is told.
    const code =
      !constant || group.mode !== 'held'
        ? 'condition-redundant'
        : group.together
          ? 'condition-always-true'
          : 'condition-never-true';
    idle.push({ code, condition: part.child, path: part.path });
    kept = others;
  }
  const inner = kept.flatMap((part) => {
    const others = kept.filter((one) => one !== part).map((one) => (group.together ? one.asked : one.unasked));
    return listIdle(part.child, group.mode, and(given, ...others), part.path, work);
  });
  return [...idle.toReversed(), ...inner];
}

type Canonical = { kind: 'all' | 'any'; parts: string[] };

/** A condition without what does not change its meaning: order, names, groups of one. */
function toCanonical(condition: Condition, scope: Scope): string {
  const read = readCanonical(condition, scope);
  return typeof read === 'string' ? read : `${read.kind}(${read.parts.join()})`;
}

function readCanonical(condition: Condition, scope: Scope): string | Canonical {
  if ('condition' in condition) return readCanonical(readNamed(condition.condition, scope), scope);
  if ('fact' in condition) {
    const { prefixes, base } = simplifyOperator(condition.operator);
    const value: unknown = Array.isArray(condition.value)
      ? condition.value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : condition.value;
    return JSON.stringify(['fact', condition.fact, condition.path ?? null, prefixes, base, value]);
  }
  if ('not' in condition) return `not(${toCanonical(condition.not, scope)})`;
  const kind = 'all' in condition ? 'all' : 'any';
  const parts = ('all' in condition ? condition.all : condition.any).flatMap((child) => {
    const read = readCanonical(child, scope);
    return typeof read === 'string' ? [read] : read.kind === kind ? read.parts : [`${read.kind}(${read.parts.join()})`];
  });
  const different = [...new Set(parts)].toSorted((a, b) => (a < b ? -1 : 1));
  const [only] = different.length === 1 ? different : [];
  return only ?? { kind, parts: different };
}

function findDuplicates(work: Work): Draft[] {
  const seen = new Map<string, Rule>();
  return work.places.flatMap(({ rule, path }): Draft[] => {
    const canonical = toCanonical(rule.conditions, work.scope);
    const other = seen.get(canonical);
    if (!other) {
      seen.set(canonical, rule);
      return [];
    }
    const first = work.ruleSet.strategy === 'first';
    const message = sayFinding(first ? 'duplicate-shadowed' : 'duplicate', work.language, {
      rule: titleOf(rule, work),
      other: titleOf(other, work),
    });
    return [
      { code: 'duplicate', severity: first ? 'error' : 'warning', path, rule: rule.name, other: other.name, message },
    ];
  });
}

function findShadowed(alive: Place[], duplicates: ReadonlySet<string | undefined>, work: Work): Draft[] {
  if (work.ruleSet.strategy !== 'first') return [];
  return alive.flatMap((place, index): Draft[] => {
    const { rule, path } = place;
    const earlier = alive.slice(0, index);
    if (earlier.length === 0 || duplicates.has(rule.name)) return [];
    const held = ruleFormula(rule, 'held', work);
    const decides = look(
      and(held, ...earlier.map((one) => ruleFormula(one.rule, 'not-held', work))),
      (facts) => holds(rule, facts, work) && !earlier.some((one) => holds(one.rule, facts, work)),
      work,
    );
    if (decides === 'unsure') return [undecided(place, work)];
    if (decides !== 'none') return [];
    const one = earlier.find((before) => isProven(and(held, ruleFormula(before.rule, 'not-held', work)), work));
    const covering = one ? [one] : earlier;
    const others = covering
      .map((before) => sayPart('quote', work.language, { a: titleOf(before.rule, work) }))
      .join(work.language === 'ja' ? 'か' : ' or ');
    const both = look(held, (facts) => holds(rule, facts, work), work);
    const example = typeof both === 'object' ? { example: both.found } : {};
    return [
      {
        code: 'shadowed',
        severity: 'error',
        path,
        rule: rule.name,
        ...(one ? { other: one.rule.name } : {}),
        message: sayFinding('shadowed', work.language, { rule: titleOf(rule, work), others }),
        ...example,
        confirm: (decision) => isHeld(decision, rule) && decision.outcomes[0]?.rule !== rule.name,
      },
    ];
  });
}

/** Rules that allow and rules that refuse and can hold together. */
function findContradictions(alive: Place[], work: Work): Draft[] {
  if (work.ruleSet.strategy === 'score') return [];
  let told = 0;
  return alive.flatMap((place, index) =>
    alive.slice(0, index).flatMap((earlier): Draft[] => {
      if (told >= mostAlike) return [];
      const types = [place.rule.event.type, earlier.rule.event.type];
      if (!types.includes('allow') || !types.includes('refuse')) return [];
      const { rule } = place;
      const both = look(
        and(ruleFormula(rule, 'held', work), ruleFormula(earlier.rule, 'held', work)),
        (facts) => holds(rule, facts, work) && holds(earlier.rule, facts, work),
        work,
        true,
      );
      if (both === 'unsure') return [undecided(place, work)];
      if (both === 'none') return [];
      told += 1;
      const tied = (rule.priority ?? 1) === (earlier.rule.priority ?? 1);
      const text =
        work.ruleSet.strategy === 'every' ? 'contradictory' : tied ? 'contradictory-tie' : 'contradictory-ordered';
      const severity = (
        { contradictory: 'error', 'contradictory-tie': 'warning', 'contradictory-ordered': 'note' } as const
      )[text];
      const message = sayFinding(text, work.language, {
        rule: titleOf(rule, work),
        other: titleOf(earlier.rule, work),
      });
      return [
        {
          code: 'contradictory',
          severity,
          path: place.path,
          rule: rule.name,
          other: earlier.rule.name,
          message,
          example: both.found,
          confirm: (decision) => isHeld(decision, rule) && isHeld(decision, earlier.rule),
        },
      ];
    }),
  );
}

/** Cases that no rule answers, or that there are none. */
function findGaps(work: Work): Draft[] {
  const { ruleSet, language, places } = work;
  const none = (facts: Facts): boolean => !places.some(({ rule }) => holds(rule, facts, work));
  const open = and(...places.map(({ rule }) => ruleFormula(rule, 'not-held', work)));
  const likely = look(open, none, work, true);
  if (typeof likely === 'object') {
    const example = {
      example: likely.found,
      confirm: (decision: CompiledDecision) => decision.held.length === 0,
    };
    if (ruleSet.otherwise)
      return [
        ...findNoCandidate(work),
        {
          code: 'only-otherwise',
          severity: 'note',
          path: '/otherwise',
          message: sayFinding('only-otherwise', language, {}),
          ...example,
        },
      ];
    // Of a watch, a sum of points or every rule that holds, nothing is an answer too.
    const severity = ruleSet.strategy === 'first' && ruleSet.purpose !== 'watch' ? 'warning' : 'note';
    return [
      ...findNoCandidate(work),
      { code: 'gap', severity, path: '/rules', message: sayFinding('gap', language, {}), ...example },
    ];
  }
  const closed = ruleSet.otherwise && likely === 'none' && look(open, none, work) === 'none';
  return [
    ...findNoCandidate(work),
    ...(likely === 'unsure' ? [undecided(null, work)] : []),
    ...(closed
      ? [
          {
            code: 'otherwise-never',
            severity: 'note',
            path: '/otherwise',
            message: sayFinding('otherwise-never', language, {}),
          } satisfies Draft,
        ]
      : []),
  ];
}

function findNoCandidate(work: Work): Draft[] {
  const excluding = work.places.filter(({ rule }) => rule.event.type === 'exclude');
  if (work.ruleSet.strategy !== 'score' || excluding.length === 0) return [];
  const left = look(
    and(...excluding.map(({ rule }) => ruleFormula(rule, 'not-held', work))),
    (facts) => !excluding.some(({ rule }) => holds(rule, facts, work)),
    work,
  );
  if (left === 'unsure') return [undecided(null, work)];
  if (left !== 'none') return [];
  const some = look(
    or(...excluding.map(({ rule }) => ruleFormula(rule, 'held', work))),
    (facts) => excluding.some(({ rule }) => holds(rule, facts, work)),
    work,
  );
  return [
    {
      code: 'no-candidate',
      severity: 'error',
      path: '/rules',
      message: sayFinding('no-candidate', work.language, {}),
      ...(typeof some === 'object' ? { example: some.found } : {}),
      confirm: (decision) => decision.excluded === true,
    },
  ];
}

function findNeverFired(work: Work, { fired }: KnownUse): Draft[] {
  if (!fired) return [];
  const silent = work.places.filter(({ rule }) => !(Object.hasOwn(fired, rule.name) && (fired[rule.name] ?? 0) > 0));
  return silent.map(({ rule, path }) => ({
    code: 'never-fired',
    severity: 'note',
    path,
    rule: rule.name,
    message: sayFinding('never-fired', work.language, { rule: titleOf(rule, work) }),
  }));
}

/** Beyond these points a sum is no longer exact. */
function findPointsOutOfRange(work: Work): Draft[] {
  const { ruleSet, places, language } = work;
  if (ruleSet.strategy !== 'score') return [];
  const far = places.filter(
    ({ rule }) => Math.abs(readPoints(rule.event)) > mostPoints || countDecimals(readPoints(rule.event)) > mostDecimals,
  );
  return far.map(({ rule, path }) => {
    const message = sayFinding('points-range', language, {
      rule: titleOf(rule, work),
      most: mostPoints.toLocaleString('en-US'),
      decimals: String(mostDecimals),
    });
    return { code: 'points-range', severity: 'error', path: `${path}/event/params/points`, rule: rule.name, message };
  });
}

const claimsThatNeedTheirExample = new Set<string>(['contradictory', 'gap', 'only-otherwise']);

/** Decides each example as the server would; one that does not show what it should is not given. */
function confirmExamples(drafts: Draft[], work: Work): Finding[] {
  const decide = compileRuleSet(work.ruleSet, work.model);
  const confirmed = drafts.flatMap(({ confirm, ...finding }): Finding[] => {
    if (!finding.example || !confirm || confirm(decide(finding.example))) return [finding];
    const { example: _example, ...rest } = finding;
    return claimsThatNeedTheirExample.has(finding.code) ? [] : [rest];
  });
  return gatherUndecided(confirmed, work);
}

/** Each place that could not be checked once, and a single note where there are many. */
function gatherUndecided(findings: Finding[], work: Work): Finding[] {
  const places = new Map(findings.filter(({ code }) => code === 'undecided').map((finding) => [finding.path, finding]));
  const decided = findings.filter(({ code }) => code !== 'undecided');
  return [...decided, ...(places.size > maxUndecided ? [undecided(null, work)] : places.values())];
}

const maxUndecided = 3;
