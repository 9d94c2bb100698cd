import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { JsonSchema, Sources } from './types.ts';
import { isObject, visit } from './walk.ts';

/** Lists that the server fills in: what `x-source` may name. */
export const sourceNames = ['areas', 'service-types', 'needs', 'organisations', 'members', 'meetings'];

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, strictTypes: false, strictRequired: false, passContext: true, logger: false });
addFormats.default(ajv);
ajv.addKeyword({
  keyword: 'x-source',
  schemaType: 'string',
  type: 'string',
  metaSchema: { enum: sourceNames },
  // The choices come with each call, so that a form is compiled once and not once a request.
  validate(this: Sources | undefined, source: string, value: string) {
    return this?.[source]?.some((choice) => choice.value === value) ?? true;
  },
});
ajv.addKeyword({ keyword: 'x-unit', metaSchema: { type: 'object', properties: { ja: { type: 'string' }, en: { type: 'string' } }, required: ['ja'] } });

const compiled = new WeakMap<object, ValidateFunction>();

/** A schema's validator, made once per schema object. Called with the sources as `this`. Throws Ajv's error where the schema is none. */
export function compile(schema: JsonSchema): ValidateFunction {
  let validator = compiled.get(schema);
  if (!validator) {
    validator = ajv.compile(schema);
    // Ajv would keep every schema for good; an uploaded form must be free to go.
    ajv.removeSchema(schema);
    compiled.set(schema, validator);
  }
  return validator;
}

export type SchemaFault = { pointer: string; reason: string };

export const newestDraft = 'https://json-schema.org/draft/2020-12/schema';

/** What is wrong with a schema by the meta-schema of draft 2020-12 and our two keywords. */
export function checkSchema(schema: JsonSchema): SchemaFault[] {
  const { $schema = newestDraft } = schema;
  if (typeof $schema !== 'string' || withoutHash($schema) !== newestDraft) return [{ pointer: '/$schema', reason: newestDraft }];
  return findFaults(ajv, schema, () => compile(schema));
}

/** A draft's name without the empty fragment that some write at its end. */
export function withoutHash(draft: string): string {
  return draft.replace(/#$/, '');
}

/** What keeps Ajv from taking a schema, one fault a place; empty when it takes it. */
export function findFaults(by: Ajv, schema: JsonSchema | boolean, make: () => unknown): SchemaFault[] {
  // Its validator would answer with a promise, which is true whatever comes of it.
  if (isObject(schema) && schema.$async !== undefined) return [{ pointer: '/$async', reason: '$async' }];
  try {
    if (by.validateSchema(schema) !== true) {
      const faults = (by.errors ?? []).map((error) => ({ pointer: error.instancePath, reason: giveReason(error) }));
      return faults.filter(({ pointer }, index) => faults.findIndex((fault) => fault.pointer === pointer) === index);
    }
    make();
    return [];
  } catch (error) {
    return [{ pointer: findCulprit(schema, error), reason: error instanceof Error ? error.message : String(error) }];
  }
}

function giveReason({ message, keyword, params }: ErrorObject): string {
  const allowed: unknown = params.allowedValues;
  return `${message ?? keyword}${Array.isArray(allowed) ? `: ${allowed.join(', ')}` : ''}`;
}

/** Where it is that Ajv stopped, which it does not tell: a reference, a keyword, a pattern. The whole schema where it is none of them. */
function findCulprit(schema: unknown, error: unknown): string {
  const missing = error instanceof Error && 'missingRef' in error ? String(error.missingRef) : undefined;
  const keyword = /unknown keyword: "(.+)"/.exec(String(error))?.[1];
  const isCulprit = (key: string, value: unknown, holder: string): boolean => {
    if (missing !== undefined) return key.endsWith('ef') && typeof value === 'string' && missing.endsWith(value);
    if (keyword !== undefined) return key === keyword && !holder.endsWith('/properties');
    return holder.endsWith('/patternProperties') ? !isPattern(key) : key === 'pattern' && typeof value === 'string' && !isPattern(value);
  };
  let place = '';
  visit(schema, '', (key, value, pointer) => {
    if (isCulprit(key, value, pointer.slice(0, pointer.lastIndexOf('/')))) place ||= pointer;
  });
  return place;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
