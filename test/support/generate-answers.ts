import { keepAsked, validate, type Form, type JsonSchema, type Sources } from '../../forms/index.ts';

/*
 * Answers that a form takes, made from the form itself: everything that it asks is answered, and what its schema or its logic refuses is
 * answered another way, until it is taken. So a form's next version needs no new example.
 */

type Answers = Record<string, unknown>;

/** `records:organisation` and the like: ids that may be picked, by kind. */
export type Picked = Record<string, string>;

const TRIES = 300;

/** Throws where nothing was found that the form takes, with what it refused last. */
export function generateAnswers(form: Form, sources: Sources, picked: Picked = {}): Answers {
  const choice = new Map<string, number>();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answers = make(form.schema, { sources, picked, nth: (path) => choice.get(path) ?? 0 }, '') as Answers;
    const issues = validate(form, answers, 'ja', sources);
    if (issues.length === 0) return keepAsked(form, answers);
    for (const { path } of issues.slice(0, 1)) {
      // What is refused in one field may be the fault of another: each in turn is answered another way.
      const fields = [...new Set([path, ...Object.keys(answers).map((name) => `/${name}`)])];
      const field = fields[tries % fields.length] ?? path;
      choice.set(field, (choice.get(field) ?? 0) + 1);
    }
  }
  const rest = validate(form, make(form.schema, { sources, picked, nth: () => 0 }, ''), 'ja', sources);
  throw new Error(`no answers to ${form.key}: ${JSON.stringify(rest)}`);
}

type Making = { sources: Sources; picked: Picked; nth: (path: string) => number };

const days = ['2026-11-20', '2099-03-31'];

function make(schema: JsonSchema, making: Making, path: string): unknown {
  const candidates = valuesOf(schema, making, path);
  return candidates.length === 0 ? undefined : candidates[making.nth(path) % candidates.length];
}

function valuesOf(schema: JsonSchema, making: Making, path: string): unknown[] {
  const { type, format, pattern, items, properties } = schema;
  const source = schema['x-source'];
  if (schema['x-shown'] !== undefined) return [];
  if (Array.isArray(schema.enum)) return schema.enum;
  if (typeof source === 'string') {
    const [, kinds] = source.split(':');
    if (kinds === undefined) return (making.sources[source] ?? []).map(({ value }) => value);
    return kinds.split(',').flatMap((kind) => making.picked[kind] ?? []);
  }
  if (type === 'boolean') return [true, false];
  if (type === 'integer' || type === 'number') {
    const [least, most] = [Number(schema.minimum ?? 0), Number(schema.maximum ?? 100)];
    return [1, 0, 2, least, most].filter((value) => value >= least && value <= most);
  }
  if (type === 'array') {
    const item = items as JsonSchema;
    if (item['x-file'] !== undefined) return [];
    const entry = make(item, making, `${path}/0`);
    return entry === undefined
      ? [[]]
      : [Array.from({ length: Math.max(1, Number(schema.minItems ?? 1)) }, () => entry)];
  }
  if (type === 'object') {
    const made: Answers = {};
    for (const [name, field] of Object.entries((properties ?? {}) as Record<string, JsonSchema>)) {
      const value = make(field, making, `${path}/${name}`);
      if (value !== undefined) made[name] = value;
    }
    return [made];
  }
  if (format === 'date') return schema['x-role'] === 'consent-until' ? days.toReversed() : days;
  if (format === 'date-time') return ['2026-11-20T10:00'];
  if (format === 'email') return ['mihon@example.jp'];
  if (typeof pattern === 'string' && pattern !== '\\S')
    return ['かな', '10:00', '0225-00-0000', '986-0000'].filter((text) => new RegExp(pattern, 'u').test(text));
  return ['見本の答え'];
}
