import { sizeOf, toDay } from './formula.ts';
import type { Atom, Scalar } from './formula.ts';
import type { FactDeclaration, FactModel } from '../types.ts';

/** The values that a variable may still have. Bounds are for numbers (days among them); `only` null is all of them. */
export type Domain = {
  readonly numeric: boolean;
  readonly whole: boolean;
  readonly low: number;
  readonly high: number;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
  readonly only: ReadonlySet<Scalar> | null;
  readonly not: ReadonlySet<Scalar>;
};

type Relation = Extract<Atom, { kind: 'relation' }>;

/** What has been said of the facts so far. Changed in place; `copyStore` before going two ways. */
export type Store = {
  readonly model: ReadonlyMap<string, FactDeclaration>;
  /** Variables of facts that a case may lack. */
  readonly optional: ReadonlySet<string>;
  domains: Map<string, Domain>;
  present: Map<string, boolean>;
  /** For each list: elements that it must have (true) or must not have. */
  has: Map<string, ReadonlyMap<string, boolean>>;
  relations: Relation[];
  opaque: Map<string, boolean>;
};

const anything = {
  numeric: false,
  whole: false,
  low: 0,
  high: 0,
  lowOpen: false,
  highOpen: false,
  only: null,
  not: new Set<Scalar>(),
};
const maxSize = 2 ** 32 - 1;

/** Everything that the model lets facts be; with `notNegative` given, those numbers are taken to be zero or more. */
export function openStore(model: FactModel, notNegative: ReadonlySet<string> = new Set()): Store {
  const domains = model.facts.flatMap((fact): [string, Domain][] => {
    const low = notNegative.has(fact.path) ? 0 : -Infinity;
    switch (fact.type) {
      case 'number':
        return [
          [fact.path, { ...anything, numeric: true, low: Math.max(low, -Number.MAX_VALUE), high: Number.MAX_VALUE }],
        ];
      case 'integer':
        return [
          [
            fact.path,
            {
              ...anything,
              numeric: true,
              whole: true,
              low: Math.max(low, Number.MIN_SAFE_INTEGER),
              high: Number.MAX_SAFE_INTEGER,
            },
          ],
        ];
      case 'date':
        return [
          [fact.path, { ...anything, numeric: true, whole: true, low: toDay('0000-01-01'), high: toDay('9999-12-31') }],
        ];
      case 'boolean':
        return [[fact.path, { ...anything, only: new Set([true, false]) }]];
      case 'choices':
      case 'strings':
        return [
          [
            sizeOf(fact.path),
            { ...anything, numeric: true, whole: true, low: 0, high: fact.choices?.length === 0 ? 0 : maxSize },
          ],
        ];
      default:
        return [
          [fact.path, { ...anything, only: fact.choices ? new Set(fact.choices.map((choice) => choice.value)) : null }],
        ];
    }
  });
  const optional = model.facts.filter((fact) => fact.optional).flatMap((fact) => [fact.path, sizeOf(fact.path)]);
  return {
    model: new Map(model.facts.map((fact) => [fact.path, fact])),
    optional: new Set(optional),
    domains: new Map(domains),
    present: new Map(),
    has: new Map(),
    relations: [],
    opaque: new Map(),
  };
}

export function copyStore(store: Store): Store {
  return {
    ...store,
    domains: new Map(store.domains),
    present: new Map(store.present),
    has: new Map(store.has),
    relations: [...store.relations],
    opaque: new Map(store.opaque),
  };
}

/** Adds what an atom says; false when it cannot be so, and the store is then of no more use. */
export function assertAtom(store: Store, atom: Atom): boolean {
  switch (atom.kind) {
    case 'present':
      return setOnce(store.present, atom.fact, atom.is) && (atom.is || store.model.get(atom.fact)?.optional === true);
    case 'opaque':
      return setOnce(store.opaque, atom.key, atom.is);
    case 'has':
      return assertHas(store, atom);
    case 'relation':
      if (store.relations.some((relation) => isSameRelation(relation, atom))) return true;
      store.relations.push(atom);
      return settleOrder(store.relations) && settleRelations(store);
    default: {
      const domain = store.domains.get(atom.variable);
      const next = domain ? limit(domain, atom) : null;
      return next !== null && replace(store, atom.variable, next);
    }
  }
}

const isSameRelation = (a: Relation, b: Relation): boolean =>
  a.left === b.left && a.relation === b.relation && a.right === b.right;

/** Whether an atom cannot be so, as far as can be told at a glance. */
export function contradicts(store: Store, atom: Atom): boolean {
  switch (atom.kind) {
    case 'present':
      return store.present.get(atom.fact) === !atom.is || (!atom.is && store.model.get(atom.fact)?.optional !== true);
    case 'opaque':
      return store.opaque.get(atom.key) === !atom.is;
    case 'has':
      return store.has.get(atom.fact)?.get(atom.element) === !atom.is;
    case 'relation':
      return false;
    default: {
      const domain = store.domains.get(atom.variable);
      return !domain || isOutside(domain, atom);
    }
  }
}

function isOutside(domain: Domain, atom: Extract<Atom, { kind: 'among' | 'range' }>): boolean {
  if (atom.kind === 'among')
    return atom.is
      ? !atom.values.some((value) => admits(domain, value))
      : domain.only !== null && [...domain.only].every((value) => atom.values.includes(value));
  const end = atom.side === 'above' ? domain.high : domain.low;
  if (end === atom.limit) return atom.open || (atom.side === 'above' ? domain.highOpen : domain.lowOpen);
  if (atom.side === 'above' ? end < atom.limit : end > atom.limit) return true;
  return domain.only !== null && limit(domain, atom) === null;
}

/** What holds when the atom does not; null where that is not one atom. */
export function opposite(atom: Atom): Atom | null {
  switch (atom.kind) {
    case 'relation':
      if (atom.relation === 'equal' || atom.relation === 'different')
        return { ...atom, relation: atom.relation === 'equal' ? 'different' : 'equal' };
      return { ...atom, left: atom.right, right: atom.left, relation: atom.relation === 'less' ? 'atMost' : 'less' };
    case 'range':
      return { ...atom, side: atom.side === 'above' ? 'below' : 'above', open: !atom.open };
    default:
      return { ...atom, is: !atom.is };
  }
}

function setOnce(map: Map<string, boolean>, key: string, is: boolean): boolean {
  const before = map.get(key);
  if (before === undefined) map.set(key, is);
  return before === undefined || before === is;
}

function replace(store: Store, variable: string, domain: Domain): boolean {
  store.domains.set(variable, domain);
  return store.relations.length === 0 || settleRelations(store);
}

/** A domain with one limit more; null when nothing is left. */
export function limit(domain: Domain, atom: Extract<Atom, { kind: 'among' | 'range' }>): Domain | null {
  if (atom.kind === 'range')
    return tidy(atom.side === 'above' ? raise(domain, atom.limit, atom.open) : lower(domain, atom.limit, atom.open));
  if (!atom.is) return tidy({ ...domain, not: new Set([...domain.not, ...atom.values]) });
  return tidy({
    ...domain,
    only: new Set(atom.values.filter((value) => domain.only === null || domain.only.has(value))),
  });
}

function raise(domain: Domain, low: number, open: boolean): Domain {
  if (low < domain.low || (low === domain.low && (domain.lowOpen || !open))) return domain;
  return { ...domain, low, lowOpen: open };
}

function lower(domain: Domain, high: number, open: boolean): Domain {
  if (high > domain.high || (high === domain.high && (domain.highOpen || !open))) return domain;
  return { ...domain, high, highOpen: open };
}

function tidy(domain: Domain): Domain | null {
  let { low, high, lowOpen, highOpen } = domain;
  if (domain.whole) {
    low = lowOpen && Number.isInteger(low) ? low + 1 : Math.ceil(low);
    high = highOpen && Number.isInteger(high) ? high - 1 : Math.floor(high);
    lowOpen = false;
    highOpen = false;
    while (low <= high && domain.not.has(low)) low += 1;
    while (high >= low && domain.not.has(high)) high -= 1;
  }
  const next = { ...domain, low, high, lowOpen, highOpen };
  if (domain.numeric && (low > high || (low === high && (lowOpen || highOpen || domain.not.has(low))))) return null;
  if (domain.only === null) return domain.numeric && low === high ? { ...next, only: new Set([low]) } : next;
  const only = new Set([...domain.only].filter((value) => admits({ ...next, only: null }, value)));
  return only.size === 0 ? null : { ...next, only };
}

function tidyIfOther(domain: Domain, before: Domain): Domain | null {
  return domain === before ? before : tidy(domain);
}

/** Whether a value is in a domain. */
export function admits(domain: Domain, value: Scalar): boolean {
  if (domain.not.has(value) || (domain.only !== null && !domain.only.has(value))) return false;
  if (!domain.numeric) return true;
  if (typeof value !== 'number' || (domain.whole && !Number.isSafeInteger(value))) return false;
  return (
    (domain.lowOpen ? value > domain.low : value >= domain.low) &&
    (domain.highOpen ? value < domain.high : value <= domain.high)
  );
}

function assertHas(store: Store, { fact, element, is }: Extract<Atom, { kind: 'has' }>): boolean {
  const before = store.has.get(fact);
  if (before?.has(element)) return before.get(element) === is;
  const choices = store.model.get(fact)?.choices;
  if (choices && is && !choices.some((choice) => choice.value === element)) return false;
  const elements = new Map(before).set(element, is);
  store.has.set(fact, elements);
  const needed = [...elements.values()].filter(Boolean).length;
  const size = sizeOf(fact);
  const nothingLeft = choices?.every((choice) => elements.get(choice.value) === false) === true;
  const limits: Atom[] = is
    ? [{ kind: 'range', variable: size, side: 'above', limit: needed, open: false }]
    : nothingLeft
      ? [{ kind: 'range', variable: size, side: 'below', limit: 0, open: false }]
      : [];
  return limits.every((atom) => assertAtom(store, atom));
}

/** Lets bounds and values flow between compared facts; false when they cannot be so together. */
function settleRelations(store: Store): boolean {
  // Bounds run along a chain once; more rounds than relations could only go in circles.
  for (let round = 0; round <= store.relations.length; round += 1) {
    let changed = false;
    for (const relation of store.relations) {
      const [left, right] = [store.domains.get(relation.left), store.domains.get(relation.right)];
      if (!left || !right) return false;
      const settled = relate(left, right, relation.relation);
      if (!settled) return false;
      if (settled[0] === left && settled[1] === right) continue;
      changed ||= differs(settled[0], left) || differs(settled[1], right);
      store.domains.set(relation.left, settled[0]);
      store.domains.set(relation.right, settled[1]);
    }
    if (!changed) return true;
  }
  return true;
}

function differs(a: Domain, b: Domain): boolean {
  return (
    a.low !== b.low ||
    a.high !== b.high ||
    a.lowOpen !== b.lowOpen ||
    a.highOpen !== b.highOpen ||
    a.only?.size !== b.only?.size ||
    a.not.size !== b.not.size
  );
}

function relate(left: Domain, right: Domain, relation: Relation['relation']): [Domain, Domain] | null {
  let [a, b]: [Domain | null, Domain | null] = [left, right];
  if (relation === 'different') {
    const [only, other] = [single(left), single(right)];
    if (only !== null && only === other) return null;
    if (only !== null && admits(right, only)) b = tidy({ ...right, not: new Set([...right.not, only]) });
    if (other !== null && admits(left, other)) a = tidy({ ...left, not: new Set([...left.not, other]) });
  } else if (relation === 'equal') {
    a = meet(left, right);
    b = a && meet(right, a);
  } else {
    const open = relation === 'less';
    a = tidyIfOther(lower(left, right.high, open || right.highOpen), left);
    b = a && tidyIfOther(raise(right, a.low, open || a.lowOpen), right);
  }
  return a && b ? [a, b] : null;
}

function single(domain: Domain): Scalar | null {
  const [value] = domain.only?.size === 1 ? domain.only : [];
  return value ?? null;
}

function meet(domain: Domain, other: Domain): Domain | null {
  const bounded = domain.numeric ? lower(raise(domain, other.low, other.lowOpen), other.high, other.highOpen) : domain;
  const only =
    other.only === null
      ? bounded.only
      : new Set([...other.only].filter((value) => bounded.only === null || bounded.only.has(value)));
  return tidy({ ...bounded, only, not: new Set([...bounded.not, ...other.not]) });
}

/** Whether the order alone can be: nothing is less than itself by any way round, or unlike what it must equal. */
function settleOrder(relations: Relation[]): boolean {
  const larger = new Map<string, string[]>();
  const link = (from: string, to: string): void => void larger.set(from, [...(larger.get(from) ?? []), to]);
  for (const { left, relation, right } of relations) {
    if (relation === 'different') continue;
    link(left, right);
    if (relation === 'equal') link(right, left);
  }
  return relations.every(({ left, relation, right }) => {
    if (relation === 'less') return !reaches(larger, right, left);
    return relation !== 'different' || !(reaches(larger, left, right) && reaches(larger, right, left));
  });
}

function reaches(links: ReadonlyMap<string, string[]>, from: string, to: string): boolean {
  const seen = new Set([from]);
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === to) return true;
    for (const neighbour of links.get(next) ?? []) {
      if (seen.has(neighbour)) continue;
      seen.add(neighbour);
      waiting.push(neighbour);
    }
  }
  return false;
}
