import { isChoice } from './check-facts.ts';
import { fitsType } from './fits-type.ts';
import { fillText, makeIssue, nameType, pointer } from './messages.ts';
import type { IssueCode } from './messages.ts';
import { kindOf, operators, readOperator } from './operators.ts';
import type { Kind, Shape } from './operators.ts';
import type { FactDeclaration, FactModel, Issue, Language } from './types.ts';
import { isObject } from './is-object.ts';

type Json = Record<string, unknown>;

/** What every part of the check needs to know. */
type Scope = { facts: ReadonlyMap<string, FactDeclaration>; named: Json; language: Language };

const maxDepth = 30;
const maxConditions = 5000;
/** Each is followed to where it leads. */
const maxNamed = 200;
const purposes = ['referral', 'escalation', 'step', 'watch', 'advice'];
const strategies = ['first', 'every', 'score'];
const properties = [
  'key',
  'purpose',
  'factModel',
  'strategy',
  'texts',
  'conditions',
  'conditionTexts',
  'rules',
  'otherwise',
  'examples',
  'plain',
];
const ruleProperties = ['name', 'conditions', 'event', 'priority', 'texts', 'disabled', 'plain'];

/**
 * Everything that is wrong with a rule set, each with its place; empty when it may be used.
 * Checks form, names and types. Whether the examples come out as they say is `runExamples`.
 */
export function checkRuleSet(document: unknown, models: Record<string, FactModel>, language: Language = 'ja'): Issue[] {
  if (!isObject(document)) return [makeIssue('', 'not-an-object', language)];
  const issues = [
    ...refuseStrangers(document, properties, '', language),
    ...requireText(document, 'key', '', language),
    ...checkWord(document, 'purpose', purposes, 'unknown-purpose', language),
    ...checkWord(document, 'strategy', strategies, 'unknown-strategy', language),
    ...checkTexts(document.texts, '/texts', true, language),
    ...requireText(document, 'factModel', '', language),
  ];
  if (typeof document.factModel !== 'string') return issues;
  const model = Object.hasOwn(models, document.factModel) ? models[document.factModel] : undefined;
  if (!model) return [...issues, makeIssue('/factModel', 'unknown-model', language, { value: document.factModel })];

  const named = isObject(document.conditions) ? document.conditions : {};
  const scope: Scope = { facts: new Map(model.facts.map((fact) => [fact.path, fact])), named, language };
  if (document.conditions !== undefined && !isObject(document.conditions))
    issues.push(makeIssue('/conditions', 'not-an-object', language));
  issues.push(...checkNamedConditions(scope));
  issues.push(...checkRules(document, scope));
  if (document.otherwise !== undefined) issues.push(...checkOtherwise(document, scope));
  issues.push(...checkExamples(document.examples, language));
  return issues.length > 0 ? issues : checkSize(document, scope);
}

function checkRules(document: Json, scope: Scope): Issue[] {
  const { language } = scope;
  if (!Array.isArray(document.rules)) return [makeIssue('/rules', 'not-a-list', language)];
  if (document.rules.length === 0) return [makeIssue('/rules', 'no-rules', language)];
  const seen = new Set<unknown>();
  return document.rules.flatMap((rule: unknown, index) => {
    const path = `/rules/${index}`;
    if (!isObject(rule)) return [makeIssue(path, 'not-an-object', language)];
    const twice =
      typeof rule.name === 'string' && seen.has(rule.name)
        ? [makeIssue(`${path}/name`, 'duplicate-rule', language, { name: rule.name })]
        : [];
    seen.add(rule.name);
    return [...twice, ...checkRule(rule, path, document, scope)];
  });
}

function checkRule(rule: Json, path: string, document: Json, scope: Scope): Issue[] {
  const { language } = scope;
  const priorityFits =
    rule.priority === undefined || (Number.isSafeInteger(rule.priority) && Number(rule.priority) >= 1);
  return [
    ...refuseStrangers(rule, ruleProperties, path, language),
    ...requireText(rule, 'name', path, language),
    ...(priorityFits ? [] : [makeIssue(`${path}/priority`, 'invalid-priority', language)]),
    ...(rule.disabled === undefined || typeof rule.disabled === 'boolean'
      ? []
      : [
          makeIssue(`${path}/disabled`, 'wrong-type', language, {
            name: 'disabled',
            expected: nameType('boolean', language),
          }),
        ]),
    ...checkEvent(rule.event, `${path}/event`, document, language),
    ...checkTexts(rule.texts, `${path}/texts`, false, language),
    ...checkPlaceholders(rule.texts, `${path}/texts`, scope),
    ...(rule.conditions === undefined
      ? [makeIssue(path, 'missing-property', language, { name: 'conditions' })]
      : checkRoot(rule.conditions, `${path}/conditions`, scope)),
  ];
}

function checkOtherwise(document: Json, scope: Scope): Issue[] {
  const { otherwise } = document;
  if (!isObject(otherwise)) return [makeIssue('/otherwise', 'not-an-object', scope.language)];
  // Nothing is added up where no rule held, so points are not asked for.
  return [
    ...checkEvent(otherwise, '/otherwise', { ...document, strategy: undefined }, scope.language),
    ...checkTexts(otherwise.texts, '/otherwise/texts', false, scope.language),
    ...checkPlaceholders(otherwise.texts, '/otherwise/texts', scope),
  ];
}

function checkEvent(event: unknown, path: string, document: Json, language: Language): Issue[] {
  if (!isObject(event)) return [makeIssue(path, 'not-an-object', language)];
  const issues = requireText(event, 'type', path, language);
  if (event.params !== undefined && !isObject(event.params))
    issues.push(makeIssue(`${path}/params`, 'not-an-object', language));
  const points = isObject(event.params) ? event.params.points : undefined;
  if (document.strategy === 'score' && event.type !== 'exclude' && !Number.isFinite(points))
    issues.push(makeIssue(`${path}/params`, 'missing-points', language));
  if (document.purpose === 'step' && typeof event.type === 'string' && !['allow', 'refuse'].includes(event.type)) {
    issues.push(makeIssue(`${path}/type`, 'step-outcome', language, { value: event.type }));
  }
  return issues;
}

/** The root of a rule or of a named condition, as json-rules-engine wants it: a group or a reference. */
function checkRoot(condition: unknown, path: string, scope: Scope): Issue[] {
  if (isObject(condition) && Object.hasOwn(condition, 'fact'))
    return [makeIssue(path, 'root-not-group', scope.language)];
  return checkCondition(condition, path, scope, 1);
}

function checkCondition(condition: unknown, path: string, scope: Scope, depth: number): Issue[] {
  const { language } = scope;
  if (!isObject(condition)) return [makeIssue(path, 'not-an-object', language)];
  if (depth > maxDepth) return [makeIssue(path, 'too-deep', language, { max: maxDepth })];
  const [kind, ...others] = ['all', 'any', 'not', 'condition', 'fact'].filter((name) => Object.hasOwn(condition, name));
  if (!kind || others.length > 0) return [makeIssue(path, 'unclear-condition', language)];
  if (kind === 'fact') return checkFactCondition(condition, path, scope);
  if (kind === 'not') return checkCondition(condition.not, `${path}/not`, scope, depth + 1);
  if (kind === 'condition') {
    if (typeof condition.condition === 'string' && Object.hasOwn(scope.named, condition.condition)) return [];
    return [makeIssue(`${path}/condition`, 'missing-condition', language, { name: condition.condition })];
  }
  const group = condition[kind];
  if (!Array.isArray(group)) return [makeIssue(`${path}/${kind}`, 'not-a-list', language)];
  if (group.length === 0) return [makeIssue(`${path}/${kind}`, 'empty-group', language, { name: kind })];
  return group.flatMap((child: unknown, index) => checkCondition(child, pointer(path, kind, index), scope, depth + 1));
}

/** One side of a comparison: a declared fact, or values written in the rule. */
type Side =
  { kind: Kind; shape: Shape; declaration?: FactDeclaration } | { values: unknown[]; path: string; spread: boolean };

function checkFactCondition(condition: Json, path: string, scope: Scope): Issue[] {
  const { language } = scope;
  const left = readSide(condition, path, scope);
  if ('issues' in left) return left.issues;
  const read = typeof condition.operator === 'string' ? readOperator(condition.operator) : null;
  if (!read)
    return [makeIssue(`${path}/operator`, 'unknown-operator', language, { operator: condition.operator ?? '' })];
  if (!Object.hasOwn(condition, 'value')) return [makeIssue(path, 'missing-property', language, { name: 'value' })];
  const right = isObject(condition.value)
    ? readSide(condition.value, `${path}/value`, scope)
    : { values: [condition.value], path: `${path}/value`, spread: false };
  if ('issues' in right) return right.issues;
  return checkComparison(
    left,
    right,
    read,
    { path, fact: String(condition.fact), operator: String(condition.operator) },
    scope,
  );
}

function readSide(reference: Json, path: string, scope: Scope): Side | { issues: Issue[] } {
  const { language } = scope;
  const declaration = typeof reference.fact === 'string' ? scope.facts.get(reference.fact) : undefined;
  if (!declaration)
    return { issues: [makeIssue(`${path}/fact`, 'unknown-fact', language, { fact: reference.fact ?? '' })] };
  const side = { ...kindOf(declaration.type), declaration };
  if (reference.path === undefined) return side;
  if (reference.path !== lengthPath)
    return { issues: [makeIssue(`${path}/path`, 'unsafe-path', language, { path: reference.path })] };
  if (side.shape !== 'list')
    return { issues: [makeIssue(`${path}/path`, 'path-does-not-fit', language, { fact: declaration.path })] };
  return { kind: 'number', shape: 'one' };
}

/** The only path a stored rule may use: facts hold plain values, so the size of a list is all there is to reach for. */
export const lengthPath = '$.length';

type Place = { path: string; fact: string; operator: string };

function checkComparison(
  left: Side,
  right: Side,
  read: { prefixes: string[]; base: string },
  place: Place,
  scope: Scope,
): Issue[] {
  const { language } = scope;
  const misfit = [
    makeIssue(`${place.path}/operator`, 'operator-does-not-fit', language, {
      operator: place.operator,
      fact: place.fact,
    }),
  ];
  let sides: [Side, Side] = [left, right];
  for (const prefix of read.prefixes) {
    if (prefix === 'swap') sides = [sides[1], sides[0]];
    if (prefix === 'someFact' || prefix === 'everyFact' || prefix === 'someValue' || prefix === 'everyValue') {
      const index = prefix.endsWith('Fact') ? 0 : 1;
      const element = takeElement(sides[index]);
      if (!element) return 'values' in sides[index] ? [wrongValue(place, 'list', scope)] : misfit;
      if (element === 'empty') return [makeIssue(`${place.path}/value`, 'empty-list', language)];
      sides[index] = element;
    }
  }
  const signature = operators.get(read.base);
  const declared = sides.find((side) => !('values' in side));
  if (!signature || !declared || 'values' in declared || !signature.kinds.includes(declared.kind)) return misfit;
  return sides
    .flatMap((side, index): Issue[] => {
      const shape = index === 0 ? signature.left : signature.right;
      if (!('values' in side)) return side.kind === declared.kind && side.shape === shape ? [] : misfit;
      return checkValues(side, declared, shape, place, scope);
    })
    .slice(0, 1);
}

function takeElement(side: Side): Side | 'empty' | null {
  if (!('values' in side)) return side.shape === 'list' ? { ...side, shape: 'one' } : null;
  if (side.spread || !Array.isArray(side.values[0])) return null;
  return side.values[0].length === 0 ? 'empty' : { ...side, values: side.values[0], spread: true };
}

function checkValues(
  side: { values: unknown[] },
  declared: { kind: Kind; declaration?: FactDeclaration },
  shape: Shape,
  place: Place,
  scope: Scope,
): Issue[] {
  if (shape === 'list' && !side.values.every(Array.isArray)) return [wrongValue(place, 'list', scope)];
  if (shape === 'list' && side.values.some((list) => Array.isArray(list) && list.length === 0))
    return [makeIssue(`${place.path}/value`, 'empty-list', scope.language)];
  const values = shape === 'list' ? side.values.flat() : side.values;
  if (!values.every((value) => fitsType(declared.kind, value))) return [wrongValue(place, declared.kind, scope)];
  const { declaration } = declared;
  const foreign = declaration ? values.find((value) => !isChoice(declaration, value)) : undefined;
  return foreign === undefined
    ? []
    : [makeIssue(`${place.path}/value`, 'unknown-choice', scope.language, { fact: place.fact, value: foreign })];
}

function wrongValue(place: Place, expected: Kind | 'list', scope: Scope): Issue {
  return makeIssue(`${place.path}/value`, 'wrong-value', scope.language, {
    operator: place.operator,
    fact: place.fact,
    expected: nameType(expected, scope.language),
  });
}

/** A condition and all that are written within it. */
function countWritten(condition: unknown): number {
  if (!isObject(condition)) return 1;
  return (
    1 +
    [condition.all, condition.any, condition.not]
      .flat()
      .reduce((sum: number, child) => sum + (child === undefined ? 0 : countWritten(child)), 0)
  );
}

function checkNamedConditions(scope: Scope): Issue[] {
  const all = Object.values(scope.named);
  if (all.length > maxNamed) return [makeIssue('/conditions', 'too-many-named', scope.language, { max: maxNamed })];
  if (all.reduce((sum: number, condition) => sum + countWritten(condition), 0) > maxConditions)
    return [makeIssue('/conditions', 'too-large', scope.language, { max: maxConditions })];
  return Object.entries(scope.named).flatMap(([name, condition]) => {
    const path = pointer('/conditions', name);
    const cycle = findCycle(name, scope.named) ? [makeIssue(path, 'condition-cycle', scope.language, { name })] : [];
    return [...checkRoot(condition, path, scope), ...cycle];
  });
}

/** Whether a named condition leads back to itself. */
export function findCycle(name: string, named: Json): boolean {
  const seen = new Set<string>();
  const waiting = listReferences(named[name]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === name) return true;
    if (seen.has(next) || !Object.hasOwn(named, next)) continue;
    seen.add(next);
    waiting.push(...listReferences(named[next]));
  }
  return false;
}

/** The named conditions that a condition refers to directly. */
export function listReferences(condition: unknown): string[] {
  if (!isObject(condition)) return [];
  const inner = [condition.all, condition.any, condition.not].flat().flatMap(listReferences);
  return typeof condition.condition === 'string' ? [condition.condition, ...inner] : inner;
}

/** A few named conditions that refer to each other twice can unfold into millions: count before unfolding. */
function checkSize(document: Json, scope: Scope): Issue[] {
  const sizes = new Map<string, number>();
  const sizeOf = (condition: unknown): number => {
    if (!isObject(condition)) return 0;
    const name = condition.condition;
    if (typeof name !== 'string')
      return (
        1 + [condition.all, condition.any, condition.not].flat().reduce((sum: number, child) => sum + sizeOf(child), 0)
      );
    const size = sizes.get(name) ?? sizeOf(scope.named[name]);
    sizes.set(name, size);
    return size;
  };
  const rules: unknown[] = Array.isArray(document.rules) ? document.rules : [];
  const size = rules.reduce((sum: number, rule) => sum + (isObject(rule) ? sizeOf(rule.conditions) : 0), 0);
  return size > maxConditions ? [makeIssue('/rules', 'too-large', scope.language, { max: maxConditions })] : [];
}

function checkTexts(texts: unknown, path: string, needed: boolean, language: Language): Issue[] {
  if (texts === undefined && !needed) return [];
  if (!isObject(texts)) return [makeIssue(path, 'not-an-object', language)];
  if (!isObject(texts.ja)) return [makeIssue(`${path}/ja`, 'not-an-object', language)];
  return Object.entries(texts).flatMap(([spoken, words]) => {
    if (spoken !== 'ja' && spoken !== 'en')
      return [makeIssue(pointer(path, spoken), 'unknown-property', language, { name: spoken })];
    if (!isObject(words)) return [makeIssue(pointer(path, spoken), 'not-an-object', language)];
    const missing = needed ? requireText(words, 'name', `${path}/${spoken}`, language) : [];
    const wrong = Object.entries(words).filter(
      ([name, text]) => typeof text !== 'string' && !(needed && name === 'name'),
    );
    return [
      ...missing,
      ...wrong.map(([name]) =>
        makeIssue(pointer(path, spoken, name), 'wrong-type', language, {
          name,
          expected: nameType('string', language),
        }),
      ),
    ];
  });
}

function checkPlaceholders(texts: unknown, path: string, scope: Scope): Issue[] {
  if (!isObject(texts)) return [];
  return Object.entries(texts).flatMap(([spoken, words]) => {
    const reason = isObject(words) && typeof words.reason === 'string' ? words.reason : '';
    // With every known fact filled in, what is left over is unknown.
    const left =
      fillText(reason, Object.fromEntries([...scope.facts.keys()].map((fact) => [fact, '']))).match(/\{\{[^}]*\}\}/g) ??
      [];
    return left.map((place) =>
      makeIssue(pointer(path, spoken, 'reason'), 'unknown-placeholder', scope.language, { fact: place.slice(2, -2) }),
    );
  });
}

function checkExamples(examples: unknown, language: Language): Issue[] {
  if (examples === undefined) return [];
  if (!Array.isArray(examples)) return [makeIssue('/examples', 'not-a-list', language)];
  return examples.flatMap((example: unknown, index) => {
    const path = `/examples/${index}`;
    if (!isObject(example)) return [makeIssue(path, 'not-an-object', language)];
    const outcomes = isObject(example.expect) ? example.expect.outcomes : undefined;
    return [
      ...requireText(example, 'name', path, language),
      ...(isObject(example.facts) ? [] : [makeIssue(`${path}/facts`, 'not-an-object', language)]),
      ...(Array.isArray(outcomes) ? [] : [makeIssue(`${path}/expect/outcomes`, 'not-a-list', language)]),
    ];
  });
}

function checkWord(document: Json, name: string, words: string[], code: IssueCode, language: Language): Issue[] {
  if (document[name] === undefined) return [makeIssue('', 'missing-property', language, { name })];
  return words.some((word) => word === document[name])
    ? []
    : [makeIssue(`/${name}`, code, language, { value: document[name] })];
}

function requireText(object: Json, name: string, path: string, language: Language): Issue[] {
  if (object[name] === undefined) return [makeIssue(path, 'missing-property', language, { name })];
  if (typeof object[name] === 'string' && object[name].trim() !== '') return [];
  return [makeIssue(pointer(path, name), 'wrong-type', language, { name, expected: nameType('string', language) })];
}

function refuseStrangers(object: Json, known: string[], path: string, language: Language): Issue[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => makeIssue(pointer(path, name), 'unknown-property', language, { name }));
}
