import { Ajv2020 } from 'ajv/dist/2020.js';
import { _, type Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { fileKinds, isAnswerFile } from './answer-files.ts';
import { isMultipleOf } from './multiple-of.ts';
import { fitsPattern, spend, withinSteps } from './pattern.ts';
import { runnable } from './runnable.ts';
import { tiedPattern } from './ties.ts';
import type { JsonSchema, Sources } from './types.ts';
import {
  endsBeforeItBegins,
  fieldPath,
  innerSchemas,
  isObject,
  isOpenTo,
  mapSchemas,
  shownKinds,
  visit,
} from './walk.ts';

/** Lists that the server fills in: what `x-source` may name. */
export const sourceNames = ['areas', 'service-types', 'needs', 'organisations', 'members', 'meetings'];

/** What every Ajv here is made with: no pattern runs on the engine that may never end, also not (`allowMatchingProperties`) while a schema is compiled. */
export const safely: Options = {
  allErrors: true,
  verbose: true,
  logger: false,
  allowMatchingProperties: true,
  code: {
    regExp: Object.assign(
      (source: string) => ({ test: (text: string) => fitsPattern(source, text), toString: () => source }),
      { code: 'fitsPattern' },
    ),
  },
};

const LONGEST_URL = 2000;

/**
 * Adds what Ajv does not bring, or not well: the formats of ajv-formats, of which `url` takes a minute for 100,000 colons, a `multipleOf` that
 * counts in tenths, and `uniqueItems` in one pass, where Ajv compares each entry with every other.
 */
export function equip(ajv: Ajv): void {
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: (step: number, value: number) => isMultipleOf(value, step),
    error: { message: 'must be multiple', params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
  });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (unique: boolean, value: unknown[]) => !unique || new Set(value.map(canonical)).size === value.length,
    error: { message: 'must NOT have duplicate items' },
  });
  ajv.addKeyword({ keyword: stepsOf, validate: countSteps, errors: false });
  addFormats.default(ajv);
  const { url } = ajv.formats;
  if (url instanceof RegExp) ajv.addFormat('url', (text: string) => text.length <= LONGEST_URL && url.test(text));
}

/** The same for values that JSON Schema holds to be equal. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join()}}`;
}

/** A keyword that `countable` puts into every schema: how many steps of a pattern (some 50 ns each) looking at a value takes, beside its entries. */
const stepsOf = 'x-steps';
const STEPS_A_KEYWORD = 10;

function countSteps(steps: number, value: unknown): boolean {
  spend(steps + (Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0));
  return true;
}

/**
 * The schema so that looking at a value by it takes steps of those that `withinSteps` allows: a short form can branch at every entry of a long list.
 * A schema by itself is left as it is.
 */
function countable(schema: JsonSchema): JsonSchema {
  return mapSchemas(schema, (each) => {
    const listed = [each.enum, each.required].reduce<number>(
      (sum, list) => sum + (Array.isArray(list) ? list.length : 0),
      0,
    );
    return { ...each, [stepsOf]: STEPS_A_KEYWORD * (Object.keys(each).length + innerSchemas(each).length) + listed };
  });
}

const ajv = new Ajv2020({ ...safely, strict: true, strictTypes: false, strictRequired: false, passContext: true });
equip(ajv);
ajv.addKeyword({
  keyword: 'x-source',
  schemaType: 'string',
  type: 'string',
  metaSchema: { anyOf: [{ enum: sourceNames }, { type: 'string', pattern: tiedPattern }] },
  // The choices come with each call, so that a form is compiled once and not once a request.
  validate(this: Sources | undefined, source: string, value: string, _schema?: object, at?: { instancePath: string }) {
    const path = fieldPath(at?.instancePath ?? '');
    return this?.[source]?.some((choice) => choice.value === value && isOpenTo(choice, path)) ?? true;
  },
});
ajv.addKeyword({
  keyword: 'x-unit',
  metaSchema: { type: 'object', properties: { ja: { type: 'string' }, en: { type: 'string' } }, required: ['ja'] },
});

ajv.addKeyword({
  keyword: 'x-period',
  schemaType: 'boolean',
  type: 'object',
  validate: (isPeriod: boolean, value: unknown) => !isPeriod || !endsBeforeItBegins(value),
});
ajv.addKeyword({
  keyword: 'x-file',
  schemaType: 'string',
  type: 'object',
  metaSchema: { enum: [...fileKinds] },
  // Whether the server has such a file is found out where it is kept.
  validate: (_kind: string, value: unknown) => isAnswerFile(value),
});
// A group that is drawn and told as one; its parts say for themselves what they take.
ajv.addKeyword({ keyword: 'x-address', metaSchema: { type: 'boolean' } });
ajv.addKeyword({ keyword: 'x-shown', metaSchema: { enum: [...shownKinds] } });

// Of which section, and which of its versions, a group is (`sections.ts`).
ajv.addKeyword({
  keyword: 'x-section',
  metaSchema: {
    type: 'object',
    properties: { key: { type: 'string' }, number: { type: 'integer', minimum: 0 } },
    required: ['key', 'number'],
    additionalProperties: false,
  },
});

ajv.addKeyword({ keyword: 'x-personal', metaSchema: { type: 'boolean' } });
ajv.addKeyword({ keyword: 'x-role', metaSchema: { type: 'string' } });
ajv.addKeyword({
  keyword: 'x-tell',
  metaSchema: { type: 'object', additionalProperties: { enum: ['always', 'consent'] } },
});

const compiled = new WeakMap<object, ValidateFunction>();

/**
 * What Ajv finds wrong with a value. The validator is made once per schema object. Throws Ajv's error where the schema is none, and `TooManySteps` where
 * the value is too long for the schema's patterns.
 */
export function findErrors(schema: JsonSchema, value: unknown, sources?: Sources): ErrorObject[] {
  const validator = compile(schema);
  if (withinSteps(() => validator.call(sources, value))) return [];
  return (validator.errors ?? []).map((error) => {
    if (error.keyword !== 'x-source') return error;
    const choice = sources?.[String(error.schema)]?.find(({ value }) => value === error.data);
    return choice ? { ...error, params: { ...error.params, heldOnly: choice.label } } : error;
  });
}

function compile(schema: JsonSchema): ValidateFunction {
  let validator = compiled.get(schema);
  if (!validator) {
    const counted = countable(runnable(schema));
    validator = ajv.compile(counted);
    // Ajv would keep every schema for good; an uploaded form must be free to go.
    ajv.removeSchema(counted);
    compiled.set(schema, validator);
  }
  return validator;
}

/** `why` is the meta-schema's error, or what Ajv says when it stops, in English. */
export type SchemaFault = { pointer: string; why: ErrorObject | string };

export const newestDraft = 'https://json-schema.org/draft/2020-12/schema';

/** What is wrong with a schema by the meta-schema of draft 2020-12 and our keywords. */
export function checkSchema(schema: JsonSchema): SchemaFault[] {
  const { $schema = newestDraft } = schema;
  if (typeof $schema !== 'string' || withoutHash($schema) !== newestDraft)
    return [{ pointer: '/$schema', why: newestDraft }];
  return findFaults(ajv, schema, () => compile(schema));
}

/** A draft's name without the empty fragment that some write at its end. */
export function withoutHash(draft: string): string {
  return draft.replace(/#$/, '');
}

/** What keeps Ajv from taking a schema, one fault a place; empty when it takes it. */
export function findFaults(by: Ajv, schema: JsonSchema | boolean, make: () => unknown): SchemaFault[] {
  // Its validator would answer with a promise, which is true whatever comes of it.
  if (isObject(schema) && schema.$async !== undefined) return [{ pointer: '/$async', why: '$async' }];
  try {
    if (by.validateSchema(schema) !== true) {
      const faults = (by.errors ?? []).map((error) => ({ pointer: error.instancePath, why: error }));
      return faults.filter(({ pointer }, index) => faults.findIndex((fault) => fault.pointer === pointer) === index);
    }
    make();
    return [];
  } catch (error) {
    return [{ pointer: findCulprit(schema, error), why: error instanceof Error ? error.message : String(error) }];
  }
}

/** Where it is that Ajv stopped, which it does not tell: a reference, a keyword. The whole schema where it is neither. */
function findCulprit(schema: unknown, error: unknown): string {
  const missing = error instanceof Error && 'missingRef' in error ? String(error.missingRef) : undefined;
  const keyword = /unknown keyword: "(.+)"/.exec(String(error))?.[1];
  const isCulprit = (key: string, value: unknown, holder: string): boolean => {
    if (missing !== undefined) return key.endsWith('ef') && typeof value === 'string' && missing.endsWith(value);
    return keyword !== undefined && key === keyword && !holder.endsWith('/properties');
  };
  let place = '';
  visit(schema, '', (key, value, pointer) => {
    if (isCulprit(key, value, pointer.slice(0, pointer.lastIndexOf('/')))) place ||= pointer;
  });
  return place;
}
