import type { Language } from '../rules/types.ts';
import { findErrors } from './ajv.ts';
import { expand } from './expand.ts';
import { fieldWords } from './localize.ts';
import { settle } from './logic/settle.ts';
import { listUnrunnable, runnable } from './runnable.ts';
import { clock } from './say-time.ts';
import type { Form, JsonSchema } from './types.ts';
import { askedFields, choiceSchema, findFields, keepFields } from './walk.ts';

/** The lists (`x-source`) that a form's fields are chosen from. */
export const listSources = (form: Form): string[] =>
  findFields(expand(form.schema)).flatMap(({ schema }) => {
    const source = choiceSchema(schema)['x-source'];
    return typeof source === 'string' ? [source] : [];
  });

/** The patterns that a form does not run, with the name of the field that each belongs to, for people. */
export function listSkippedPatterns(form: Form, language: Language): { field: string; pattern: string }[] {
  if (runnable(form.schema) === form.schema) return [];
  const fields = findFields(expand(form.schema));
  return listUnrunnable(expand(form.schema)).map(({ pointer, source }) => {
    const field = fields.findLast((each) => pointer.startsWith(`${each.pointer}/`));
    return { field: field ? (fieldWords(form, field.path, language).title ?? field.path) : pointer, pattern: source };
  });
}

/**
 * The answers without those to questions that the form does not ask with these answers, in groups and lists too: a resident's name left over in a
 * community's need, fields it never had, what its logic hides; with what its logic sets.
 */
export const keepAsked = (
  form: Pick<Form, 'schema' | 'logic' | 'uiSchema'>,
  answers: Record<string, unknown>,
): Record<string, unknown> => keepFields(expand(form.schema), settle(form, answers, fits).answers, fits);

/** As Ajv judges. */
export const fits = (schema: JsonSchema, value: unknown): boolean => findErrors(schema, value).length === 0;

/** The fields that a schema asks with these answers, as Ajv judges its conditions. */
export const askedProperties = (schema: JsonSchema, answers: Record<string, unknown>): Map<string, JsonSchema> =>
  askedFields(schema, answers, fits);

/** Fields in the order in which a form shows them. */
export function inOrder(form: Form, fields: Map<string, JsonSchema>): [string, JsonSchema][] {
  const order: unknown[] = Array.isArray(form.uiSchema?.['ui:order']) ? form.uiSchema['ui:order'] : [];
  const place = (name: string) => {
    const index = order.indexOf(name);
    return index >= 0 ? index : order.includes('*') ? order.indexOf('*') : order.length;
  };
  return [...fields].sort(([a], [b]) => place(a) - place(b));
}

/** 2026年11月23日（令和8年） / 23 November 2026; a text that is no date stays as it is. */
export function sayDate(value: string, language: Language): string {
  const date = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return value;
  if (language === 'en') return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  const year = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    date,
  );
  return `${new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', timeZone: 'UTC' }).format(date)}（${year}）`;
}

/** 2026年11月23日（令和8年）14:05, a point in time in Tokyo; a text that is none stays as it is. */
export function sayMoment(value: string, language: Language): string {
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return value;
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(moment);
  return `${sayDate(day, language)}${language === 'ja' ? '' : ' '}${clock(moment)}`;
}
