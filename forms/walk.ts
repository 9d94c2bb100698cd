import type { JsonSchema } from './types.ts';

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

/** Deeper than any form a person would fill in. */
export const MAX_DEPTH = 8;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a sentence, and a choice's name among its form's texts. An object cannot be trusted to tell itself: `{"toString": 1}`. */
export function writeValue(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** One token of a JSON pointer, escaped. */
export function escapeToken(token: string | number): string {
  return String(token).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The schemas that hold for the same value as `schema`: branches of if/then/else, allOf, anyOf, oneOf, dependentSchemas. */
export function branches(schema: JsonSchema): [string, JsonSchema][] {
  const found: [string, unknown][] = [];
  for (const key of ['then', 'else']) found.push([key, schema[key]]);
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    const list = schema[key];
    if (Array.isArray(list)) list.forEach((branch: unknown, index) => found.push([`${key}/${index}`, branch]));
  }
  if (isObject(schema.dependentSchemas))
    for (const [name, branch] of Object.entries(schema.dependentSchemas))
      found.push([`dependentSchemas/${escapeToken(name)}`, branch]);
  return found.filter((entry): entry is [string, JsonSchema] => isObject(entry[1]));
}

/**
 * Every field of a schema in document order, those that only some branch asks for included; a field in two branches appears twice.
 * The entries of a list of objects are fields as well (`members[].name`).
 */
export function findFields(schema: JsonSchema, prefix = '', pointer = '', sure = true, depth = 0): FoundField[] {
  if (depth > MAX_DEPTH) return [];
  const required = new Set(sure && Array.isArray(schema.required) ? schema.required : []);
  const found: FoundField[] = [];
  if (isObject(schema.properties)) {
    for (const [name, property] of Object.entries(schema.properties)) {
      if (!isObject(property)) continue;
      const path = prefix === '' ? name : `${prefix}.${name}`;
      const at = `${pointer}/properties/${escapeToken(name)}`;
      found.push({ path, name, pointer: at, schema: property, required: required.has(name) });
      found.push(...findFields(property, path, at, sure && required.has(name), depth + 1));
    }
  }
  if (isObject(schema.items))
    found.push(...findFields(schema.items, `${prefix}[]`, `${pointer}/items`, sure, depth + 1));
  for (const [where, branch] of branches(schema))
    found.push(...findFields(branch, prefix, `${pointer}/${where}`, false, depth + 1));
  return found;
}

/** The schema that holds a field's choices: its own, or that of a list's entries. */
export function choiceSchema(field: JsonSchema): JsonSchema {
  return isObject(field.items) && !isObject(field.items.properties) ? field.items : field;
}

/** Whether a field is answered by choosing rather than typing. */
export function isChoice(field: JsonSchema): boolean {
  const holder = choiceSchema(field);
  return (
    Array.isArray(holder.enum) ||
    typeof holder['x-source'] === 'string' ||
    holder.type === 'boolean' ||
    'const' in holder
  );
}

/** The first type that is not null. */
export function typeOf(schema: JsonSchema): string {
  const types: unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  const type = types.find((one) => one !== 'null');
  return typeof type === 'string' ? type : 'string';
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
  const found: [string, unknown][] = singleSchemas.map((key) => [key, schema[key]]);
  for (const key of [...listsOfSchemas, 'items'])
    if (Array.isArray(schema[key]))
      schema[key].forEach((inner: unknown, index) => found.push([`${key}/${index}`, inner]));
  for (const key of groupsOfSchemas)
    if (isObject(schema[key]))
      for (const [name, inner] of Object.entries(schema[key])) found.push([`${key}/${escapeToken(name)}`, inner]);
  return found.filter((entry): entry is [string, JsonSchema] => isObject(entry[1]));
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
