import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Language } from '../rules/types.ts';
import { equip, findFaults, newestDraft, safely, withoutHash } from './ajv.ts';
import { makeIssue, patternIssue } from './check-texts.ts';
import { saySchemaFault } from './messages.ts';
import { withinSteps } from './pattern.ts';
import { listOutdated, listShutOut } from './doubts.ts';
import { listUnrunnable } from './runnable.ts';
import type { FormIssue, JsonSchema } from './types.ts';
import { judge } from './validate.ts';
import { isObject, writeValue } from './walk.ts';

const options: Options = { ...safely, strict: false };

/** By `$schema`. */
const drafts = new Map<string, () => Ajv>([
  [newestDraft, once(() => new Ajv2020(options))],
  ['https://json-schema.org/draft/2019-09/schema', once(() => new Ajv2019(options))],
  ['http://json-schema.org/draft-07/schema', once(() => new Ajv(options))],
]);

/** Made when first asked for, and equipped: its meta-schema takes longer to compile than most schemas. */
function once(make: () => Ajv): () => Ajv {
  let made: Ajv | undefined;
  return () => {
    if (!made) equip((made = make()));
    // Of the schemas looked at before, none is found by its $id.
    return made.removeSchema();
  };
}

/**
 * A plain JSON Schema of draft 2020-12 (also where `$schema` is left out), 2019-09 or 07, ready to validate; or the places where it is none.
 * Nothing is fetched: a reference has to be in the schema itself. `doubts` is what JSON Schema allows and nobody means.
 */
export function openPlainSchema(
  given: JsonSchema | boolean,
  language: Language = 'ja',
): { validate: (data: unknown, language: Language) => FormIssue[]; doubts: FormIssue[] } | { issues: FormIssue[] } {
  const refuse = (path: string, code: string, params: Record<string, string>): FormIssue =>
    makeIssue(path, code, params, language);
  const named = isObject(given) ? (given.$schema ?? newestDraft) : newestDraft;
  const draft =
    typeof named === 'string'
      ? withoutHash(named).replace('https://json-schema.org/draft-07', 'http://json-schema.org/draft-07')
      : '';
  const ajv = drafts.get(draft)?.();
  if (!ajv)
    return {
      issues: [refuse('/$schema', 'unknown-draft', { name: writeValue(named), known: [...drafts.keys()].join(', ') })],
    };
  const schema = isObject(given) ? { ...given, $schema: draft } : given;
  const unrunnable = isObject(schema) ? listUnrunnable(schema) : [];
  if (unrunnable.length > 0) {
    return {
      issues: unrunnable.map(({ pointer, fault }) =>
        refuse(pointer, patternIssue(fault).code, patternIssue(fault).params),
      ),
    };
  }
  let validator: ValidateFunction | undefined;
  const faults = findFaults(ajv, schema, () => (validator = ajv.compile(schema)));
  if (!validator || faults.length > 0)
    return {
      issues: faults.map(({ pointer, why }) => refuse(pointer, 'schema', { reason: saySchemaFault(why, language) })),
    };
  const check = validator;
  const doubted = isObject(schema)
    ? [
        ...listShutOut(schema).map(({ pointer, name }) => refuse(pointer, 'field-shut-out', { name })),
        ...(draft === newestDraft ? listOutdated(schema).map((pointer) => refuse(pointer, 'dependencies', {})) : []),
      ]
    : [];
  return {
    doubts: doubted,
    validate: (data, spoken) =>
      judge(
        () => (withinSteps(() => check(data)) ? [] : (check.errors ?? [])),
        { schema: isObject(schema) ? schema : {} },
        spoken,
      ),
  };
}
