import { compileCondition } from '../../rules/compile/holds.ts';
import type { Condition, FactType, Facts } from '../../rules/types.ts';
import { expand } from '../expand.ts';
import type { Form, JsonSchema, LogicRule, LogicValue } from '../types.ts';
import { choicesOf, fieldsByPath, isObject, sayingOf, typeOf } from '../walk.ts';

/** What a field is to conditions; `rows`: a list of which only the size is asked, null: nothing to ask about. */
export type FieldType = FactType | 'rows' | null;

/** A field read from where a rule stands: `shared` of its tokens lead through the rule's own entries, every list behind them is read as a whole. */
export type Read = { path: string; tokens: string[]; shared: number; type: FieldType };

/** A rule with what it reads. `scope`: the list whose entries it holds for one by one (`members[]`), '' for the form. */
export type Prepared = {
  id: string;
  scope: string;
  /** Where the entry itself stands. */
  rowAt: (at: readonly number[]) => string;
  reads: Read[];
  holds: (facts: Facts) => boolean;
};

/** A field that others may depend on: whether it is asked, and what it is set to. */
export type Decided = {
  path: string;
  scope: string;
  placeAt: (at: readonly number[]) => string;
  show: Prepared[];
  set: (Prepared & { value: LogicValue; from: Read[] })[];
};

/** What hangs on a field without deciding whether it is there. */
export type Judged = Prepared & { path: string; placeAt: Decided['placeAt']; then: LogicRule['then'] };

export type Plan = {
  /** In an order in which each comes after what it depends on. */
  decided: Decided[];
  /** In the form's order of fields, those of one field by their ids. */
  judged: Judged[];
  /** Fields that depend on themselves: never asked, never set. */
  circle: ReadonlySet<string>;
};

/** `members[].name` → `members`, `[]`, `name`. */
export const tokensOf = (path: string): string[] =>
  path.split('.').flatMap((part) => {
    const [name = '', ...lists] = part.split('[]');
    return [name, ...lists.map(() => '[]')];
  });

/** Writes the place of a field in an entry, given the entry's number in each list: `/members/0/name`. */
export function placer(path: string): (at: readonly number[]) => string {
  const [first = '', ...rest] = path.split('[]').map((part) => part.replaceAll('.', '/'));
  const start = `/${first.replaceAll('~', '~0')}`;
  return (at) => rest.reduce((place, part, index) => `${place}/${at[index]}${part.replaceAll('~', '~0')}`, start);
}

/** The entries that a field stands in: `members[]` of `members[].name`. */
export function scopeOf(path: string): string {
  const at = path.lastIndexOf('[].');
  return at < 0 ? '' : path.slice(0, at + 2);
}

/** The fields that a rule is about. */
export function targetsOf(then: LogicRule['then']): string[] {
  if ('show' in then) return then.show;
  if ('require' in then) return then.require;
  if ('want' in then) return then.want;
  return ['limit' in then ? then.limit : 'set' in then ? then.set : then.refuse];
}

/** The fields that a condition asks about, each once. */
export function askedIn(condition: Condition | undefined): string[] {
  if (!condition || 'condition' in condition) return [];
  if ('not' in condition) return askedIn(condition.not);
  if ('all' in condition) return [...new Set(condition.all.flatMap(askedIn))];
  if ('any' in condition) return [...new Set(condition.any.flatMap(askedIn))];
  const { value } = condition;
  return isObject(value) && typeof value.fact === 'string' ? [condition.fact, value.fact] : [condition.fact];
}

export const readsOfValue = (value: LogicValue): string[] =>
  isObject(value) ? ('fact' in value ? [value.fact] : value.sum) : [];

/** What a field is to conditions that stand in its own entry, or outside of every list. */
export function fieldType(schema: JsonSchema): FieldType {
  const type = typeOf(schema);
  if (type === 'number' || type === 'integer' || type === 'boolean') return type;
  if (type === 'array') {
    const items = sayingOf(schema, 'items');
    if (!isObject(items) || typeOf(items) !== 'string' || isObject(items.properties)) return 'rows';
    return choicesOf(schema) ? 'choices' : 'strings';
  }
  if (type !== 'string') return null;
  return choicesOf(schema) ? 'choice' : sayingOf(schema, 'format') === 'date' ? 'date' : 'string';
}

/** The same of a field in entries that are read all together. */
export const spreadType = (type: FieldType): FieldType =>
  type === 'choice' || type === 'choices' ? 'choices' : type === 'string' || type === 'strings' ? 'strings' : null;

/** How many of a field's tokens lead through the entries of `scope`. */
export function sharedTokens(tokens: string[], scope: string): number {
  const own = scope === '' ? [] : tokensOf(scope);
  let shared = 0;
  own.forEach((token, index) => {
    if (token === '[]' && own.slice(0, index + 1).every((each, at) => each === tokens[at])) shared = index + 1;
  });
  return shared;
}

const plans = new WeakMap<LogicRule[], { schema: JsonSchema; plan: Plan }>();

/** A form's logic, ready to be evaluated: made once for a form. Null where it has none. The rules' order makes no difference to it. */
export function planOf({ schema, logic }: Pick<Form, 'schema' | 'logic'>): Plan | null {
  if (!logic || logic.length === 0) return null;
  const known = plans.get(logic);
  if (known?.schema === schema) return known.plan;
  const plan = makePlan(schema, logic);
  plans.set(logic, { schema, plan });
  return plan;
}

function makePlan(schema: JsonSchema, logic: LogicRule[]): Plan {
  const fields = fieldsByPath(expand(schema));
  const places = new Map([...fields.keys()].map((path, index) => [path, index]));
  const rules = logic.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const decided = new Map<string, Decided>();
  const judged: Judged[] = [];
  const read = (path: string, scope: string): Read => {
    const tokens = tokensOf(path);
    const shared = sharedTokens(tokens, scope);
    const type = fieldType(fields.get(path)?.schema ?? {});
    return { path, tokens, shared, type: tokens.includes('[]', shared) ? spreadType(type) : type };
  };
  for (const { id, when, then } of rules)
    for (const path of targetsOf(then)) {
      const scope = scopeOf(path);
      const reads = askedIn(when).map((fact) => read(fact, scope));
      const rowAt = scope === '' ? () => '' : placer(scope);
      const placeAt = placer(path);
      const rule: Prepared = { id, scope, rowAt, reads, holds: prepare(when) };
      if (!('show' in then) && !('set' in then)) {
        judged.push({ ...rule, path, placeAt, then });
        continue;
      }
      const field = decided.get(path) ?? { path, scope, placeAt, show: [], set: [] };
      decided.set(path, field);
      if ('show' in then) field.show.push(rule);
      else
        field.set.push({
          ...rule,
          value: then.value,
          // Of numbers also those in other entries are added up.
          from: readsOfValue(then.value).map((from) => ({
            ...read(from, scope),
            type: fieldType(fields.get(from)?.schema ?? {}),
          })),
        });
    }
  const { order, circle } = sort(decided);
  return {
    decided: order,
    judged: judged.toSorted((a, b) => (places.get(a.path) ?? 0) - (places.get(b.path) ?? 0)),
    circle,
  };
}

/** Compiled when it is first asked: the check plans rules whose operators nobody has looked at yet. */
function prepare(when: Condition | undefined): Prepared['holds'] {
  let compiled: Prepared['holds'] | undefined;
  return when ? (facts) => (compiled ??= compileCondition(when))(facts) : () => true;
}

/** The decided fields that a field's being there, or its value, hangs on: itself, and the groups and lists that it lies in. */
export function holdersOf(path: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < path.length; at += 1)
    if (path[at] === '.' || path.startsWith('[]', at)) found.push(path.slice(0, at));
  return [...found, path];
}

function sort(decided: Map<string, Decided>): { order: Decided[]; circle: Set<string> } {
  const needs = new Map(
    [...decided].map(([path, { show, set }]) => {
      const reads = [...show, ...set].flatMap((rule) => rule.reads.map((each) => each.path));
      const from = set.flatMap((rule) => rule.from.map((each) => each.path));
      const own = holdersOf(path).slice(0, -1);
      return [
        path,
        [...new Set([...[...reads, ...from].flatMap(holdersOf), ...own])].filter((one) => decided.has(one)),
      ];
    }),
  );
  const order: Decided[] = [];
  const circle = new Set<string>();
  const done = new Set<string>();
  for (const path of decided.keys()) if (leadsTo(path, path, needs)) circle.add(path);
  const add = (path: string): void => {
    if (done.has(path)) return;
    done.add(path);
    for (const need of needs.get(path) ?? []) add(need);
    const field = decided.get(path);
    if (field) order.push(field);
  };
  for (const path of [...decided.keys()].toSorted()) add(path);
  return { order, circle };
}

function leadsTo(from: string, to: string, needs: Map<string, string[]>): boolean {
  const seen = new Set<string>();
  const waiting = [...(needs.get(from) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(needs.get(next) ?? []));
  }
  return false;
}
