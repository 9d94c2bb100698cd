import { createHash } from 'node:crypto';
import { answerOf, fieldOfRole, keepAsked, tellAnswer, validate } from '../../../forms/index.ts';
import type { Form, Sources } from '../../../forms/types.ts';
import { fieldPath } from '../../../forms/walk.ts';
import type { Language } from '../../../rules/types.ts';
import { entriesOf, planEntries, type Entry, type EntryPlan } from '../entries.ts';
import { bareName, guessColumns } from '../guess-columns.ts';
import type { ImportColumn, ListPlanner } from '../import-kind.ts';
import { limits } from '../limits.ts';
import type { RowReader } from '../read-cells.ts';
import { readAnswer, type AskedField } from './read-answer.ts';

/** A form whose answers a list holds, each row those of one record. All of it is data: it is read in a child process. */
export type FormOfRows = {
  form: Form;
  language: Language;
  /** What may be chosen, for the form to judge by. */
  sources: Sources;
  fields: AskedField[];
  /** What each row is shown by, beside its title. */
  shown: string[];
  /** The day that a field may not be after, and what is said then. */
  notAfter?: { path: string; day: string; message: string };
  /** Marks of what is there already (`markOf`): it comes in no second time. */
  there: string[];
};

type Answers = Record<string, unknown>;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const columnsOf = ({ fields, language }: FormOfRows): ImportColumn[] =>
  fields.map(({ path, label, required, chosen }) => ({
    field: path,
    label: label[language] ?? label.ja,
    names: [label.ja, label.en ?? '', path]
      .filter((name) => name !== '')
      .map((name) => new RegExp(`^${escaped(bareName(name))}$`)),
    needed: required,
    ...(chosen && chosen.length <= mostOffered ? { choices: chosen.flatMap(({ words: [word = ''] }) => word) } : {}),
  }));

/** Longer lists are typed. */
const mostOffered = 200;

/** What tells one record's answers from another's, whatever the order in which they are kept. */
export const markOf = (answers: Answers): string =>
  createHash('sha256')
    .update(JSON.stringify(answers, (_key, value: unknown) => (isPlain(value) ? sorted(value) : value)))
    .digest('base64');

const isPlain = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const sorted = (value: Answers): Answers =>
  Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** The same with a value at this place; what is on the way there is made: a list where a number follows. */
function put(holder: unknown, [name, ...rest]: (string | number)[], value: unknown): unknown {
  if (name === undefined) return value;
  if (typeof name === 'number') {
    const entries: unknown[] = Array.isArray(holder) ? [...(holder as unknown[])] : [];
    while (entries.length <= name) entries.push({});
    entries[name] = put(entries[name], rest, value);
    return entries;
  }
  const group = isPlain(holder) ? holder : {};
  return { ...group, [name]: put(group[name], rest, value) };
}

/** The field that an issue at this pointer is about: the longest that it lies in. */
const fieldAt = (fields: readonly AskedField[], pointer: string): string | undefined => {
  const path = fieldPath(pointer);
  return fields
    .map((field) => field.path)
    .filter((field) => path === field || path.startsWith(`${field}.`) || field.startsWith(`${path}.`))
    .toSorted((a, b) => b.length - a.length)[0];
};

function labelOf({ fields, language }: FormOfRows, path: string | undefined): string {
  const label = fields.find((each) => each.path === path)?.label;
  return label?.[language] ?? label?.ja ?? '';
}

function readRow({ text, raise }: RowReader, known: FormOfRows, mapped: readonly AskedField[]): Answers {
  const { form, language, sources, fields } = known;
  let answers: Answers = {};
  const unread = new Set<string>();
  for (const field of mapped) {
    const written = text(field.path, limits.cellLength, { needed: true, lines: true });
    if (written === '' || /^[-‐‑–—―−ー－]$/.test(written)) continue;
    const [holder = '', inner] = field.path.split('[].');
    const lines = inner === undefined ? [written] : written.split('\n');
    lines.forEach((line, index) => {
      if (line.trim() === '') return;
      const answer = readAnswer(field, line.trim());
      const place = inner === undefined ? holder.split('.') : [...holder.split('.'), index, ...inner.split('.')];
      if ('value' in answer) answers = put(answers, place, answer.value) as Answers;
      else {
        unread.add(field.path);
        raise('error', field.path, answer.code, { value: line, field: field.label[language] ?? field.label.ja });
      }
    });
  }
  for (const { path, message } of validate(form, answers, language, sources)) {
    const field = fieldAt(fields, path);
    // What could not be read is missing for that reason.
    if (field !== undefined && unread.has(field)) continue;
    raise('error', field ?? path, 'answerWrong', { message, field: labelOf(known, field) });
  }
  const kept = keepAsked(form, answers);
  const { path = '', day = '', message = '' } = known.notAfter ?? {};
  const last = answers[path];
  if (typeof last === 'string' && last > day)
    raise('error', path, 'answerWrong', { message, field: labelOf(known, path) });
  return kept;
}

export const planner: ListPlanner<FormOfRows, EntryPlan<Answers>> = {
  columns: columnsOf,
  wordField: null,
  shown: ({ shown }) => shown,
  guess(table, known) {
    const fields = guessColumns(table, columnsOf(known), (_, values) => values.length > 0);
    // Where there is only one to choose nobody writes it into a list.
    for (const { path, required, chosen = [] } of known.fields)
      if (required && !fields[path] && chosen.length === 1) fields[path] = { fixed: chosen[0]?.words[0] ?? '' };
    return { mapping: { fields, types: {} }, proposed: { words: [], area: false } };
  },
  plan(table, mapping, known) {
    const { form, language, sources, shown } = known;
    const there = new Set(known.there);
    const mapped = known.fields.filter(({ path }) => mapping.fields[path]);
    return planEntries(
      table,
      mapping,
      (reader): Entry<Answers> => {
        const answers = readRow(reader, known, mapped);
        const said = (path: string): string => tellAnswer(form, answers, path, 'staff', language, sources);
        return {
          name: String(answerOf(form, answers, 'title') ?? ''),
          identity: markOf(answers),
          shown: Object.fromEntries(shown.map((path) => [path, said(path)])),
          values: answers,
        };
      },
      (identity) => there.has(identity),
      fieldOfRole(form, 'title'),
    );
  },
  changes: entriesOf,
};
