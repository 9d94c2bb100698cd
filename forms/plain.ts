import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Language } from '../rules/types.ts';
import type { FormIssue, JsonSchema } from './types.ts';
import { describeErrors } from './validate.ts';
import { isObject } from './walk.ts';

const options: Options = { allErrors: true, verbose: true, strict: false, logger: false };

/** By `$schema`, without the empty fragment that older drafts end in. */
const drafts: Record<string, () => Ajv> = {
  'https://json-schema.org/draft/2020-12/schema': () => new Ajv2020(options),
  'https://json-schema.org/draft/2019-09/schema': () => new Ajv2019(options),
  'http://json-schema.org/draft-07/schema': () => new Ajv(options),
};
const NEWEST = 'https://json-schema.org/draft/2020-12/schema';

/**
 * A plain JSON Schema of draft 2020-12 (also where `$schema` is left out), 2019-09 or 07, ready to validate; or the places where it is none.
 * Nothing is fetched: a reference has to be in the schema itself.
 */
export function openPlainSchema(schema: JsonSchema | boolean): { validate: (data: unknown, language: Language) => FormIssue[] } | { issues: FormIssue[] } {
  const named = isObject(schema) && schema.$schema !== undefined ? schema.$schema : NEWEST;
  const makeAjv = typeof named === 'string' ? drafts[named.replace(/#$/, '').replace('https://json-schema.org/draft-07', 'http://json-schema.org/draft-07')] : undefined;
  if (!makeAjv) return { issues: [{ path: '/$schema', code: 'unknown-draft', message: `${String(named)}: known are ${Object.keys(drafts).join(', ')}` }] };
  const ajv = makeAjv();
  addFormats.default(ajv);
  let validator: ValidateFunction;
  try {
    if (ajv.validateSchema(schema) !== true) return { issues: (ajv.errors ?? []).map((error) => ({ path: error.instancePath, code: 'schema', message: error.message ?? error.keyword })) };
    validator = ajv.compile(schema);
  } catch (error) {
    return { issues: [{ path: '', code: 'schema', message: error instanceof Error ? error.message : String(error) }] };
  }
  return {
    validate: (data, language) => (validator(data) ? [] : describeErrors(validator.errors ?? [], { schema: isObject(schema) ? schema : {} }, language)),
  };
}
