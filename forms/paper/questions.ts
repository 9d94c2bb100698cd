import type { Condition } from '../../rules/types.ts';
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
      // Nobody answers what is calculated: the blank sheet does not have it.
      const isUnnumbered = is === 'shown' || around === null || ui['ui:widget'] === calculatedWidget;
      const number = isUnnumbered ? undefined : around === '' ? String(++count) : `${around}-${++count}`;
      const items = sayingOf(field, 'items');
      const inner =
        is === 'group'
          ? listIn(path, field, number ?? null)
          : is === 'table' && isObject(items)
            ? listIn(`${path}[]`, items, null)
            : [];
      const when = allOf([anyOf(whens), anyOf(shownBy.get(path) ?? [undefined])]);
      return [{ path, name, schema: field, ui, required, is, inner, ...(when && { when }), ...(number && { number }) }];
    });
  };
  return listIn('', root, '');
}

function shapeOf(schema: JsonSchema): Question['is'] {
  if (shownAs(schema)) return 'shown';
  if (typeOf(schema) === 'object' && !isPeriod(schema)) return 'group';
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
    const condition = readField(field, `${prefix}${name}`);
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

function readField(field: JsonSchema, fact: string): Condition | null {
  const leaf = (operator: string, value: unknown): Condition => ({ fact, operator, value });
  if ('const' in field) return leaf('equal', field.const);
  if (Array.isArray(field.enum)) return leaf('in', field.enum);
  const { contains, not } = field;
  if (isObject(contains) && 'const' in contains) return leaf('contains', contains.const);
  if (isObject(contains) && Array.isArray(contains.enum)) return leaf('includesAny', contains.enum);
  if (typeof field.minimum === 'number') return leaf('greaterThanInclusive', field.minimum);
  if (typeof field.maximum === 'number') return leaf('lessThanInclusive', field.maximum);
  if (isObject(not)) {
    const condition = readField(not, fact);
    return condition && { not: condition };
  }
  return isObject(field.properties) ? readSchema(field, `${fact}.`) : null;
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
