import { fromDay, sizeOf, toDay, toScalar } from './formula.ts';
import type { Atom, Formula, Scalar } from './formula.ts';
import { admits, assertAtom, contradicts, copyStore, openStore, opposite } from './store.ts';
import type { Store } from './store.ts';
import type { FactDeclaration, FactModel, Facts, FactValue } from '../types.ts';

/** Facts that fulfil a formula, or that there are none, or that it could not be told. */
export type Answer = { found: Facts } | 'none' | 'unsure';

export type SolveOptions = {
  /** Whether facts are really a case of what is looked for; left out where only the proof of `none` matters, and none are made. */
  accept?: (facts: Facts) => boolean;
  /** Steps that may be taken; counted down over all questions that share it. */
  budget: { steps: number };
  /** Numbers that an example should not have below zero. */
  notNegative?: ReadonlySet<string>;
  /** Values to try first, so that examples look like real cases. */
  usual: ReadonlyMap<string, FactValue[]>;
  /** What a text is called that no rule mentions. */
  otherWord: string;
};

const stepsPerQuestion = 4000;
const triesPerQuestion = 60;
/** Looks at one comparison that take as long as going one way further, which is one step. */
const looksPerStep = 50;

type Search = SolveOptions & { model: FactModel; steps: number; tries: number; unsure: boolean };

/** Looks for facts of the model that fulfil the formula. `none` is proof; `unsure` says nothing. */
export function solve(formula: Formula, model: FactModel, options: SolveOptions): Answer {
  if (options.budget.steps <= 0) return 'unsure';
  const search: Search = {
    ...options,
    model,
    steps: Math.min(stepsPerQuestion, options.budget.steps),
    tries: triesPerQuestion,
    unsure: false,
  };
  const granted = search.steps;
  const facts = explore(openStore(model, options.notNegative), [formula], [], search);
  options.budget.steps -= granted - Math.max(0, search.steps);
  return facts ? { found: facts } : search.unsure ? 'unsure' : 'none';
}

/** `goals` have all to be so; of each of `choices` one part. */
function explore(store: Store, goals: Formula[], choices: Formula[][], search: Search): Facts | null {
  search.steps -= 1 + store.relations.length / 4;
  if (search.steps <= 0) {
    search.unsure = true;
    return null;
  }
  const open = settle(store, goals, choices, search);
  if (!open) return null;
  const [narrowest] = open.toSorted((a, b) => a.length - b.length);
  if (!narrowest) return tryFacts(store, search);
  const rest = open.filter((choice) => choice !== narrowest);
  const failed: Atom[] = [];
  for (const part of narrowest) {
    if (search.unsure && search.steps <= 0) return null;
    const facts = explore(copyStore(store), [...failed, part], rest, search);
    if (facts) return facts;
    // A fact that may be absent need not be on the other side either.
    const unlike = 'of' in part || mayLack(part, store) ? null : opposite(part);
    if (unlike) failed.push(unlike);
  }
  return null;
}

function mayLack(atom: Atom, store: Store): boolean {
  if (atom.kind === 'present') return false;
  if (atom.kind === 'opaque') return true;
  const variables =
    atom.kind === 'has' ? [atom.fact] : atom.kind === 'relation' ? [atom.left, atom.right] : [atom.variable];
  return variables.some((variable) => store.optional.has(variable));
}

/** Takes up all that is certain, until only real choices are left; null when it cannot be. */
function settle(store: Store, goals: Formula[], choices: Formula[][], search: Search): Formula[][] | null {
  const waiting = [...goals];
  let open = choices;
  for (;;) {
    for (let goal = waiting.pop(); goal; goal = waiting.pop()) {
      if (!('of' in goal)) {
        search.steps -= (1 + store.relations.length) / looksPerStep;
        if (!assertAtom(store, goal)) return null;
      } else if (goal.kind === 'and') waiting.push(...goal.of);
      else open = [...open, goal.of];
    }
    const still: Formula[][] = [];
    for (const choice of open) {
      if (search.steps <= 0) {
        search.unsure = true;
        return null;
      }
      if (choice.some((part) => isCertain(store, part, search))) continue;
      const possible = choice.filter((part) => !isImpossible(store, part, search));
      if (possible.length === 0) return null;
      if (possible.length === 1) waiting.push(...possible);
      else still.push(possible);
    }
    open = still;
    if (waiting.length === 0) return open;
  }
}

function isImpossible(store: Store, part: Formula, search: Search): boolean {
  if (!('of' in part)) return isContradicted(store, part, search);
  return part.kind === 'and'
    ? part.of.some((formula) => isImpossible(store, formula, search))
    : part.of.every((formula) => isImpossible(store, formula, search));
}

function isCertain(store: Store, part: Formula, search: Search): boolean {
  if (!('of' in part)) {
    const unlike = opposite(part);
    return unlike !== null && isContradicted(store, unlike, search);
  }
  return part.kind === 'and'
    ? part.of.every((formula) => isCertain(store, formula, search))
    : part.of.some((formula) => isCertain(store, formula, search));
}

function isContradicted(store: Store, atom: Atom, search: Search): boolean {
  search.steps -= (atom.kind === 'among' ? atom.values.length : 1) / looksPerStep;
  return contradicts(store, atom);
}

/** Makes facts of what is left open and asks whether they are really a case. */
function tryFacts(store: Store, search: Search): Facts | null {
  if (!search.accept) return {};
  if (search.tries > 0) {
    const facts = fill(store, listPlaces(store), {}, search);
    if (facts) return facts;
  }
  // Nothing speaks against such a case, and yet none was made.
  search.unsure = true;
  return null;
}

type Place = { fact: FactDeclaration; tied: boolean };

/** Compared facts come first, as others depend on them; last those of comparisons that were not looked into, to vary most. */
function listPlaces(store: Store): Place[] {
  const values = [...store.opaque.keys()]
    .map((key): unknown => JSON.parse(key))
    .flatMap((parts) => (Array.isArray(parts) ? [parts[0], parts[4]?.fact] : []));
  const compared = new Set(store.relations.flatMap(({ left, right }) => [left, right]));
  const rank = (fact: FactDeclaration): number =>
    values.includes(fact.path) ? 2 : compared.has(fact.path) || compared.has(sizeOf(fact.path)) ? 0 : 1;
  return [...store.model.values()]
    .toSorted((a, b) => rank(a) - rank(b))
    .map((fact) => ({ fact, tied: rank(fact) !== 1 }));
}

function fill(store: Store, places: Place[], made: Facts, search: Search): Facts | null {
  const [place, ...rest] = places;
  if (!place) {
    search.tries -= 1;
    return search.accept?.(made) ? made : null;
  }
  const { fact } = place;
  if (!place.tied) {
    // Where nothing hangs on a fact, any value that it may have will do.
    const [value] = suggest(place, store, search);
    return value === undefined
      ? null
      : fill(store, rest, value === null ? made : { ...made, [fact.path]: value }, search);
  }
  for (const value of suggest(place, store, search)) {
    search.steps -= (1 + store.relations.length) / 20;
    if (search.tries <= 0 || search.steps <= 0) return null;
    const next = value === null ? store : copyStore(store);
    if (value !== null && !assertValue(next, fact, value)) continue;
    const facts = fill(next, rest, value === null ? made : { ...made, [fact.path]: value }, search);
    if (facts) return facts;
  }
  return null;
}

function assertValue(store: Store, fact: FactDeclaration, value: FactValue): boolean {
  const scalar = Array.isArray(value) ? value.length : toScalar(value, fact.type === 'date');
  const variable = Array.isArray(value) ? sizeOf(fact.path) : fact.path;
  return scalar !== null && assertAtom(store, { kind: 'among', variable, values: [scalar], is: true });
}

/** Values that a fact may still have, the likeliest first; null is leaving it out. */
function suggest({ fact, tied }: Place, store: Store, search: Search): FactValue[] {
  const usual = search.usual.get(fact.path) ?? [];
  const list = fact.type === 'choices' || fact.type === 'strings';
  const values = list
    ? suggestLists(fact, store, usual, search.otherWord)
    : suggestScalars(fact, store, usual, search.otherWord, tied);
  if (!fact.optional || store.present.get(fact.path) === true) return values;
  if (store.present.get(fact.path) === false) return [null];
  return [...values, null];
}

function suggestScalars(
  fact: FactDeclaration,
  store: Store,
  usual: FactValue[],
  otherWord: string,
  tied: boolean,
): FactValue[] {
  const domain = store.domains.get(fact.path);
  if (!domain) return [];
  const date = fact.type === 'date';
  const known = usual.flatMap((value) => toScalar(value, date) ?? []);
  const [first] = domain.only === null ? known.filter((value) => admits(domain, value)) : [];
  if (first !== undefined && !tied) return [date ? fromDay(Number(first)) : first];
  const others: Scalar[] = domain.numeric
    ? suggestNumbers(domain.low, domain.high, known, domain.whole, date ? usualDay : 0)
    : suggestWords(otherWord, domain.not.size);
  const values = [...new Set([...known, ...(domain.only ?? []), ...others])].filter((value) => admits(domain, value));
  return date ? values.map((day) => fromDay(Number(day))) : values;
}

/** A day to be near to where nothing else is known of a date. */
const usualDay = toDay('2026-04-01');

function suggestNumbers(low: number, high: number, known: Scalar[], whole: boolean, home: number): number[] {
  const step = whole ? 1 : 0.5;
  const near = [low, high, ...known].flatMap((value) =>
    typeof value === 'number' ? [value, value + step, value - step] : [],
  );
  const ordered = [...new Set([home, home + 1, ...near, low / 2 + high / 2])].filter((value) => Number.isFinite(value));
  // Small numbers and none below zero look most like a case.
  return ordered.toSorted((a, b) => Number(a < 0) - Number(b < 0) || Math.abs(a - home) - Math.abs(b - home));
}

function suggestWords(otherWord: string, taken: number): string[] {
  return Array.from({ length: taken + 3 }, (_none, index) => (index === 0 ? otherWord : `${otherWord}${index + 1}`));
}

function suggestLists(fact: FactDeclaration, store: Store, usual: FactValue[], otherWord: string): string[][] {
  const size = store.domains.get(sizeOf(fact.path));
  const has = store.has.get(fact.path) ?? new Map<string, boolean>();
  const needed = [...has].flatMap(([element, is]) => (is ? [element] : []));
  const known = [...new Set(usual.flat().filter((text) => typeof text === 'string'))];
  const pool = (fact.choices?.map((choice) => choice.value) ?? [...known, ...suggestWords(otherWord, has.size)]).filter(
    (element) => has.get(element) !== false && !needed.includes(element),
  );
  const least = Math.max(needed.length, Math.min(size?.low ?? 0, maxList));
  const filled = [...needed, ...pool];
  // A list may name an element twice, so few choices still fill a long list.
  const [repeated] = filled;
  const shortest =
    least <= filled.length
      ? filled.slice(0, least)
      : repeated === undefined
        ? filled
        : [...filled, ...Array.from({ length: least - filled.length }, () => repeated)];
  const ready = usual.filter(
    (value): value is string[] =>
      Array.isArray(value) &&
      needed.every((text) => value.includes(text)) &&
      value.every((text) => has.get(text) !== false),
  );
  return [...ready, shortest, ...pool.map((text) => [...needed, text]), filled].filter(
    (list) => size !== undefined && admits(size, list.length),
  );
}

const maxList = 500;
