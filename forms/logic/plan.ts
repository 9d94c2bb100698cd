import { compileCondition } from '../../rules/compile/holds.ts';
import type { Condition, FactType, Facts } from '../../rules/types.ts';
import { expand } from '../expand.ts';
import { pagesByField } from '../outline.ts';
import type { Form, JsonSchema, LogicRule, LogicValue } from '../types.ts';
import { branches, choicesOf, fieldsByPath, isObject, propertiesOf, sayingOf, typeOf } from '../walk.ts';

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
  /** The page break that it stands behind, where rules hide that: the page takes along what stands on it. */
  page?: string;
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

/** The field that a rule sets whatever is answered, and to what; undefined for every other rule. */
export const alwaysSetBy = ({ when, then }: LogicRule): { set: string; value: LogicValue } | undefined =>
  when === undefined && 'set' in then ? then : undefined;

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
  isObject(value) ? [Object.values(value) as (string | string[])[]].flat(2) : [];

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

/** A point in time, or a time of day: as a text it could be compared with nothing that a person would write. */
export const isTimed = (schema: JsonSchema): boolean =>
  ['date-time', 'time'].includes(String(sayingOf(schema, 'format')));

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

type Planned = Pick<Form, 'schema' | 'logic' | 'uiSchema'>;

const plans = new WeakMap<LogicRule[], Omit<Planned, 'logic'> & { plan: Plan }>();

/** A form's logic, ready to be evaluated: made once for a form. Null where it has none. The rules' order makes no difference to it. */
export function planOf({ schema, uiSchema, logic }: Planned): Plan | null {
  if (!logic || logic.length === 0) return null;
  const known = plans.get(logic);
  if (known?.schema === schema && known.uiSchema === uiSchema) return known.plan;
  const plan = makePlan({ schema, uiSchema }, logic);
  plans.set(logic, { schema, uiSchema, plan });
  return plan;
}

function makePlan(form: Omit<Planned, 'logic'>, logic: LogicRule[]): Plan {
  const { schema } = form;
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
  for (const [path, page] of pagesByField(form)) {
    if (!decided.get(page)?.show.length) continue;
    const field = decided.get(path) ?? { path, scope: '', placeAt: placer(path), show: [], set: [] };
    decided.set(path, { ...field, page });
  }
  const { order, circle } = sort(decided, conditionsOf(expand(schema)));
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
  const holders: string[] = [];
  for (let at = 0; at < path.length; at += 1)
    if (path[at] === '.' || path.startsWith('[]', at)) holders.push(path.slice(0, at));
  return [...holders, path];
}

/** Each after what it depends on, and those that depend on themselves; by way of the schema's own conditions too. */
function sort(
  decided: Map<string, Decided>,
  conditions: Map<string, Set<string>>,
): { order: Decided[]; circle: Set<string> } {
  const needsOf = (path: string): string[] => {
    const { page, show = [], set = [] } = decided.get(path) ?? {};
    const reads = [...show, ...set].flatMap((rule) => rule.reads.map((each) => each.path));
    const from = set.flatMap((rule) => rule.from.map((each) => each.path));
    const all = [...reads, ...from, ...(conditions.get(path) ?? [])].flatMap(holdersOf);
    return [...new Set([...all, ...(page === undefined ? [] : [page]), ...holdersOf(path).slice(0, -1)])].filter(
      (need) => decided.has(need) || conditions.has(need),
    );
  };
  const order: Decided[] = [];
  const circle = new Set<string>();
  // Tarjan: what is met again while it is still open leads back to itself.
  const numbers = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const add = (path: string): number => {
    const number = numbers.size;
    numbers.set(path, number);
    open.push(path);
    isOpen.add(path);
    let lowest = number;
    const needs = needsOf(path);
    for (const need of needs) {
      const before = numbers.get(need);
      if (before === undefined) lowest = Math.min(lowest, add(need));
      else if (isOpen.has(need)) lowest = Math.min(lowest, before);
    }
    if (lowest < number) return lowest;
    const together = open.splice(open.indexOf(path));
    for (const member of together) {
      isOpen.delete(member);
      const field = decided.get(member);
      if (!field) continue;
      if (together.length > 1 || needs.includes(path)) circle.add(member);
      order.push(field);
    }
    return lowest;
  };
  for (const path of [...decided.keys()].toSorted()) if (!numbers.has(path)) add(path);
  return { order, circle: new Set([...decided.keys()].filter((path) => circle.has(path))) };
}

/** The fields that the schema asks only where others are answered so, with these others. */
export function conditionsOf(schema: JsonSchema): Map<string, Set<string>> {
  const places = new Map<string, (readonly string[])[]>();
  const visit = (each: JsonSchema, prefix: string, given: readonly string[]): void => {
    for (const [name, property] of propertiesOf(each)) {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      places.set(path, [...(places.get(path) ?? []), given]);
      visit(property, path, given);
    }
    if (isObject(each.items)) visit(each.items, `${prefix}[]`, given);
    const tried = (list: unknown): string[] =>
      Array.isArray(list) ? list.flatMap((branch: unknown) => readIn(branch, prefix, true)) : [];
    const reads: Record<string, () => string[]> = {
      then: () => readIn(each.if, prefix),
      else: () => readIn(each.if, prefix),
      anyOf: () => tried(each.anyOf),
      oneOf: () => tried(each.oneOf),
    };
    for (const [where, branch] of branches(each)) {
      const [keyword = '', name = ''] = where.split('/');
      const own =
        keyword === 'dependentSchemas'
          ? [`${prefix === '' ? '' : `${prefix}.`}${name.replaceAll('~1', '/').replaceAll('~0', '~')}`]
          : (reads[keyword]?.() ?? []);
      visit(branch, prefix, own.length > 0 ? [...given, ...own] : given);
    }
  };
  visit(schema, '', []);
  return new Map(
    [...places]
      .filter(([, each]) => each.every((given) => given.length > 0))
      .map(([path, each]) => [path, new Set(each.flat())]),
  );
}

/** The fields that decide whether answers fit a schema; `only`: of one among several that are tried those that tell them apart. */
function readIn(schema: unknown, prefix: string, only = false): string[] {
  if (!isObject(schema)) return [];
  const at = (name: string): string => (prefix === '' ? name : `${prefix}.${name}`);
  const required = Array.isArray(schema.required) ? schema.required.map((name) => at(String(name))) : [];
  const properties = propertiesOf(schema).flatMap(([name, property]) => [
    ...(only && !('const' in property) && !Array.isArray(property.enum) ? [] : [at(name)]),
    ...readIn(property, at(name), only),
  ]);
  const entries = [schema.items, schema.contains].flatMap((entrySchema) => readIn(entrySchema, `${prefix}[]`, only));
  const beside = [schema.if, schema.not, ...branches(schema).map(([, branch]) => branch)];
  return [...required, ...properties, ...entries, ...beside.flatMap((inner) => readIn(inner, prefix, only))];
}
