import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { JsonSchema, Sources } from './types.ts';

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

/** What is wrong with a schema by the meta-schema of draft 2020-12 and our two keywords. */
export function checkSchema(schema: JsonSchema): { pointer: string; message: string }[] {
  if (ajv.validateSchema(schema) !== true) return (ajv.errors ?? []).map((error) => ({ pointer: error.instancePath, message: error.message ?? error.keyword }));
  try {
    compile(schema);
    return [];
  } catch (error) {
    return [{ pointer: '', message: error instanceof Error ? error.message : String(error) }];
  }
}
