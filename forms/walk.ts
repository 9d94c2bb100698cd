import type { JsonSchema, Sources } from './types.ts';

/** A field of a schema with the place it stands at. `schema` is the schema's own object, not a copy. */
export type FoundField = {
  /** `residentName`, `members[].name`. */
  path: string;
  /** The last part of the path: the property's own name. */
  name: string;
  /** JSON pointer into the schema. */
  pointer: string;
  schema: JsonSchema;
  /** Always asked for. A field that only some branch requires is not. */
  required: boolean;
};

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing stands there: not answered, only blanks, a group or list of nothing else. */
export const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (typeof value === 'object' && Object.values(value).every(isBlank));

/** A value in a sentence, and a choice's name among its form's texts. An object cannot be trusted to tell itself: `{"toString": 1}`. */
export function writeValue(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** One token of a JSON pointer, escaped. */
export function escapeToken(token: string | number): string {
  return String(token).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The tokens of a JSON pointer. */
export function tokensOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The path of the field at a JSON pointer into answers: `members[].name`. */
export function fieldPath(pointer: string): string {
  return tokensOf(pointer).reduce(
    (path, token) => (/^\d+$/.test(token) ? `${path}[]` : path === '' ? token : `${path}.${token}`),
    '',
  );
}

/** The group or list that a field lies in: `address` of `address.street`, `members` of `members[].name`; empty for a field of the form's own. */
export const holderOf = (path: string): string =>
  path.slice(0, Math.max(path.lastIndexOf('.'), 0)).replace(/(\[\])+$/, '');

/** Whether a choice from the server's lists stands to a field: what may be chosen no more stays in those that hold it. */
export const isOpenTo = ({ heldOnly, heldIn }: Sources[string][number], path: string): boolean =>
  // An entry of a list of plain values is the list's own.
  !heldOnly || (heldIn?.includes(path.replace(/(\[\])+$/, '')) ?? false);

/** The schemas that hold for the same value as `schema`: branches of if/then/else, allOf, anyOf, oneOf, dependentSchemas. */
export function branches(schema: JsonSchema): [string, JsonSchema][] {
  const entries: [string, unknown][] = [];
  for (const key of ['then', 'else']) entries.push([key, schema[key]]);
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    const list = schema[key];
    if (Array.isArray(list)) list.forEach((branch: unknown, index) => entries.push([`${key}/${index}`, branch]));
  }
  if (isObject(schema.dependentSchemas))
    for (const [name, branch] of Object.entries(schema.dependentSchemas))
      entries.push([`dependentSchemas/${escapeToken(name)}`, branch]);
  return entries.filter((entry): entry is [string, JsonSchema] => isObject(entry[1]));
}

/**
 * Every field of a schema in document order, those that only some branch asks for included; a field in two branches appears twice.
 * The entries of a list of objects are fields as well (`members[].name`), at any depth: of the schema that `expand` makes, which has an end.
 */
export function findFields(schema: JsonSchema, prefix = '', pointer = '', sure = true): FoundField[] {
  const required = new Set(sure && Array.isArray(schema.required) ? schema.required : []);
  const fields: FoundField[] = [];
  for (const [name, property] of propertiesOf(schema)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const at = `${pointer}/properties/${escapeToken(name)}`;
    fields.push({ path, name, pointer: at, schema: property, required: required.has(name) });
    fields.push(...findFields(property, path, at, sure && required.has(name)));
  }
  if (isObject(schema.items)) fields.push(...findFields(schema.items, `${prefix}[]`, `${pointer}/items`, sure));
  for (const [where, branch] of branches(schema))
    fields.push(...findFields(branch, prefix, `${pointer}/${where}`, false));
  return fields;
}

/** Every field once, by path in document order, with what all places that ask it say of it. */
export function fieldsByPath(schema: JsonSchema): Map<string, Pick<FoundField, 'schema' | 'required'>> {
  const fields = new Map<string, Pick<FoundField, 'schema' | 'required'>>();
  for (const { path, schema: field, required } of findFields(schema)) {
    const before = fields.get(path);
    fields.set(
      path,
      before
        ? { schema: both(before.schema, field), required: before.required || required }
        : { schema: field, required },
    );
  }
  return fields;
}

export const propertiesOf = ({ properties }: JsonSchema): [name: string, schema: JsonSchema][] =>
  isObject(properties)
    ? Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isObject(entry[1]))
    : [];

/** A schema that says what both say. */
function both(schema: JsonSchema, other: JsonSchema): JsonSchema {
  if (Object.keys(schema).length === 0 || schema === other) return other;
  return { ...schema, allOf: [...(Array.isArray(schema.allOf) ? schema.allOf : []), other] };
}

/**
 * The fields that are asked with these answers: the schema's own and those of the branches that they open. `fits` says whether a value fits a schema;
 * `schema` is one that `expand` made.
 */
export function askedFields(
  schema: JsonSchema,
  answers: Record<string, unknown>,
  fits: (schema: JsonSchema, value: unknown) => boolean,
): Map<string, JsonSchema> {
  const fields = new Map(propertiesOf(schema));
  const open: unknown[] = Array.isArray(schema.allOf) ? [...schema.allOf] : [];
  if (isObject(schema.if)) open.push(fits(schema.if, answers) ? schema.then : schema.else);
  if (isObject(schema.dependentSchemas))
    for (const [name, branch] of Object.entries(schema.dependentSchemas))
      if (Object.hasOwn(answers, name)) open.push(branch);
  for (const list of [schema.anyOf, schema.oneOf])
    if (Array.isArray(list)) open.push(...list.filter((branch: unknown) => isObject(branch) && fits(branch, answers)));
  for (const branch of open.filter(isObject))
    for (const [name, field] of askedFields(branch, answers, fits)) {
      const before = fields.get(name);
      fields.set(name, before ? both(before, field) : field);
    }
  return fields;
}

/** Answers without those to questions that the schema (one that `expand` made) does not ask with these answers, in groups and lists too. */
export function keepFields(
  schema: JsonSchema,
  answers: Record<string, unknown>,
  fits: (schema: JsonSchema, value: unknown) => boolean,
): Record<string, unknown> {
  const fields = askedFields(schema, answers, fits);
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, value]) => {
      const field = fields.get(name);
      return field && !shownAs(field) ? [[name, keepValue(field, value, fits)]] : [];
    }),
  );
}

function keepValue(schema: JsonSchema, value: unknown, fits: (schema: JsonSchema, value: unknown) => boolean): unknown {
  const items = sayingOf(schema, 'items');
  if (Array.isArray(value))
    return isObject(items) ? value.map((entry: unknown) => keepValue(items, entry, fits)) : value;
  // A group that names no field takes any.
  return isObject(value) && findFields(schema).length > 0 && !takesOthers(schema)
    ? keepFields(schema, value, fits)
    : value;
}

const takesOthers = (schema: JsonSchema): boolean =>
  ['patternProperties', 'additionalProperties', 'unevaluatedProperties'].some((name) =>
    isObject(sayingOf(schema, name)),
  );

/** What a schema says under a keyword: itself, or in what must hold beside it (`allOf`). */
export function sayingOf(schema: JsonSchema, keyword: string): unknown {
  if (schema[keyword] !== undefined) return schema[keyword];
  const beside: unknown[] = Array.isArray(schema.allOf) ? schema.allOf : [];
  for (const each of beside) {
    const said = isObject(each) ? sayingOf(each, keyword) : undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}

/** One thing that a field may be answered with; `title` where the schema itself has words for it. */
export type Choice = { value: unknown; title?: string };

/** The schema that holds a field's choices: its own, that of a list's plain entries, or one that must hold beside it; the field where nothing does. */
export function choiceSchema(field: JsonSchema): JsonSchema {
  return findHolder(field) ?? (isObject(field.items) && !isObject(field.items.properties) ? field.items : field);
}

function findHolder(field: JsonSchema): JsonSchema | undefined {
  if (typeof field['x-source'] === 'string' || listedIn(field)) return field;
  const beside: unknown[] = [
    ...(isObject(field.items) && !isObject(field.items.properties) ? [field.items] : []),
    ...(Array.isArray(field.allOf) ? field.allOf : []),
  ];
  for (const each of beside) {
    const holder = isObject(each) ? findHolder(each) : undefined;
    if (holder) return holder;
  }
  return undefined;
}

/** The choices that a field's schema lists: `enum`, or `oneOf`/`anyOf` of nothing but values (`const` with a `title`). Undefined where it lists none. */
export const choicesOf = (field: JsonSchema): Choice[] | undefined => listedIn(choiceSchema(field));

function listedIn(schema: JsonSchema): Choice[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum.map((value: unknown) => ({ value }));
  for (const list of [schema.oneOf, schema.anyOf])
    if (Array.isArray(list) && list.length > 0) {
      const byBranch = list.map((branch: unknown) => (isObject(branch) ? valuesOf(branch) : undefined));
      const choices = byBranch.flatMap((values) => values ?? []);
      if (choices.length > 0 && !byBranch.includes(undefined)) return choices;
    }
  return undefined;
}

/** The values that a branch is; none where it only allows that there is no answer. */
function valuesOf(branch: JsonSchema): Choice[] | undefined {
  const title = typeof branch.title === 'string' ? { title: branch.title } : {};
  if ('const' in branch) return branch.const === null ? [] : [{ value: branch.const, ...title }];
  if (Array.isArray(branch.enum)) return branch.enum.map((value: unknown) => ({ value }));
  return branch.type === 'null' ? [] : undefined;
}

/** Whether a field is answered by choosing rather than typing. */
export function isChoice(field: JsonSchema): boolean {
  const holder = choiceSchema(field);
  return (
    listedIn(holder) !== undefined ||
    typeof holder['x-source'] === 'string' ||
    sayingOf(holder, 'type') === 'boolean' ||
    'const' in holder
  );
}

/** What a form shows between its fields, and nobody answers (`x-shown`). */
export const shownKinds = ['page', 'heading', 'explanation', 'signature'] as const;
export type ShownKind = (typeof shownKinds)[number];

/** What of these a field is; undefined for one that is answered. */
export const shownAs = (schema: JsonSchema): ShownKind | undefined =>
  shownKinds.find((kind) => kind === sayingOf(schema, 'x-shown'));

/** What is told of a place to sign: a line, which has a meaning on paper alone. */
export const signatureLine = '＿'.repeat(16);

/** Whether a group is a period: `from` and `to`, of which neither end may come before the other. */
export const isPeriod = (schema: JsonSchema): boolean => sayingOf(schema, 'x-period') === true;

/** Whether a group is a postal address, made of these parts. */
export const isAddress = (schema: JsonSchema): boolean => sayingOf(schema, 'x-address') === true;
export const addressParts = ['postalCode', 'prefecture', 'city', 'town', 'rest'] as const;

/** An address in one line, as it is written in Japan: 〒986-0825 宮城県石巻市穀町14-1. Of its parts in words, those that are told. */
export function sayAddress(parts: Readonly<Record<string, string>>): string {
  const { postalCode = '' } = parts;
  const place = addressParts.slice(1).map((part) => parts[part] ?? '');
  return [postalCode === '' ? '' : `〒${postalCode}`, place.join('')].filter((part) => part !== '').join(' ');
}

/** Whether a period's end comes before its beginning. One of which only one end is known does not. */
export function endsBeforeItBegins(value: unknown): boolean {
  if (!isObject(value)) return false;
  const [from, to] = [value.from, value.to].map((end) => Date.parse(typeof end === 'string' ? end : ''));
  return from !== undefined && to !== undefined && to < from;
}

/** The first type that is not null; of choices without one that of their values. */
export function typeOf(schema: JsonSchema): string {
  const type = [sayingOf(schema, 'type')].flat().find((typeName) => typeName !== 'null');
  if (typeof type === 'string') return type;
  const value = choicesOf(schema)?.[0]?.value;
  return typeof value === 'number' || typeof value === 'boolean' ? typeof value : 'string';
}

/** Looks at everything inside a value, from the outside in, with its place. */
export function visit(
  value: unknown,
  pointer: string,
  look: (key: string, value: unknown, pointer: string) => void,
): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = `${pointer}/${escapeToken(key)}`;
    look(key, inner, at);
    visit(inner, at, look);
  }
}

const groupsOfSchemas = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'];
const listsOfSchemas = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const singleSchemas = [
  'items',
  'contains',
  'additionalItems',
  'unevaluatedItems',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
];

/** The schemas that stand directly in a schema, with their places below it (`properties/name`); what looks like one in `const` or `default` is none. */
export function innerSchemas(schema: JsonSchema): [place: string, schema: JsonSchema][] {
  const entries: [string, unknown][] = singleSchemas.map((key) => [key, schema[key]]);
  for (const key of [...listsOfSchemas, 'items'])
    if (Array.isArray(schema[key]))
      schema[key].forEach((inner: unknown, index) => entries.push([`${key}/${index}`, inner]));
  for (const key of groupsOfSchemas)
    if (isObject(schema[key]))
      for (const [name, inner] of Object.entries(schema[key])) entries.push([`${key}/${escapeToken(name)}`, inner]);
  return entries.filter((entry): entry is [string, JsonSchema] => isObject(entry[1]));
}

/** Looks at a schema and at every schema in it, from the outside in. */
export function visitSchemas(
  schema: JsonSchema,
  pointer: string,
  look: (schema: JsonSchema, pointer: string) => void,
): void {
  look(schema, pointer);
  for (const [place, inner] of innerSchemas(schema)) visitSchemas(inner, `${pointer}/${place}`, look);
}

/** A copy of a schema in which those that stand directly in it are what `change` makes of them. */
export function mapInner(schema: JsonSchema, change: (inner: JsonSchema) => JsonSchema): JsonSchema {
  const copy = { ...schema };
  const inner = (value: unknown): unknown => (isObject(value) ? change(value) : value);
  for (const key of singleSchemas) if (isObject(copy[key])) copy[key] = change(copy[key]);
  for (const key of [...listsOfSchemas, 'items']) if (Array.isArray(copy[key])) copy[key] = copy[key].map(inner);
  for (const key of groupsOfSchemas)
    if (isObject(copy[key]))
      copy[key] = Object.fromEntries(Object.entries(copy[key]).map(([name, value]) => [name, inner(value)]));
  return copy;
}

/** A copy of a schema in which every schema is what `change` makes of it, from the outside in. */
export function mapSchemas(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  return mapInner(change(schema), (inner) => mapSchemas(inner, change));
}
