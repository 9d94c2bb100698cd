import { Validator, type OutputUnit } from '@cfworker/json-schema';
import { isPeriod } from '../../forms/walk.ts';
import { isObject } from '../lib/is-object.ts';
import { decidePatterns } from './decide-patterns.ts';
import { isInEmptyEntry, withoutEmptyEntries } from './empty-entries.ts';
import type { Schema } from './schema.ts';
/** What is wrong with an answer: where (JSON pointer), what (a key of the texts `form:issue`), and its numbers. */
export type AnswerIssue = { path: string; code: string; params?: Record<string, unknown> };

/** Whether a value fits a schema; what rjsf asks to choose between branches. */
export function fits(schema: Schema | boolean, value: unknown, root: Schema | boolean = schema): boolean {
  return check(schema, value, root).length === 0;
}

/**
 * Checks answers in the browser, before they are sent. Ajv, which the server uses, makes code of a schema, and the page's security
 * policy forbids that: here the schema is interpreted. The server checks all of it again.
 */
export function checkAnswers(schema: Schema | boolean, value: unknown): AnswerIssue[] {
  // Entries in which nothing stands are not sent: they are neither wrong nor counted. Places are those of the entries as they are shown.
  const sizes = check(schema, withoutEmptyEntries(value), schema).filter(({ keyword }) => listSizes.has(keyword));
  const places = check(schema, value, schema).filter(
    ({ keyword, instanceLocation }) => !listSizes.has(keyword) && !isInEmptyEntry(value, instanceLocation.slice(1)),
  );
  const units = [...places, ...sizes];
  // `properties`, `items`, `if` … only say that something below them is wrong; of a choice's many branches one word is enough.
  return units
    .filter((unit) => !containers.has(unit.keyword) && !/\/(oneOf|anyOf|not|if)\//.test(unit.keywordLocation))
    .map((unit) => toIssue(unit, schema, value));
}

const listSizes = new Set(['minItems', 'maxItems', 'uniqueItems']);
const containers = new Set([
  'properties',
  'items',
  'prefixItems',
  'allOf',
  'if',
  'then',
  'else',
  '$ref',
  'additionalProperties',
  'patternProperties',
]);

function check(schema: Schema | boolean, value: unknown, root: Schema | boolean): OutputUnit[] {
  // Answers left out are `undefined` in React's hands and not there at all in JSON.
  const plain: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  if (plain === undefined) return [];
  const definitions =
    typeof root === 'object' && typeof schema === 'object' && root !== schema
      ? { $defs: root['$defs'], definitions: root['definitions'], ...schema }
      : schema;
  const decided = decidePatterns(JSON.parse(JSON.stringify(definitions)) as Schema | boolean, plain);
  return new Validator(decided, '2020-12', false).validate(plain).errors;
}

function toIssue(
  { keyword, keywordLocation, instanceLocation, error }: OutputUnit,
  schema: Schema | boolean,
  answers: unknown,
): AnswerIssue {
  const path = instanceLocation.slice(1);
  const limit = at(schema, keywordLocation);
  const params = typeof limit === 'number' ? { n: limit } : {};
  if (keyword === 'required') return { path: `${path}/${/"(.+)"/.exec(error)?.[1] ?? ''}`, code: 'required' };
  if (keyword === 'minLength' && (limit === 1 || String(at(answers, instanceLocation)).trim() === ''))
    return { path, code: 'required' };
  if (keyword === 'minItems' && limit === 1) return { path, code: 'chooseOne' };
  if (keyword === 'maxLength')
    return {
      path,
      code: 'maxLength',
      params: { n: limit, over: [...String(at(answers, instanceLocation))].length - Number(limit) },
    };
  // The only `not` of ours: see `decidePatterns`.
  if (keyword === 'not') {
    const around = at(schema, keywordLocation.replace(/\/allOf\/\d+\/not$/, ''));
    if (isObject(around) && isPeriod(around)) return { path: `${path}/to`, code: 'period' };
  }
  if (keyword === 'const') return { path, code: limit === true ? 'mustBeYes' : 'other' };
  if (keyword === 'type' && typeof limit === 'string') return { path, code: `type-${limit}` };
  if (keyword === 'format') return { path, code: String(limit) };
  if (keyword === 'oneOf' || keyword === 'anyOf') return { path, code: 'enum' };
  return { path, code: keyword, params };
}

/** The value at a pointer (`#/a/0/b`), through references inside the document. */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const entry = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
      return name === '$ref' && typeof entry === 'string' ? at(document, entry) : entry;
    }, document);
}
