import type { Language, Text } from '../rules/types.ts';
import { findErrors } from './ajv.ts';
import { expand } from './expand.ts';
import { fieldWords } from './localize.ts';
import { marksOf } from './marks.ts';
import { listUnrunnable, runnable } from './runnable.ts';
import type { Form, FormField, JsonSchema } from './types.ts';
import { choiceSchema, findFields, isObject, typeOf, writeValue } from './walk.ts';

/** Every field once, in document order, with both languages' words: what rules, columns and studios choose from. */
export function listFields(form: Form): FormField[] {
  const fields = new Map<string, FormField>();
  const marks = marksOf(form);
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
      marks: marks.get(path) ?? { personal: true, tell: {} },
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
export function askedProperties(schema: JsonSchema, answers: Record<string, unknown>): Map<string, JsonSchema> {
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

function text(ja: string, en?: string): Text {
  return en === undefined ? { ja } : { ja, en };
}
