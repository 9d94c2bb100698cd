import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Language } from '../rules/types.ts';
import { findFaults, newestDraft, withoutHash } from './ajv.ts';
import { sentences } from './check-texts.ts';
import type { FormIssue, JsonSchema } from './types.ts';
import { describeErrors } from './validate.ts';
import { isObject } from './walk.ts';

const options: Options = { allErrors: true, verbose: true, strict: false, logger: false };

/** By `$schema`. */
const drafts = new Map<string, () => Ajv>([
  [newestDraft, () => new Ajv2020(options)],
  ['https://json-schema.org/draft/2019-09/schema', () => new Ajv2019(options)],
  ['http://json-schema.org/draft-07/schema', () => new Ajv(options)],
]);

/**
 * A plain JSON Schema of draft 2020-12 (also where `$schema` is left out), 2019-09 or 07, ready to validate; or the places where it is none.
 * Nothing is fetched: a reference has to be in the schema itself.
 */
export function openPlainSchema(given: JsonSchema | boolean, language: Language = 'ja'): { validate: (data: unknown, language: Language) => FormIssue[] } | { issues: FormIssue[] } {
  const refuse = (path: string, code: string, params: Record<string, string>): FormIssue => ({ path, code, message: sentences[language][code]?.(params) ?? code, params });
  const named = isObject(given) ? (given.$schema ?? newestDraft) : newestDraft;
  const draft = typeof named === 'string' ? withoutHash(named).replace('https://json-schema.org/draft-07', 'http://json-schema.org/draft-07') : '';
  const ajv = drafts.get(draft)?.();
  if (!ajv) return { issues: [refuse('/$schema', 'unknown-draft', { name: String(named), known: [...drafts.keys()].join(', ') })] };
  addFormats.default(ajv);
  const schema = isObject(given) ? { ...given, $schema: draft } : given;
  let validator: ValidateFunction | undefined;
  const faults = findFaults(ajv, schema, () => (validator = ajv.compile(schema)));
  if (!validator || faults.length > 0) return { issues: faults.map(({ pointer, reason }) => refuse(pointer, 'schema', { reason })) };
  const check = validator;
  return {
    validate: (data, spoken) => (check(data) ? [] : describeErrors(check.errors ?? [], { schema: isObject(schema) ? schema : {} }, spoken)),
  };
}
