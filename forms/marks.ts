import { expand } from './expand.ts';
import { kindsOfSource } from './ties.ts';
import type { Audience, FieldMarks, Form, JsonSchema, Telling } from './types.ts';
import { branches, choiceSchema, findFields, isChoice, isObject } from './walk.ts';

const marked = new WeakMap<JsonSchema, ReadonlyMap<string, FieldMarks>>();

/**
 * What a form's fields say of themselves, by path. A field without marks says that it is told to nobody (beyond those who are told everything), and
 * is personal where it is typed freely. Where several places of a schema ask the same field, each holds: it is told only where all that say so agree.
 */
export function marksOf({ schema }: Pick<Form, 'schema'>): ReadonlyMap<string, FieldMarks> {
  const known = marked.get(schema);
  if (known) return known;
  const said = new Map<string, JsonSchema[]>();
  for (const { path, schema: field } of findFields(expand(schema)))
    said.set(path, [...(said.get(path) ?? []), ...sameValue(field)]);
  const marks = new Map([...said].map(([path, schemas]) => [path, combine(schemas)]));
  marked.set(schema, marks);
  return marks;
}

/** A field's own schema, and those that hold for the same value; of a list of plain entries theirs too. */
function sameValue(schema: JsonSchema): JsonSchema[] {
  const entries = isObject(schema.items) && choiceSchema(schema) === schema.items ? sameValue(schema.items) : [];
  return [schema, ...branches(schema).flatMap(([, branch]) => sameValue(branch)), ...entries];
}

function combine(schemas: JsonSchema[]): FieldMarks {
  const personal = schemas.flatMap((schema) =>
    typeof schema['x-personal'] === 'boolean' ? [schema['x-personal']] : [],
  );
  const tells = schemas.flatMap((schema) => (isObject(schema['x-tell']) ? [schema['x-tell']] : []));
  const role = schemas.map((schema) => schema['x-role']).find((each) => typeof each === 'string');
  return {
    personal: personal.length > 0 ? personal.includes(true) : isTypedFreely(schemas),
    tell: intersect(tells),
    ...(role === undefined ? {} : { role }),
  };
}

/** Told where every mark tells; with consent where one of them asks for it. */
function intersect(tells: Record<string, unknown>[]): Readonly<Record<string, Telling>> {
  const [first = {}] = tells;
  const agreed = Object.keys(first).flatMap((audience): [string, Telling][] => {
    const said = tells.map((tell) => (Object.hasOwn(tell, audience) ? tell[audience] : undefined));
    if (said.every((condition) => condition === 'always')) return [[audience, 'always']];
    return said.every((condition) => condition === 'always' || condition === 'consent') ? [[audience, 'consent']] : [];
  });
  return Object.fromEntries(agreed);
}

/** Neither picked nor counted nor dated at one of these places: anything may stand in it. */
function isTypedFreely(schemas: JsonSchema[]): boolean {
  const typed = schemas.filter(
    (schema) => isChoice(schema) || !['array', 'object', undefined].includes(typeOf(schema)),
  );
  return typed.length === 0 || typed.some((schema) => !isPicked(schema));
}

/** Which resident is chosen says who somebody is. */
const namesPerson = (schema: JsonSchema): boolean =>
  kindsOfSource(choiceSchema(schema)['x-source'])?.includes('person') ?? false;

const isPicked = (schema: JsonSchema): boolean =>
  (isChoice(schema) && !namesPerson(schema)) ||
  ['integer', 'number', 'boolean'].includes(typeOf(schema) ?? '') ||
  (typeOf(schema) === 'string' && (['date', 'date-time', 'time'] as unknown[]).includes(schema.format));

/** The first type that is not null. */
function typeOf({ type }: JsonSchema): string | undefined {
  return [type].flat().find((typeName): typeName is string => typeof typeName === 'string' && typeName !== 'null');
}

/** May this audience be told what was answered to a field with these marks? */
export function tells(marks: Pick<FieldMarks, 'tell'> | undefined, audience: Audience): boolean {
  if (audience === 'staff') return true;
  return audience.some(({ name, consent }) => {
    const telling = marks && Object.hasOwn(marks.tell, name) ? marks.tell[name] : undefined;
    return telling === 'always' || (telling === 'consent' && consent);
  });
}
