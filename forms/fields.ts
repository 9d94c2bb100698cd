import type { Language, Text } from '../rules/types.ts';
import { findErrors } from './ajv.ts';
import { expand } from './expand.ts';
import { fieldChoices, fieldWords } from './localize.ts';
import { listUnrunnable, runnable } from './runnable.ts';
import type { Form, FormField, JsonSchema, Sources } from './types.ts';
import { choiceSchema, findFields, isObject, typeOf, writeValue } from './walk.ts';

/** Every field once, in document order, with both languages' words: what rules, columns and studios choose from. */
export function listFields(form: Form): FormField[] {
  const fields = new Map<string, FormField>();
  for (const { path, schema, required } of findFields(expand(form.schema))) {
    if (fields.has(path)) continue;
    const ja = fieldWords(form, path, 'ja');
    const en = form.texts.en?.fields[path];
    const choices = choiceSchema(schema).enum;
    fields.set(path, {
      path,
      type: typeOf(schema),
      ...(typeof schema.format === 'string' && { format: schema.format }),
      required,
      label: text(ja.title ?? path, en?.title),
      ...(Array.isArray(choices) && {
        choices: choices
          .map(writeValue)
          .map((value) => ({ value, text: text(ja.choices?.[value] ?? value, en?.choices?.[value]) })),
      }),
      ...(isObject(schema['x-unit']) &&
        typeof schema['x-unit'].ja === 'string' && {
          unit: text(schema['x-unit'].ja, typeof schema['x-unit'].en === 'string' ? schema['x-unit'].en : undefined),
        }),
    });
  }
  return [...fields.values()];
}

/**
 * Answers as people read them: labels, chosen words, 令和 dates, units; entries of a list one a line.
 * Only what was answered, and only what the form asks with these answers, in the form's order (`ui:order` first).
 */
export function describeAnswers(
  form: Form,
  answers: Record<string, unknown>,
  language: Language,
  sources: Sources = {},
): { label: string; value: string }[] {
  const told: { label: string; value: string }[] = [];
  for (const [name, schema] of inOrder(form, askedProperties(expand(form.schema), answers))) {
    const value = sayValue(form, name, schema, answers[name], language, sources);
    if (value !== '') told.push({ label: fieldWords(form, name, language).title ?? name, value });
  }
  return told;
}

/** The patterns that a form does not run, with the name of the field that each belongs to, for people. */
export function listSkippedPatterns(form: Form, language: Language): { field: string; pattern: string }[] {
  if (runnable(form.schema) === form.schema) return [];
  const fields = findFields(expand(form.schema));
  return listUnrunnable(expand(form.schema)).map(({ pointer, source }) => {
    const field = fields.findLast((each) => pointer.startsWith(`${each.pointer}/`));
    return { field: field ? (fieldWords(form, field.path, language).title ?? field.path) : pointer, pattern: source };
  });
}

/** The answers without those to questions that the form does not ask with these answers: a resident's name left over in a community's need, fields it never had. */
export function keepAsked(form: Form, answers: Record<string, unknown>): Record<string, unknown> {
  const asked = askedProperties(expand(form.schema), answers);
  return Object.fromEntries(Object.entries(answers).filter(([name]) => asked.has(name)));
}

/** The properties that hold for these answers: the schema's own and those of the branches they open. */
function askedProperties(schema: JsonSchema, answers: Record<string, unknown>): Map<string, JsonSchema> {
  const asked = new Map<string, JsonSchema>();
  if (isObject(schema.properties))
    for (const [name, property] of Object.entries(schema.properties)) if (isObject(property)) asked.set(name, property);
  const open: unknown[] = Array.isArray(schema.allOf) ? [...schema.allOf] : [];
  if (isObject(schema.if)) open.push(findErrors(schema.if, answers).length === 0 ? schema.then : schema.else);
  if (isObject(schema.dependentSchemas))
    for (const [name, branch] of Object.entries(schema.dependentSchemas)) if (name in answers) open.push(branch);
  for (const key of ['anyOf', 'oneOf']) {
    const branches: unknown = schema[key];
    if (Array.isArray(branches))
      open.push(...branches.filter((branch: unknown) => isObject(branch) && findErrors(branch, answers).length === 0));
  }
  for (const branch of open)
    if (isObject(branch))
      for (const [name, property] of askedProperties(branch, answers)) if (!asked.has(name)) asked.set(name, property);
  return asked;
}

function inOrder(form: Form, fields: Map<string, JsonSchema>): [string, JsonSchema][] {
  const order: unknown[] = Array.isArray(form.uiSchema?.['ui:order']) ? form.uiSchema['ui:order'] : [];
  const place = (name: string) => {
    const index = order.indexOf(name);
    return index >= 0 ? index : order.includes('*') ? order.indexOf('*') : order.length;
  };
  return [...fields].sort(([a], [b]) => place(a) - place(b));
}

function sayValue(
  form: Form,
  path: string,
  schema: JsonSchema,
  value: unknown,
  language: Language,
  sources: Sources,
): string {
  if (value === undefined || value === null || value === '') return '';
  const words = fieldWords(form, path, language);
  const labels = new Map(fieldChoices(schema, words, sources)?.map((choice) => [choice.value, choice.label]));
  const chosen = (one: unknown) => labels.get(one);
  if (Array.isArray(value)) {
    const items = isObject(schema.items) ? schema.items : {};
    const lines = value
      .map((one: unknown) => chosen(one) ?? sayValue(form, `${path}[]`, items, one, language, sources))
      .filter((line) => line !== '');
    return lines.join(
      isObject(items.properties) || (items.type === 'string' && !chosen(value[0]))
        ? '\n'
        : language === 'ja'
          ? '、'
          : ', ',
    );
  }
  if (isObject(value)) {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const parts = Object.entries(properties).map(([name, property]) =>
      isObject(property) ? sayValue(form, `${path}.${name}`, property, value[name], language, sources) : '',
    );
    return parts.filter((part) => part !== '').join(language === 'ja' ? '・' : ' · ');
  }
  const label = chosen(value);
  if (label !== undefined) return label;
  if (typeof value === 'boolean') return language === 'ja' ? (value ? 'はい' : 'いいえ') : value ? 'Yes' : 'No';
  if (schema.format === 'date' && typeof value === 'string') return sayDate(value, language);
  const unit = isObject(schema['x-unit']) ? (schema['x-unit'][language] ?? schema['x-unit'].ja) : undefined;
  return typeof unit === 'string'
    ? language === 'ja'
      ? `${writeValue(value)}${unit}`
      : `${writeValue(value)} ${unit}`
    : writeValue(value);
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

function text(ja: string, en?: string): Text {
  return en === undefined ? { ja } : { ja, en };
}
