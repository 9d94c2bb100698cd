import type { Condition } from '../../rules/types.ts';
import { fileKindOf } from '../answer-files.ts';
import { expand } from '../expand.ts';
import { calculatedWidget, orderIn, uiOf } from '../outline.ts';
import type { Form, JsonSchema } from '../types.ts';
import { branches, fieldsByPath, isObject, isPeriod, propertiesOf, sayingOf, shownAs, typeOf } from '../walk.ts';

/** What a form asks, or shows between, with its place among the others. */
export type Question = {
  path: string;
  name: string;
  schema: JsonSchema;
  ui: Record<string, unknown>;
  required: boolean;
  /** Asked only where this holds; absent: always. `{ condition: … }` for what cannot be said. */
  when?: Condition;
  /** 「3」, 「3-1」; of what nobody answers, and of a list's columns, none. */
  number?: string;
  /** Fields of a group, or of a list's entries. */
  inner: Question[];
  is: 'shown' | 'group' | 'table' | 'field';
};

const unsaid: Condition = { condition: 'unsaid' };

/** Every question of a form in its order, numbered as on the blank sheet. What nobody is shown is not among them. */
export function listQuestions(form: Form): Question[] {
  const root = expand(form.schema);
  const fields = fieldsByPath(root);
  const shownBy = new Map<string, Condition[]>();
  for (const { when, then } of form.logic ?? [])
    if ('show' in then && when) for (const path of then.show) shownBy.set(path, [...(shownBy.get(path) ?? []), when]);

  const listIn = (holder: string, schema: JsonSchema, around: string | null): Question[] => {
    const names = [...namesIn(schema, holder === '' ? '' : `${holder}.`)];
    let count = 0;
    return inOrder(names, orderIn(form, holder)).flatMap(([name, whens]): Question[] => {
      const path = holder === '' ? name : `${holder}.${name}`;
      const { schema: field = {}, required = false } = fields.get(path) ?? {};
      const ui = uiOf(form, path) ?? {};
      if (ui['ui:widget'] === 'hidden') return [];
      const is = shapeOf(field);
      const candidate = around === null ? undefined : around === '' ? String(count + 1) : `${around}-${count + 1}`;
      const items = sayingOf(field, 'items');
      const inner =
        is === 'group'
          ? listIn(path, field, candidate ?? null)
          : is === 'table' && isObject(items)
            ? listIn(`${path}[]`, items, null)
            : [];
      // What the blank sheet does not ask takes no number on it.
      const number = is !== 'shown' && isPrinted({ is, ui, inner }) ? candidate : undefined;
      if (number !== undefined) count += 1;
      const when = allOf([anyOf(whens), anyOf(shownBy.get(path) ?? [undefined])]);
      return [{ path, name, schema: field, ui, required, is, inner, ...(when && { when }), ...(number && { number }) }];
    });
  };
  return listIn('', root, '');
}

/** Nobody answers what is calculated: the blank sheet does not have it, nor what has nothing else in it. */
function isPrinted({ is, ui, inner }: Pick<Question, 'is' | 'ui' | 'inner'>): boolean {
  if (is === 'group') return inner.some(isPrinted);
  if (is === 'table') return inner.some((column) => column.is !== 'shown' && isPrinted(column));
  return is === 'shown' || ui['ui:widget'] !== calculatedWidget;
}

function shapeOf(schema: JsonSchema): Question['is'] {
  if (shownAs(schema)) return 'shown';
  if (typeOf(schema) === 'object' && !isPeriod(schema)) return 'group';
  if (fileKindOf(schema)) return 'field';
  const items = sayingOf(schema, 'items');
  return typeOf(schema) === 'array' && isObject(items) && typeOf(items) === 'object' ? 'table' : 'field';
}

/** The fields that stand directly in a schema, with the conditions of each place that asks them (none: always). */
function namesIn(
  schema: JsonSchema,
  prefix: string,
  when?: Condition,
  names = new Map<string, (Condition | undefined)[]>(),
): Map<string, (Condition | undefined)[]> {
  for (const [name] of propertiesOf(schema)) names.set(name, [...(names.get(name) ?? []), when]);
  for (const [where, branch] of branches(schema))
    namesIn(branch, prefix, allOf([when, openedBy(schema, where, branch, prefix)]), names);
  return names;
}

/** When a branch holds; undefined: always. */
function openedBy(schema: JsonSchema, where: string, branch: JsonSchema, prefix: string): Condition | undefined {
  if (where.startsWith('allOf/')) return undefined;
  if (where === 'then' || where === 'else') {
    const condition = isObject(schema.if) ? readSchema(schema.if, prefix) : unsaid;
    return where === 'then' || condition === unsaid ? condition : { not: condition };
  }
  // One of several: told apart by what it holds a field to.
  return where.startsWith('dependentSchemas/') ? unsaid : readSchema(branch, prefix, true);
}

/** The conditions that a schema's properties are. `loosely`: what says nothing of values is passed over. */
function readSchema(schema: JsonSchema, prefix: string, loosely = false): Condition {
  const parts: Condition[] = [];
  for (const key of Object.keys(schema)) {
    if (['properties', 'required', 'type', 'title', 'allOf', 'anyOf', 'not'].includes(key)) continue;
    if (!loosely) return unsaid;
  }
  for (const [name, field] of propertiesOf(schema)) {
    const condition = readField(field, `${prefix}${name}`, loosely);
    if (condition) parts.push(condition);
    else if (!loosely) return unsaid;
  }
  for (const each of Array.isArray(schema.allOf) ? schema.allOf : [])
    parts.push(isObject(each) ? readSchema(each, prefix) : unsaid);
  if (Array.isArray(schema.anyOf) && !loosely)
    parts.push(
      anyOf(schema.anyOf.map((each: unknown) => (isObject(each) ? readSchema(each, prefix) : unsaid))) ?? unsaid,
    );
  if (isObject(schema.not)) {
    const not = readSchema(schema.not, prefix);
    parts.push(not === unsaid ? unsaid : { not });
  }
  return allOf(parts) ?? unsaid;
}

/** What a field is held to; null: to nothing. `loosely`: what else is said of it, which asks nothing of other fields, is passed over. */
function readField(field: JsonSchema, fact: string, loosely: boolean): Condition | null {
  if (isObject(field.properties)) return readSchema(field, `${fact}.`);
  const parts = Object.entries(field).flatMap(([key, value]): Condition[] => {
    const condition = readKeyword(key, value, fact);
    if (condition) return [condition];
    return loosely || isAnnotation(key) ? [] : [unsaid];
  });
  return allOf(parts) ?? null;
}

const isAnnotation = (key: string): boolean =>
  ['type', 'title', 'description', 'default', 'examples'].includes(key) || key.startsWith('x-');

const limits: Readonly<Record<string, string>> = {
  minimum: 'greaterThanInclusive',
  maximum: 'lessThanInclusive',
  exclusiveMinimum: 'greaterThan',
  exclusiveMaximum: 'lessThan',
};

function readKeyword(key: string, value: unknown, fact: string): Condition | undefined {
  const leaf = (operator: string, compared: unknown): Condition => ({ fact, operator, value: compared });
  if (key === 'const') return leaf('equal', value);
  if (key === 'enum' && Array.isArray(value)) return leaf('in', value);
  const limit = Object.hasOwn(limits, key) ? limits[key] : undefined;
  if (limit !== undefined && typeof value === 'number') return leaf(limit, value);
  if (key === 'contains' && isObject(value)) {
    const others = Object.keys(value).filter((each) => !['const', 'enum'].includes(each) && !isAnnotation(each));
    if (others.length > 0) return undefined;
    if ('const' in value) return leaf('contains', value.const);
    return Array.isArray(value.enum) ? leaf('includesAny', value.enum) : undefined;
  }
  if (key !== 'not' || !isObject(value)) return undefined;
  const condition = readField(value, fact, false);
  return condition ? { not: condition } : undefined;
}

/** The fields that a condition hangs on; null where it cannot be said. */
export function factsIn(condition: Condition): string[] | null {
  if ('condition' in condition) return null;
  if ('fact' in condition) {
    const { fact, value } = condition;
    const compared = [value]
      .flat()
      .flatMap((each: unknown) => (isObject(each) && typeof each.fact === 'string' ? [each.fact] : []));
    return [fact, ...compared];
  }
  const parts = 'not' in condition ? [condition.not] : 'all' in condition ? condition.all : condition.any;
  const facts = parts.map(factsIn);
  return facts.includes(null) ? null : facts.flatMap((each) => each ?? []);
}

/** All of them must hold. */
function allOf(conditions: (Condition | undefined)[]): Condition | undefined {
  const said = conditions.filter((each) => each !== undefined);
  return said.length > 1 ? { all: said } : said[0];
}

/** One of them is enough: always, where one of them says always. */
function anyOf(conditions: (Condition | undefined)[]): Condition | undefined {
  const said = conditions.filter((each) => each !== undefined);
  if (said.length < conditions.length) return undefined;
  return said.length > 1 ? { any: said } : said[0];
}

function inOrder<T>(names: [string, T][], order: string[] | undefined): [string, T][] {
  if (!order) return names;
  const star = order.includes('*') ? order.indexOf('*') : order.length;
  const place = ([name]: [string, T]) => (order.includes(name) ? order.indexOf(name) : star);
  return names.toSorted((entry, other) => place(entry) - place(other));
}
