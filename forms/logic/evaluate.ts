import { fitsType } from '../../rules/fits-type.ts';
import type { Facts, Text } from '../../rules/types.ts';
import type { LogicValue } from '../types.ts';
import { escapeToken, isBlank, isObject } from '../walk.ts';
import { tokensOf, type Decided, type Plan, type Prepared, type Read } from './plan.ts';

/** What a form's logic says of answers; places are JSON pointers into them. */
export type Outcome = {
  /** Not asked: what stands there is left out, and is no fact. */
  hidden: ReadonlySet<string>;
  /** What fields are set to; undefined: nothing yet, for what it is made of is not answered. */
  values: ReadonlyMap<string, unknown>;
  required: ReadonlySet<string>;
  wanted: ReadonlySet<string>;
  /** The only choices that may be taken. */
  allowed: ReadonlyMap<string, readonly unknown[]>;
  refusals: readonly { place: string; rule: string; message: Text }[];
  /** Every rule that held, with the entry that it held for ('' for the form). */
  held: readonly { rule: string; row: string }[];
};

export const nothingSaid: Outcome = {
  hidden: new Set(),
  values: new Map(),
  required: new Set(),
  wanted: new Set(),
  allowed: new Map(),
  refusals: [],
  held: [],
};

/** One entry (or the form): the number of each list that leads to it. `blank`: nothing stands in it, so that it is not sent. */
type Row = { at: number[]; blank: boolean };

/** One rule as it was asked: for which entry ('' for the form), with which facts, and whether it held. */
export type Asked = { rule: string; row: string; facts: Facts; held: boolean };

type State = {
  answers: Record<string, unknown>;
  hidden: Set<string>;
  values: Map<string, unknown>;
  held: Map<string, { rule: string; row: string }>;
  count: (steps: number) => void;
  hear: (asked: Asked) => void;
};

/** What the logic says of answers: pure, and the same whatever the order of the rules. `count` is told how much was looked at, `hear` every rule that was asked. */
export function evaluate(
  plan: Plan,
  answers: Record<string, unknown>,
  count: (steps: number) => void = nobody,
  hear: (asked: Asked) => void = nobody,
): Outcome {
  const state: State = { answers, hidden: new Set(), values: new Map(), held: new Map(), count, hear };
  for (const field of plan.decided) for (const row of rowsOf(field.scope, state)) decide(field, row, plan, state);
  const required = new Set<string>();
  const wanted = new Set<string>();
  const allowed = new Map<string, readonly unknown[]>();
  const refusals: { place: string; rule: string; message: Text }[] = [];
  for (const rule of plan.judged)
    for (const row of rowsOf(rule.scope, state)) {
      const place = rule.placeAt(row.at);
      if (row.blank || isHidden(place, state) || !isHeld(rule, row, state)) continue;
      const { then } = rule;
      if ('require' in then) required.add(place);
      else if ('want' in then) wanted.add(place);
      else if ('limit' in then)
        allowed.set(place, allowed.get(place)?.filter((value) => then.to.includes(value)) ?? then.to);
      else if ('refuse' in then) refusals.push({ place, rule: rule.id, message: then.message });
    }
  const { hidden, values, held } = state;
  return { hidden, values, held: [...held.values()], required, wanted, allowed, refusals };
}

const nobody = (): void => undefined;

function decide(field: Decided, row: Row, plan: Plan, state: State): void {
  const place = field.placeAt(row.at);
  if (isHidden(place, state)) return;
  if (field.page !== undefined && state.hidden.has(`/${escapeToken(field.page)}`)) {
    state.hidden.add(place);
    return;
  }
  const stuck = plan.circle.has(field.path);
  // Each is asked, so that all that hold are told.
  const shown = field.show.filter((rule) => !stuck && isHeld(rule, row, state));
  if (field.show.length > 0 && shown.length === 0) {
    state.hidden.add(place);
    return;
  }
  const [set] = stuck || row.blank ? [] : field.set.filter((rule) => isHeld(rule, row, state));
  if (set) state.values.set(place, makeValue(set.value, set.from, row, state));
}

function makeValue(value: LogicValue, from: Read[], row: Row, state: State): unknown {
  if (!isObject(value)) return value;
  if ('fact' in value) return from[0] && readOne(from[0], row, state);
  const [first, second] = from;
  if ('count' in value) {
    const entries = first && readOne(first, row, state);
    return Array.isArray(entries) ? entries.length : undefined;
  }
  if ('difference' in value) {
    const [more, less] = [first, second].map((read) => read && toNumber(readOne(read, row, state)));
    return more === undefined || less === undefined ? undefined : exact(more - less);
  }
  const numbers = from.flatMap((read) => readAll(read, row, state)).filter((answer) => typeof answer === 'number');
  if (numbers.length === 0) return undefined;
  return exact(numbers.reduce((all, number) => all + number, 0));
}

const DAY_MS = 86_400_000;

/** A day by its number. */
const toNumber = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) / DAY_MS : undefined;

/** Binary fractions add what nobody typed: 0.1 + 0.2. */
const exact = (number: number): number => (Number.isInteger(number) ? number : Number(number.toPrecision(12)));

function isHeld(rule: Prepared, row: Row, state: State): boolean {
  state.count(1 + rule.reads.length);
  const facts: Facts = {};
  for (const read of rule.reads) {
    const value = readOne(read, row, state);
    // Of the type that the rule was checked for; the size of a list of groups is all that is asked of it.
    if (value !== undefined) facts[read.path] = value as Facts[string];
  }
  const held = rule.holds(facts);
  const at = rule.rowAt(row.at);
  state.hear({ rule: rule.id, row: at, facts, held });
  if (!held) return false;
  state.held.set(`${rule.id} ${at}`, { rule: rule.id, row: at });
  return true;
}

/** Every entry of a list that is shown; the form once. */
function rowsOf(scope: string, state: State): Row[] {
  let rows: { at: number[]; value: unknown; place: string }[] = [{ at: [], value: state.answers, place: '' }];
  if (scope === '') return [{ at: [], blank: false }];
  for (const token of tokensOf(scope))
    rows = rows.flatMap(({ at, value, place }) => {
      if (token !== '[]') {
        const next = step(value, token, place, state);
        return next ? [{ at, ...next }] : [];
      }
      if (!Array.isArray(value)) return [];
      state.count(value.length);
      return value.map((entry: unknown, index) => ({ at: [...at, index], value: entry, place: `${place}/${index}` }));
    });
  return rows.map(({ at, value }) => ({ at, blank: isBlank(value) }));
}

/** The value of a field as a fact; undefined where there is none: not asked, not answered, or of another type. */
function readOne(read: Read, row: Row, state: State): unknown {
  const { type, tokens, shared } = read;
  if (type === null) return undefined;
  const all = readAll(read, row, state);
  const [value] = all;
  // A list that is asked and has nothing in it is an answer: there is none.
  const list = (): unknown[] | undefined => (isThere(read, row, state) ? [] : undefined);
  if (tokens.includes('[]', shared)) {
    const texts = all.flat().filter((entry) => typeof entry === 'string' && !isBlank(entry));
    return texts.length > 0 ? texts : list();
  }
  if (type === 'rows' || type === 'choices' || type === 'strings') {
    const entries = Array.isArray(value) ? value.filter((entry) => !isBlank(entry)) : list();
    return type === 'rows' || !entries || fitsType(type, entries) ? entries : undefined;
  }
  return value !== '' && fitsType(type, value) ? value : undefined;
}

/** Whether a field is asked where a rule stands, answered or not: nothing on the way to it is hidden. */
function isThere({ tokens, shared }: Read, row: Row, state: State): boolean {
  let place = '';
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === '[]' && index >= shared) return true;
    place += token === '[]' ? `/${row.at[depth++]}` : `/${escapeToken(token)}`;
    if (state.hidden.has(place)) return false;
  }
  return true;
}

/** What stands at a field: one value, or one for each entry of the lists that are read as a whole. */
function readAll({ tokens, shared }: Read, row: Row, state: State): unknown[] {
  let reached: { value: unknown; place: string }[] = [{ value: state.answers, place: '' }];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === '[]' && index >= shared)
      reached = reached.flatMap(({ value, place }) => {
        if (!Array.isArray(value)) return [];
        state.count(value.length);
        return value.flatMap((entry: unknown, at) =>
          isBlank(entry) ? [] : [{ value: entry, place: `${place}/${at}` }],
        );
      });
    else {
      const key = token === '[]' ? (row.at[depth++] ?? 0) : token;
      reached = reached.flatMap(({ value, place }) => step(value, key, place, state) ?? []);
    }
  }
  return reached.map(({ value }) => value);
}

function step(
  value: unknown,
  key: string | number,
  place: string,
  state: State,
): { value: unknown; place: string } | undefined {
  const at = `${place}/${escapeToken(key)}`;
  if (state.hidden.has(at)) return undefined;
  const own =
    typeof key === 'number'
      ? Array.isArray(value)
        ? (value[key] as unknown)
        : undefined
      : isObject(value) && Object.hasOwn(value, key)
        ? value[key]
        : undefined;
  const next: unknown = state.values.has(at) ? state.values.get(at) : own;
  // Below a group that is not there something may be set.
  return next === undefined && state.values.size === 0 ? undefined : { value: next, place: at };
}

function isHidden(place: string, { hidden }: Pick<Outcome, 'hidden'>): boolean {
  if (hidden.size === 0) return false;
  for (let at = place.length; at > 0; at = place.lastIndexOf('/', at - 1))
    if (hidden.has(place.slice(0, at))) return true;
  return false;
}
