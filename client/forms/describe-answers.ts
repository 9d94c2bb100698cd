import type { LocalForm } from '../lib/contract.ts';
import { formatDay } from '../lib/dates.ts';
import { fits } from './check-answers.ts';
import { isObject } from '../lib/is-object.ts';

type Schema = Record<string, unknown>;
type Words = { yes: string; no: string; separator: string };

/** Answers as label and value in the form's order, only of the fields that it asks with these answers: for the summary before sending. */
export function describeAnswers(
  { schema, uiSchema }: LocalForm,
  answers: Schema,
  words: Words,
): { label: string; value: string }[] {
  const fields = findFields(schema, answers);
  const order = Array.isArray(uiSchema['ui:order']) ? uiSchema['ui:order'].map(String) : [];
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...fields]
    .toSorted(([one], [other]) => place(one) - place(other))
    .map(([name, field]) => ({ label: titleOf(field) ?? name, value: toText(field, answers[name], words) }))
    .filter(({ value }) => value !== '');
}

function findFields(schema: Schema, answers: Schema): Map<string, Schema> {
  const own = isObject(schema['properties'])
    ? Object.entries(schema['properties']).flatMap(([name, field]) => (isObject(field) ? [[name, field] as const] : []))
    : [];
  const asked = isObject(schema['if']) ? schema[fits(schema['if'], answers) ? 'then' : 'else'] : undefined;
  const parts = [asked, ...(Array.isArray(schema['allOf']) ? schema['allOf'] : [])].filter(isObject);
  return new Map([...own, ...parts.flatMap((part) => [...findFields(part, answers)])]);
}

function toText(field: Schema, value: unknown, words: Words): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) {
    const items = isObject(field['items']) ? field['items'] : {};
    return value.map((one) => toText(items, one, words)).join(value.some(isObject) ? '\n' : words.separator);
  }
  if (isObject(value))
    return [...findFields(field, value)]
      .map(([name, inner]) => toText(inner, value[name], words))
      .filter(Boolean)
      .join(words.separator);
  const choice = Array.isArray(field['oneOf'])
    ? field['oneOf'].filter(isObject).find((one) => one['const'] === value)
    : undefined;
  if (choice) return titleOf(choice) ?? String(value);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  return field['format'] === 'date' ? formatDay(String(value)) : String(value);
}

function titleOf(schema: Schema): string | undefined {
  return typeof schema['title'] === 'string' ? schema['title'] : undefined;
}
