import { parseDay } from '../../lib/dates.ts';

export type Schema = { [key: string]: unknown };
/** What is wrong with an answer: where (JSON pointer), what (a key of the texts `form:issue`), and its numbers. */
export type AnswerIssue = { path: string; code: string; params?: Record<string, unknown> };

/**
 * Checks answers in the browser, before they are sent, without generating code (the page's security policy forbids that, which
 * rules Ajv out). It knows the keywords that forms use and lets what it does not know pass: the server checks all of it again.
 */
export function checkAnswers(schema: Schema | boolean, value: unknown, path = '', root: Schema | boolean = schema): AnswerIssue[] {
  if (typeof schema === 'boolean') return schema ? [] : [{ path, code: 'notAllowed' }];
  const target = resolve(schema, root);
  if (value === undefined) return [];
  return [
    ...checkValue(target, value, path),
    ...checkChildren(target, value, path, root),
    ...checkParts(target, value, path, root),
  ];
}

/** Whether a value fits a schema; what rjsf asks to choose between branches. */
export function fits(schema: Schema | boolean, value: unknown, root: Schema | boolean = schema): boolean {
  return checkAnswers(schema, value, '', root).length === 0;
}

function resolve(schema: Schema, root: Schema | boolean): Schema {
  const ref = schema['$ref'];
  if (typeof ref !== 'string' || !ref.startsWith('#/') || typeof root === 'boolean') return schema;
  const found = ref.slice(2).split('/').reduce<unknown>((at, part) => (isObject(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), root);
  return isObject(found) ? { ...found, ...omitRef(schema) } : schema;
}

function omitRef({ $ref: _, ...rest }: Schema): Schema {
  return rest;
}

function checkValue(schema: Schema, value: unknown, path: string): AnswerIssue[] {
  const issues: AnswerIssue[] = [];
  const say = (code: string, params?: Record<string, unknown>) => issues.push({ path, code, params });
  if (schema['type'] !== undefined && !list(schema['type']).some((type) => isOfType(value, type))) {
    say(typeof schema['type'] === 'string' ? `type-${schema['type']}` : 'type');
    return issues;
  }
  if ('const' in schema && !same(schema['const'], value)) say(schema['const'] === true ? 'mustBeYes' : 'const');
  if (Array.isArray(schema['enum']) && !schema['enum'].some((one) => same(one, value))) say('enum');
  if (typeof value === 'string') checkString(schema, value, say);
  if (typeof value === 'number') checkNumber(schema, value, say);
  if (Array.isArray(value)) checkList(schema, value, say);
  return issues;
}

type Say = (code: string, params?: Record<string, unknown>) => void;

function checkString(schema: Schema, value: string, say: Say): void {
  const length = [...value].length;
  if (typeof schema['minLength'] === 'number' && length < schema['minLength']) say(length === 0 || value.trim() === '' || schema['minLength'] === 1 ? 'required' : 'minLength', { n: schema['minLength'] });
  if (typeof schema['maxLength'] === 'number' && length > schema['maxLength']) say('maxLength', { n: schema['maxLength'], over: length - schema['maxLength'] });
  if (typeof schema['pattern'] === 'string' && !new RegExp(schema['pattern'], 'u').test(value)) say('pattern');
  if (schema['format'] === 'date' && (!/^\d{4}-\d{2}-\d{2}$/.test(value) || parseDay(value) === null)) say('date');
  if (schema['format'] === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) say('email');
}

function checkNumber(schema: Schema, value: number, say: Say): void {
  if (typeof schema['minimum'] === 'number' && value < schema['minimum']) say('minimum', { n: schema['minimum'] });
  if (typeof schema['maximum'] === 'number' && value > schema['maximum']) say('maximum', { n: schema['maximum'] });
}

function checkList(schema: Schema, value: unknown[], say: Say): void {
  if (typeof schema['minItems'] === 'number' && value.length < schema['minItems']) say(schema['minItems'] === 1 ? 'chooseOne' : 'minItems', { n: schema['minItems'] });
  if (typeof schema['maxItems'] === 'number' && value.length > schema['maxItems']) say('maxItems', { n: schema['maxItems'] });
  if (schema['uniqueItems'] === true && new Set(value.map((item) => JSON.stringify(item))).size < value.length) say('uniqueItems');
}

function checkChildren(schema: Schema, value: unknown, path: string, root: Schema | boolean): AnswerIssue[] {
  if (Array.isArray(value)) {
    const contains = schema['contains'];
    const lacks = isSchema(contains) && !value.some((item) => fits(contains, item, root)) ? [{ path, code: 'contains' }] : [];
    const items = schema['items'];
    return isSchema(items) ? [...lacks, ...value.flatMap((item, index) => checkAnswers(items, item, `${path}/${index}`, root))] : lacks;
  }
  if (!isObject(value)) return [];
  const missing = list(schema['required']).filter((name) => typeof name === 'string' && value[name] === undefined);
  const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  return [
    ...missing.map((name) => ({ path: `${path}/${String(name)}`, code: 'required' })),
    ...properties.flatMap(([name, property]) => (isSchema(property) ? checkAnswers(property, value[name], `${path}/${name}`, root) : [])),
  ];
}

function checkParts(schema: Schema, value: unknown, path: string, root: Schema | boolean): AnswerIssue[] {
  const issues = list(schema['allOf']).filter(isSchema).flatMap((part) => checkAnswers(part, value, path, root));
  const anyOf = list(schema['anyOf']).filter(isSchema);
  const oneOf = list(schema['oneOf']).filter(isSchema);
  if (anyOf.length > 0 && !anyOf.some((part) => fits(part, value, root))) issues.push({ path, code: 'enum' });
  if (oneOf.length > 0 && oneOf.filter((part) => fits(part, value, root)).length !== 1) issues.push({ path, code: 'enum' });
  if (isSchema(schema['not']) && fits(schema['not'], value, root)) issues.push({ path, code: 'notAllowed' });
  if (isSchema(schema['if'])) {
    const branch = fits(schema['if'], value, root) ? schema['then'] : schema['else'];
    if (isSchema(branch)) issues.push(...checkAnswers(branch, value, path, root));
  }
  return issues;
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === type;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchema(value: unknown): value is Schema | boolean {
  return typeof value === 'boolean' || isObject(value);
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
