import { simplifyOperator } from '../operators.ts';
import type { Condition, FactDeclaration, FactModel, Facts, FactValue, Held } from '../types.ts';

/** A number, a text, a yes or no; a date is the number of its day. */
export type Scalar = number | string | boolean;

/** One thing that facts either fulfil or not. A variable is a fact, or the size of a list (see `sizeOf`). */
export type Atom =
  | { kind: 'present'; fact: string; is: boolean }
  | { kind: 'among'; variable: string; values: Scalar[]; is: boolean }
  | { kind: 'range'; variable: string; side: 'above' | 'below'; limit: number; open: boolean }
  | { kind: 'relation'; left: string; relation: 'less' | 'atMost' | 'equal' | 'different'; right: string }
  | { kind: 'has'; fact: string; element: string; is: boolean }
  /** A comparison that is not looked into: only that it cannot hold and fail at once. */
  | { kind: 'opaque'; key: string; is: boolean };

export type Formula = { kind: 'and' | 'or'; of: Formula[] } | Atom;

/**
 * What is asked of a condition. With facts missing it may be neither held nor failed, so the opposites stand apart:
 * `not-held` is failed or unknown, `not-failed` is held or unknown.
 */
export type Mode = 'held' | 'failed' | 'not-held' | 'not-failed';

export type FactCondition = Extract<Condition, { fact: string }>;

/** The facts and the named conditions that formulas are made over. */
export type Scope = { facts: ReadonlyMap<string, FactDeclaration>; named: Readonly<Record<string, Condition>> };

export const always: Formula = { kind: 'and', of: [] };
export const never: Formula = { kind: 'or', of: [] };
export const and = (...of: Formula[]): Formula => ({ kind: 'and', of });
export const or = (...of: Formula[]): Formula => ({ kind: 'or', of });

export const scopeOf = (model: FactModel, named: Readonly<Record<string, Condition>> = {}): Scope => ({
  facts: new Map(model.facts.map((fact) => [fact.path, fact])),
  named,
});

/** The variable that stands for the size of a list. */
export const sizeOf = (fact: string): string => `${fact}\u0000size`;

const mirroredMode: Record<Mode, Mode> = {
  held: 'failed',
  failed: 'held',
  'not-held': 'not-failed',
  'not-failed': 'not-held',
};

/** What asks for exactly the other cases. */
export const oppositeMode: Record<Mode, Mode> = {
  held: 'not-held',
  failed: 'not-failed',
  'not-held': 'held',
  'not-failed': 'failed',
};

/** The parts of a group and the mode each is asked in; `together` when all of them are needed. */
export function readGroup(
  condition: Condition,
  mode: Mode,
): { children: Condition[]; steps: (string | number)[][]; mode: Mode; together: boolean } | null {
  if ('not' in condition)
    return { children: [condition.not], steps: [['not']], mode: mirroredMode[mode], together: true };
  if (!('all' in condition) && !('any' in condition)) return null;
  const kind = 'all' in condition ? 'all' : 'any';
  const children = 'all' in condition ? condition.all : condition.any;
  return {
    children,
    steps: children.map((_child, index) => [kind, index]),
    mode,
    together: (kind === 'all') === (mode === 'held' || mode === 'not-failed'),
  };
}

/** The cases in which a checked condition is what `mode` asks. */
export function toFormula(condition: Condition, mode: Mode, scope: Scope): Formula {
  if ('condition' in condition) return toFormula(readNamed(condition.condition, scope), mode, scope);
  const group = readGroup(condition, mode);
  if (group)
    return {
      kind: group.together ? 'and' : 'or',
      of: group.children.map((child) => toFormula(child, group.mode, scope)),
    };
  return 'fact' in condition ? leafFormula(condition, mode, scope) : never;
}

export function readNamed(name: string, scope: Scope): Condition {
  const named = Object.hasOwn(scope.named, name) ? scope.named[name] : undefined;
  // checkRuleSet has seen to it that it is there.
  if (!named) throw new Error(`No condition named ${name}`);
  return named;
}

/** The facts that a comparison needs: its own, and the one it compares with. */
export function factsOf(leaf: FactCondition): string[] {
  const other = readReference(leaf.value);
  return other ? [leaf.fact, other.fact] : [leaf.fact];
}

function leafFormula(leaf: FactCondition, mode: Mode, scope: Scope): Formula {
  const optional = factsOf(leaf).filter((fact) => scope.facts.get(fact)?.optional);
  const wanted = mode === 'held' || mode === 'not-failed';
  const compared = compare(leaf, wanted, scope);
  const presence = (is: boolean): Formula[] => optional.map((fact) => ({ kind: 'present', fact, is }));
  return mode === 'held' || mode === 'failed' ? and(...presence(true), compared) : or(compared, ...presence(false));
}

type Reference = { fact: string; path?: unknown };
type Side =
  { variable: string; declaration: FactDeclaration; kind: 'number' | 'date' | 'text' | 'list' } | { value: unknown };

function readReference(value: unknown): Reference | null {
  return typeof value === 'object' && value !== null && 'fact' in value && typeof value.fact === 'string'
    ? { fact: value.fact, ...('path' in value ? { path: value.path } : {}) }
    : null;
}

function readSide(reference: Reference, scope: Scope): Side {
  const declaration = scope.facts.get(reference.fact);
  if (!declaration) throw new Error(`No fact named ${reference.fact}`);
  if (reference.path !== undefined) return { variable: sizeOf(reference.fact), declaration, kind: 'number' };
  const { type } = declaration;
  const kind =
    type === 'number' || type === 'integer'
      ? 'number'
      : type === 'date'
        ? 'date'
        : type === 'choices' || type === 'strings'
          ? 'list'
          : 'text';
  return { variable: reference.fact, declaration, kind };
}

function compare(leaf: FactCondition, wanted: boolean, scope: Scope): Formula {
  const { prefixes, base } = simplifyOperator(leaf.operator);
  const other = readReference(leaf.value);
  const right: Side = other ? readSide(other, scope) : { value: leaf.value };
  const key = JSON.stringify([leaf.fact, leaf.path ?? null, prefixes, base, leaf.value]);
  return compareSides(prefixes, base, readSide(leaf, scope), right, wanted) ?? { kind: 'opaque', key, is: wanted };
}

/** Null where the comparison is not looked into. Decorators come outermost first, as written. */
function compareSides(prefixes: string[], base: string, left: Side, right: Side, wanted: boolean): Formula | null {
  const [prefix, ...inner] = prefixes;
  if (prefix === 'not') return compareSides(inner, base, left, right, !wanted);
  if (prefix === 'swap') return compareSides(inner, base, right, left, wanted);
  if (prefix === 'someValue' || prefix === 'everyValue')
    return compareEach(right, prefix === 'someValue', wanted, (item) => compareSides(inner, base, left, item, wanted));
  if (prefix === 'someFact' || prefix === 'everyFact') {
    const listed = compareEach(left, prefix === 'someFact', wanted, (item) =>
      compareSides(inner, base, item, right, wanted),
    );
    return listed ?? (inner.length === 0 ? compareElements(prefix, base, left, right, wanted) : null);
  }
  if (prefix !== undefined) return null;
  const simple = wanted ? base : simplifyOperator(base, true);
  if (typeof simple === 'string') return comparePlain(simple, left, right, wanted);
  return simple.prefixes.length > 0
    ? comparePlain(base, left, right, false)
    : comparePlain(simple.base, left, right, true);
}

function compareEach(
  list: Side,
  some: boolean,
  wanted: boolean,
  compareItem: (side: Side) => Formula | null,
): Formula | null {
  if (!('value' in list) || !Array.isArray(list.value)) return null;
  const parts = list.value.map((value: unknown) => compareItem({ value }));
  return parts.every((part) => part !== null) ? { kind: some === wanted ? 'or' : 'and', of: parts } : null;
}

/** Of the comparisons of a list's elements only the two that say what a list holds. */
function compareElements(prefix: string, base: string, left: Side, right: Side, wanted: boolean): Formula | null {
  if ('value' in left || !('value' in right)) return null;
  const elements =
    base === 'equal' || base === 'notEqual' ? [right.value] : base === 'in' || base === 'notIn' ? right.value : null;
  if (!Array.isArray(elements)) return null;
  const positive = base === 'equal' || base === 'in';
  if (prefix === 'someFact' && positive) return hasElements(left.variable, elements, wanted, wanted);
  if (prefix === 'everyFact' && !positive) return hasElements(left.variable, elements, !wanted, !wanted);
  return null;
}

/** One of the elements is (any) or each of them is (not any) in the list or not. */
function hasElements(fact: string, elements: unknown[], is: boolean, any: boolean): Formula {
  return {
    kind: any ? 'or' : 'and',
    of: elements.map((element): Formula => ({ kind: 'has', fact, element: String(element), is })),
  };
}

/** `wanted` is false only for operators without an opposite word. */
function comparePlain(base: string, left: Side, right: Side, wanted: boolean): Formula | null {
  if ('value' in left) {
    // Only `swap` brings a value to the left; simplifyOperator has turned round what can be.
    if ('value' in right || right.kind !== 'list' || (base !== 'in' && base !== 'notIn')) return null;
    return { kind: 'has', fact: right.variable, element: String(left.value), is: (base === 'in') === wanted };
  }
  if (left.kind === 'list') return compareList(base, left.variable, right, wanted);
  if (!wanted) return null;
  return 'value' in right ? compareValue(base, left, right.value) : compareFacts(base, left, right);
}

function compareList(base: string, fact: string, right: Side, wanted: boolean): Formula | null {
  if (!('value' in right)) return null;
  const elements: unknown[] = Array.isArray(right.value) ? right.value : [right.value];
  switch (base) {
    case 'contains':
    case 'includesAny':
      return hasElements(fact, elements, wanted, wanted);
    case 'doesNotContain':
    case 'includesNone':
      return hasElements(fact, elements, !wanted, !wanted);
    case 'includesAll':
      return hasElements(fact, elements, wanted, !wanted);
    default:
      return null;
  }
}

const ranges: Record<string, { side: 'above' | 'below'; open: boolean }> = {
  lessThan: { side: 'below', open: true },
  lessThanInclusive: { side: 'below', open: false },
  greaterThan: { side: 'above', open: true },
  greaterThanInclusive: { side: 'above', open: false },
  before: { side: 'below', open: true },
  onOrBefore: { side: 'below', open: false },
  after: { side: 'above', open: true },
  onOrAfter: { side: 'above', open: false },
};

function compareValue(base: string, left: Extract<Side, { variable: string }>, value: unknown): Formula | null {
  const range = ranges[base];
  const values = [value].flat().map((item: unknown) => toScalar(item, left.kind === 'date'));
  if (!values.every((value) => value !== null)) return null;
  const [limit] = values;
  if (range) return typeof limit === 'number' ? { kind: 'range', variable: left.variable, limit, ...range } : null;
  if (!['equal', 'in', 'notEqual', 'notIn'].includes(base)) return null;
  return { kind: 'among', variable: left.variable, values, is: base === 'equal' || base === 'in' };
}

function compareFacts(
  base: string,
  left: Extract<Side, { variable: string }>,
  right: Extract<Side, { variable: string }>,
): Formula | null {
  if (right.kind === 'list') return null;
  const range = ranges[base];
  if (range) {
    const [smaller, larger] = range.side === 'below' ? [left, right] : [right, left];
    return {
      kind: 'relation',
      left: smaller.variable,
      relation: range.open ? 'less' : 'atMost',
      right: larger.variable,
    };
  }
  if (base !== 'equal' && base !== 'notEqual') return null;
  return {
    kind: 'relation',
    left: left.variable,
    relation: base === 'equal' ? 'equal' : 'different',
    right: right.variable,
  };
}

const dayMs = 86_400_000;

export const toDay = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs;
export const fromDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** A fact's value or a rule's as a scalar; null for lists and what is missing. */
export function toScalar(value: unknown, date: boolean): Scalar | null {
  if (typeof value === 'string') return date ? toDay(value) : value;
  // Zero has one sign here, as it has for every operator.
  return typeof value === 'number' ? value + 0 : typeof value === 'boolean' ? value : null;
}

/** Whether a condition holds for facts, as `decide` would say, without asking the engine: to sift examples before it is asked. */
export function holdsFor(condition: Condition, facts: Facts, scope: Scope): Held {
  if ('condition' in condition) return holdsFor(readNamed(condition.condition, scope), facts, scope);
  if ('not' in condition) {
    const held = holdsFor(condition.not, facts, scope);
    return held === 'unknown' ? held : held === 'held' ? 'not-held' : 'held';
  }
  if ('fact' in condition) {
    const [left, right] = [
      readValue(condition, facts),
      readReference(condition.value) ? readValue(readReference(condition.value), facts) : condition.value,
    ];
    if (left === undefined || right === undefined) return 'unknown';
    return operate(condition.operator.split(':'), left, right) ? 'held' : 'not-held';
  }
  const decisive = 'all' in condition ? 'not-held' : 'held';
  const held = ('all' in condition ? condition.all : condition.any).map((child) => holdsFor(child, facts, scope));
  if (held.includes(decisive)) return decisive;
  return held.includes('unknown') ? 'unknown' : 'all' in condition ? 'held' : 'not-held';
}

function readValue(reference: Reference | null, facts: Facts): FactValue | undefined {
  const value = reference && Object.hasOwn(facts, reference.fact) ? (facts[reference.fact] ?? undefined) : undefined;
  return reference?.path !== undefined && Array.isArray(value) ? value.length : value;
}

function operate([prefix = '', ...inner]: string[], left: unknown, right: unknown): boolean {
  if (inner.length === 0) return operatePlain(prefix, left, right);
  if (prefix === 'not') return !operate(inner, left, right);
  if (prefix === 'swap') return operate(inner, right, left);
  const list: unknown[] = [prefix.endsWith('Fact') ? left : right].flat();
  const compareItem = (value: unknown): boolean =>
    prefix.endsWith('Fact') ? operate(inner, value, right) : operate(inner, left, value);
  return prefix.startsWith('some') ? list.some(compareItem) : list.every(compareItem);
}

function operatePlain(operator: string, left: unknown, right: unknown): boolean {
  const lefts: unknown[] = [left].flat();
  const rights: unknown[] = [right].flat();
  const range = ranges[operator];
  if (range)
    return [left, right].every((side) => typeof side === 'number')
      ? within(Number(left), Number(right), range)
      : within(String(left), String(right), range);
  switch (operator) {
    case 'equal':
      return left === right;
    case 'notEqual':
      return left !== right;
    case 'in':
      return rights.includes(left);
    case 'notIn':
      return !rights.includes(left);
    case 'contains':
      return lefts.includes(right);
    case 'doesNotContain':
      return !lefts.includes(right);
    case 'includesAny':
      return rights.some((right) => lefts.includes(right));
    case 'includesAll':
      return rights.every((right) => lefts.includes(right));
    default:
      return !rights.some((right) => lefts.includes(right));
  }
}

function within<T extends number | string>(
  left: T,
  right: T,
  { side, open }: { side: 'above' | 'below'; open: boolean },
): boolean {
  if (left === right) return !open;
  return side === 'above' ? left > right : left < right;
}
