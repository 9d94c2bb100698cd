import { Engine } from 'json-rules-engine';
import type { RuleProperties, TopLevelCondition } from 'json-rules-engine';
import { findCycle, listReferences } from './check-rule-set.ts';
import { makeIssue, pointer } from './messages.ts';
import { readOperator } from './operators.ts';
import type { Issue, Language } from './types.ts';
import { isObject } from './is-object.ts';

type Json = Record<string, unknown>;

/** What json-rules-engine says of one fact object. `rules[i]` is the name of the rule that gave `events[i]`, null for a rule without one. */
export type PlainResult =
  | { events: { type: unknown; params?: unknown }[]; rules: unknown[] }
  | { error: { code: 'UNDEFINED_FACT'; fact: string } | { code: 'EVALUATION_FAILED'; message: string } };

/** Whether a document is plain json-rules-engine (a rule, a list of rules, `{"rules": […]}`) rather than one of our rule sets. */
export function isPlain(document: unknown): boolean {
  return !isObject(document) || !['factModel', 'strategy'].some((name) => Object.hasOwn(document, name));
}

/**
 * Evaluates one fact object exactly as json-rules-engine does, quirks and order included; facts are taken as they are.
 * The document must have passed `checkPlain`. A fact that is asked for and absent is an error unless `allowUndefined`.
 */
export function evaluatePlain(document: unknown, facts: Json, options: PlainOptions = {}): Promise<PlainResult> {
  return prepareEvaluatePlain(document, options)(facts);
}

export type PlainOptions = { allowUndefined?: boolean };

/** The same for many fact objects, one after the other: the next may only be asked about when the one before has its answer. */
export function prepareEvaluatePlain(
  document: unknown,
  options: PlainOptions = {},
): (facts: Json) => Promise<PlainResult> {
  let engine: Engine | null = null;
  return async (facts) => {
    try {
      engine ??= loadEngine(document, options);
      const { results } = await engine.run(facts);
      return {
        events: results.map(({ event }) => ({ ...event, type: event?.type })),
        rules: results.map((result) => result.name ?? null),
      };
    } catch (error) {
      // After a failed run the engine still works in the background.
      engine = null;
      return { error: readError(error) };
    }
  };
}

function loadEngine(document: unknown, options: PlainOptions): Engine {
  const engine = new Engine([], { allowUndefinedFacts: options.allowUndefined === true });
  // An event called "error" that nobody listens to would be thrown.
  engine.on('error', () => undefined);
  // The engine writes into what it loads: it cuts priorities down to whole numbers, and the next one would see those.
  const { rules, named } = readParts(structuredClone(document));
  for (const [name, conditions] of Object.entries(named)) setCondition(engine, name, conditions);
  for (const { rule } of rules) addRule(engine, rule);
  return engine;
}

/**
 * What keeps json-rules-engine from loading a document, or from ever finishing with it (`loads: true`); otherwise also
 * what would fail only while running: operators that do not exist, named conditions that are not there.
 */
export function checkPlain(document: unknown, options: { loads?: boolean; language?: Language } = {}): Issue[] {
  const language = options.language ?? 'ja';
  if (isTooDeep(document)) return [makeIssue('', 'too-deep', language, { max: maxDepth })];
  // The engine writes into what it loads.
  const { rules, named, issues } = readParts(structuredClone(document), language);
  const loading = [
    ...issues,
    ...Object.entries(named).flatMap(([name, conditions]) =>
      tryLoad(pointer('/conditions', name), conditions, language, (engine) => setCondition(engine, name, conditions)),
    ),
    ...rules.flatMap(({ rule, path }) => {
      if (
        isObject(rule) &&
        Object.hasOwn(rule, 'event') &&
        Object.hasOwn(rule, 'conditions') &&
        !isObject(rule.conditions)
      )
        return [makeIssue(`${path}/conditions`, 'not-an-object', language)];
      return tryLoad(path, rule, language, (engine) => addRule(engine, rule));
    }),
  ];
  if (loading.length > 0) return loading;
  const roots = [
    ...Object.entries(named).map(([name, conditions]) => ({ conditions, path: pointer('/conditions', name) })),
    ...rules.map(({ rule, path }) => ({
      conditions: isObject(rule) ? rule.conditions : undefined,
      path: `${path}/conditions`,
    })),
  ];
  const reached = new Set(
    reachNames(
      rules.map(({ rule }) => (isObject(rule) ? rule.conditions : undefined)),
      named,
    ),
  );
  const cycles = [...reached]
    .filter((name) => findCycle(name, named))
    .map((name) => makeIssue(pointer('/conditions', name), 'condition-cycle', language, { name }));
  return options.loads
    ? cycles
    : [...cycles, ...roots.flatMap(({ conditions, path }) => checkNames(conditions, path, named, language))];
}

/** Far beyond what people write, and far below where the engine's recursion ends. */
const maxDepth = 1000;

function isTooDeep(document: unknown): boolean {
  let level: unknown[] = [document];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

type Parts = { rules: { rule: unknown; path: string }[]; named: Json; issues: Issue[] };

export function readParts(document: unknown, language: Language = 'ja'): Parts {
  if (Array.isArray(document))
    return { rules: document.map((rule: unknown, index) => ({ rule, path: `/${index}` })), named: {}, issues: [] };
  if (!isObject(document)) return { rules: [], named: {}, issues: [makeIssue('', 'not-an-object', language)] };
  if (!Object.hasOwn(document, 'rules')) return { rules: [{ rule: document, path: '' }], named: {}, issues: [] };
  const issues: Issue[] = [];
  if (!Array.isArray(document.rules)) issues.push(makeIssue('/rules', 'not-a-list', language));
  if (document.conditions !== undefined && !isObject(document.conditions))
    issues.push(makeIssue('/conditions', 'not-an-object', language));
  const rules: unknown[] = Array.isArray(document.rules) ? document.rules : [];
  return {
    rules: rules.map((rule, index) => ({ rule, path: `/rules/${index}` })),
    named: isObject(document.conditions) ? document.conditions : {},
    issues,
  };
}

function addRule(engine: Engine, rule: unknown): void {
  // The engine itself is asked what it thinks of the value, so it is handed over unchecked.
  engine.addRule(rule as RuleProperties);
}

function setCondition(engine: Engine, name: string, conditions: unknown): void {
  engine.setCondition(name, conditions as TopLevelCondition);
}

/** The engine tells what it does not like but not where: go down to the innermost part that it does not like either. */
function tryLoad(path: string, part: unknown, language: Language, load: (engine: Engine) => void): Issue[] {
  try {
    load(new Engine());
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return findInner(part, path, language) ?? [makeIssue(path, 'engine-refuses', language, { message })];
  }
}

function findInner(part: unknown, path: string, language: Language): Issue[] | null {
  if (!isObject(part)) return null;
  const children = ['all', 'any'].flatMap((kind) => {
    const group = part[kind];
    return Array.isArray(group) ? group.map((child: unknown, index) => ({ step: `${kind}/${index}`, child })) : [];
  });
  const single = ['conditions', 'not'].flatMap((step) =>
    Object.hasOwn(part, step) ? [{ step, child: part[step] }] : [],
  );
  for (const { step, child } of [...single, ...children]) {
    const root = step === 'conditions' ? child : { all: [child] };
    const [issue] = tryLoad(`${path}/${step}`, child, language, (engine) =>
      addRule(engine, { conditions: root, event: { type: 'tried' } }),
    );
    if (issue) return [issue];
  }
  return null;
}

/** The named conditions that the given conditions reach, directly or through others. */
function reachNames(conditions: unknown[], named: Json): string[] {
  const reached = new Set<string>();
  const waiting = conditions.flatMap(listReferences);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || !Object.hasOwn(named, name)) continue;
    reached.add(name);
    waiting.push(...listReferences(named[name]));
  }
  return [...reached];
}

function checkNames(condition: unknown, path: string, named: Json, language: Language): Issue[] {
  if (!isObject(condition)) return [];
  if (Object.hasOwn(condition, 'not')) return checkNames(condition.not, `${path}/not`, named, language);
  for (const kind of ['all', 'any']) {
    const group = condition[kind];
    if (Array.isArray(group))
      return group.flatMap((child: unknown, index) => checkNames(child, pointer(path, kind, index), named, language));
  }
  if (Object.hasOwn(condition, 'condition')) {
    const name = condition.condition;
    return typeof name === 'string' && Object.hasOwn(named, name)
      ? []
      : [makeIssue(`${path}/condition`, 'missing-condition', language, { name })];
  }
  const read = typeof condition.operator === 'string' ? readOperator(condition.operator) : null;
  return read && !ours.has(read.base)
    ? []
    : [makeIssue(`${path}/operator`, 'unknown-operator', language, { operator: condition.operator ?? '' })];
}

/** Operators that only our own rule sets have. */
const ours = new Set(['before', 'after', 'onOrBefore', 'onOrAfter', 'includesAny', 'includesAll', 'includesNone']);

export function readError(error: unknown): Extract<PlainResult, { error: unknown }>['error'] {
  const message = error instanceof Error ? error.message : String(error);
  const prefix = 'Undefined fact: ';
  if (error instanceof Error && 'code' in error && error.code === 'UNDEFINED_FACT' && message.startsWith(prefix))
    return { code: 'UNDEFINED_FACT', fact: message.slice(prefix.length) };
  return { code: 'EVALUATION_FAILED', message };
}
