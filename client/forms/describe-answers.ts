import i18n from 'i18next';
import { fileKindOf, sayFile } from '../../forms/answer-files.ts';
import { sayPeriod, sayTime } from '../../forms/say-time.ts';
import { kindsOfSource } from '../../forms/ties.ts';
import { askedFields, choiceSchema, choicesOf, isAddress, isPeriod, sayAddress, sayingOf } from '../../forms/walk.ts';
import type { LocalForm } from '../lib/contract.ts';
import { formatDay, formatInstant } from '../lib/dates.ts';
import { fits } from './check-answers.ts';
import { isObject } from '../lib/is-object.ts';

type Schema = Record<string, unknown>;
type Words = {
  yes: string;
  no: string;
  separator: string;
  /** The title of a record that was chosen; left out: forms that pick none. */
  titleOf?: (id: string) => string;
};

/** Answers as label and value in the form's order, only of the fields that it asks with these answers: for the summary before sending. */
export function describeAnswers(
  form: LocalForm,
  answers: Schema,
  words: Words,
  isTold: (name: string) => boolean = () => true,
): { label: string; value: string }[] {
  return askedInOrder(form, answers)
    .filter(([name]) => isTold(name))
    .map(([name, field]) => ({ label: titleOf(field) ?? name, value: toText(field, answers[name], words) }))
    .filter(({ value }) => value !== '');
}

/** The fields that a form asks with these answers, in its order. */
export function askedInOrder({ schema, uiSchema }: LocalForm, answers: Schema): [name: string, field: Schema][] {
  const order = Array.isArray(uiSchema['ui:order']) ? uiSchema['ui:order'].map(String) : [];
  const star = order.includes('*') ? order.indexOf('*') : order.length;
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : star);
  return [...askedFields(schema, answers, fits)].toSorted(([name], [other]) => place(name) - place(other));
}

/** One answer in words; empty where there is none. */
export function toText(field: Schema, value: unknown, words: Words): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) {
    const listed = sayingOf(field, 'items');
    const items = isObject(listed) ? listed : {};
    return value.map((entry) => toText(items, entry, words)).join(value.some(isObject) ? '\n' : words.separator);
  }
  if (isObject(value) && fileKindOf(field)) return sayFile(value, i18n.language === 'en' ? 'en' : 'ja');
  if (isObject(value)) {
    const named = [...askedFields(field, value, fits)].map(([name, inner]): [string, string] => [
      name,
      toText(inner, value[name], words),
    ]);
    if (isAddress(field)) return sayAddress(Object.fromEntries(named));
    const parts = named.map(([, text]) => text);
    if (isPeriod(field)) return sayPeriod(parts, i18n.language === 'en' ? 'en' : 'ja');
    return parts.filter(Boolean).join(words.separator);
  }
  if (words.titleOf && kindsOfSource(choiceSchema(field)['x-source'])) return words.titleOf(String(value));
  const choice = choicesOf(field)?.find((candidate) => candidate.value === value);
  if (choice) return choice.title ?? String(value);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  switch (sayingOf(field, 'format')) {
    case 'date':
      return formatDay(String(value));
    case 'date-time':
      return Number.isNaN(Date.parse(String(value))) ? String(value) : formatInstant(String(value));
    case 'time':
      return sayTime(String(value));
    default:
      return String(value);
  }
}

function titleOf(schema: Schema): string | undefined {
  const title = sayingOf(schema, 'title');
  return typeof title === 'string' ? title : undefined;
}
