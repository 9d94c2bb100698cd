import { entriesOf, fieldOfRole } from './roles.ts';
import type { Form } from './types.ts';
import { isObject } from './walk.ts';

/*
 * A list whose entries each have a consent of their own, by roles of the fields in it: whom an entry is about (`told-body`), whether they may be told
 * (`told-consent`), until which day (`told-until`), and since when they are with it no more (`told-left`).
 */

type Answers = Record<string, unknown>;
type Marked = Pick<Form, 'schema'>;

const roles = ['told-body', 'told-consent', 'told-until', 'told-left'] as const;

/** The name of that list; undefined where the form has none. */
export const consentedList = (form: Marked): string | undefined => {
  const path = fieldOfRole(form, 'told-consent');
  return path?.includes('[].') ? path.slice(0, path.indexOf('[].')) : undefined;
};

/** Of no end. */
const never = '9999';

/**
 * When the consent of an entry ends, as a text that a day is compared with; undefined: it was not given. Its last day is a day on which it holds, the day of
 * leaving is none.
 */
function endOf(entry: Partial<Record<(typeof roles)[number], unknown>>): string | undefined {
  const { 'told-consent': consent, 'told-until': until, 'told-left': left } = entry;
  if (consent !== 'given') return undefined;
  const ends = [
    ...(typeof until === 'string' && until !== '' ? [`${until}T24:00`] : []),
    ...(typeof left === 'string' && left !== '' ? [left] : []),
  ].toSorted();
  return ends[0] ?? never;
}

const holds = (entry: Parameters<typeof endOf>[0], today: string): boolean => (endOf(entry) ?? '') > today;

/** The bodies that entries name, each with the end of its consent (a day on which it holds is before that); without those that did not consent. */
export function endsOfConsent(form: Marked, answers: Answers): Map<string, string> {
  const ends = new Map<string, string>();
  for (const entry of entriesOf(form, answers, roles)) {
    const { 'told-body': body } = entry;
    const end = endOf(entry);
    if (typeof body !== 'string' || body === '' || end === undefined) continue;
    // Named twice: as long as one of them holds.
    if (end > (ends.get(body) ?? '')) ends.set(body, end);
  }
  return ends;
}

/** The bodies that entries name whose own consent holds on this day. */
export const bodiesTold = (form: Marked, answers: Answers, today: string): string[] =>
  [...endsOfConsent(form, answers)].flatMap(([body, end]) => (end > today ? [body] : []));

/** Answers without the entries whose own consent does not hold on this day: for whoever is not told everything. */
export function keepConsented(form: Marked, answers: Answers, today: string): Answers {
  const list = consentedList(form);
  const entries = list === undefined ? undefined : answers[list];
  if (list === undefined || !Array.isArray(entries)) return answers;
  const consented = entriesOf(form, answers, roles);
  return { ...answers, [list]: entries.filter((entry, nth) => isObject(entry) && holds(consented[nth] ?? {}, today)) };
}
