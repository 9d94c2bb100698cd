import type { Language, Text } from '../rules/types.ts';
import { findErrors } from './ajv.ts';
import { expand } from './expand.ts';
import { fieldWords } from './localize.ts';
import { settle } from './logic/settle.ts';
import { marksOf } from './marks.ts';
import { listUnrunnable, runnable } from './runnable.ts';
import { clock } from './say-time.ts';
import type { Form, FormField, JsonSchema } from './types.ts';
import {
  askedFields,
  choiceSchema,
  choicesOf,
  fieldsByPath,
  findFields,
  isAddress,
  isObject,
  isPeriod,
  keepFields,
  sayingOf,
  shownAs,
  typeOf,
  writeValue,
} from './walk.ts';

/** Every field once, in document order, with both languages' words: what rules, columns and studios choose from. */
export function listFields(form: Form): FormField[] {
  const marks = marksOf(form);
  const fields = fieldsByPath(expand(form.schema));
  return [...fields].flatMap(([path, { schema, required }]): FormField[] => {
    if (shownAs(schema)) return [];
    const ja = fieldWords(form, path, 'ja');
    const en = form.texts.en?.fields[path];
    // Each period has a beginning, each address a town.
    const holder = path.slice(0, path.lastIndexOf('.'));
    const around = isOne(fields.get(holder)?.schema ?? {}) ? holder : undefined;
    const label = text(ja.title ?? path, en?.title);
    const choices = choicesOf(schema);
    const format = sayingOf(schema, 'format');
    const unit = sayingOf(schema, 'x-unit');
    const source = choiceSchema(schema)['x-source'];
    return [
      {
        path,
        type: typeOf(schema),
        ...(typeof format === 'string' && { format }),
        required,
        marks: marks.get(path) ?? { personal: true, tell: {} },
        label: around === undefined ? label : joinLabels(form, around, label),
        ...(choices && {
          choices: choices.map(({ value, title }) => {
            const written = writeValue(value);
            return {
              value: written,
              text: text(ja.choices?.[written] ?? title ?? written, en?.choices?.[written]),
            };
          }),
        }),
        ...(isObject(unit) &&
          typeof unit.ja === 'string' && { unit: text(unit.ja, typeof unit.en === 'string' ? unit.en : undefined) }),
        ...(typeof source === 'string' && { source }),
      },
    ];
  });
}

/** Fields that are a day each, also within groups: what a calendar can go by. Not those of entries, of which a record has several. */
export const listDays = (form: Form): string[] =>
  listFields(form).flatMap(({ path, format }) => (format === 'date' && !path.includes('[]') ? [path] : []));

/** A group that people take for one field. */
const isOne = (schema: JsonSchema): boolean => isPeriod(schema) || isAddress(schema);

function joinLabels(form: Form, around: string, { ja, en }: Text): Text {
  const holder = form.texts.en?.fields[around]?.title;
  const english = en && holder ? `${holder}: ${en}` : undefined;
  return text(`${fieldWords(form, around, 'ja').title ?? around}：${ja}`, english);
}

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

function text(ja: string, en?: string): Text {
  return en === undefined ? { ja } : { ja, en };
}
