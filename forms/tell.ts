import type { Language } from '../rules/types.ts';
import { fileKindOf, isAnswerFile, sayFile, type AnswerFile } from './answer-files.ts';
import { expand } from './expand.ts';
import { askedProperties, fits, inOrder, sayDate, sayMoment } from './fields.ts';
import { sayPeriod, sayTime } from './say-time.ts';
import { fieldChoices, fieldWords } from './localize.ts';
import { settle } from './logic/settle.ts';
import { marksOf, tells } from './marks.ts';
import { kindsOfSource } from './ties.ts';
import type { Audience, FieldMarks, Form, JsonSchema, Sources } from './types.ts';
import {
  choiceSchema,
  escapeToken,
  isAddress,
  isObject,
  isPeriod,
  sayAddress,
  sayingOf,
  shownAs,
  signatureLine,
  typeOf,
  writeValue,
} from './walk.ts';

/** As whom, and in which words, answers are told. */
export type Telling = {
  form: Form;
  marks: ReadonlyMap<string, FieldMarks>;
  audience: Audience;
  language: Language;
  sources: Sources;
  /** The files that were told, as they come. */
  files?: AnswerFile[];
};

/** What was answered to a field, in words. `files`: the files among it, which whoever is told of them may open. */
export type Told = { label: string; value: string; files?: AnswerFile[] };

/**
 * Answers in words, as far as the audience may be told: labels, chosen words, 令和 dates, units; entries of a list one a line. Only what was answered,
 * and only what the form asks with these answers, in the form's order (`ui:order` first). Of groups and lists of groups each field says for itself
 * whom it is for. What is signed on paper is a line (`signatureLine`), told as its marks say and only where it is asked.
 */
export function tellAnswers(
  form: Form,
  answers: Record<string, unknown>,
  audience: Audience,
  language: Language,
  sources: Sources = {},
): Told[] {
  const marks = marksOf(form);
  const lines: Told[] = [];
  const isHidden = (name: string): boolean => settle(form, answers, fits).outcome.hidden.has(`/${escapeToken(name)}`);
  for (const [name, schema] of inOrder(form, askedProperties(expand(form.schema), answers))) {
    const files: AnswerFile[] = [];
    const telling: Telling = { form, marks, audience, language, sources, files };
    const value =
      shownAs(schema) !== 'signature'
        ? sayValue(telling, name, schema, answers[name])
        : tells(marks.get(name), audience) && !isHidden(name)
          ? signatureLine
          : '';
    if (value !== '')
      lines.push({
        label: fieldWords(form, name, language).title ?? name,
        value,
        ...(files.length > 0 && { files }),
      });
  }
  return lines;
}

/** The same of one field that is not in a group: empty where nothing was answered, it was not asked, or the audience may not be told. */
export function tellAnswer(
  form: Form,
  answers: Record<string, unknown>,
  name: string,
  audience: Audience,
  language: Language,
  sources: Sources = {},
): string {
  const schema = askedProperties(expand(form.schema), answers).get(name);
  const telling: Telling = { form, marks: marksOf(form), audience, language, sources };
  return schema === undefined ? '' : sayValue(telling, name, schema, answers[name]);
}

/** What is told of a record that an answer names, where the asker may not see it. */
export const hiddenRecord: Readonly<Record<Language, string>> = {
  ja: '見られない記録',
  en: 'A record that you may not see',
};

/** One answer in words; empty where there is none, or the audience may not be told. */
export function sayValue(telling: Telling, path: string, schema: JsonSchema, value: unknown): string {
  const { form, language, sources } = telling;
  if (value === undefined || value === null || value === '') return '';
  // An entry of a list of plain values is the list's own.
  const mayTell = () => tells(telling.marks.get(path.replace(/(\[\])+$/, '')), telling.audience);
  const words = fieldWords(form, path, language);
  const labels = new Map(fieldChoices(schema, words, sources)?.map((choice) => [choice.value, choice.label]));
  const chosen = (choice: unknown) => labels.get(choice);
  const isTied = kindsOfSource(choiceSchema(schema)['x-source']) !== undefined;
  if (Array.isArray(value)) {
    const listed = sayingOf(schema, 'items');
    const items = isObject(listed) ? listed : {};
    const lines = value
      .map((entry: unknown) => (mayTell() && chosen(entry)) || sayValue(telling, `${path}[]`, items, entry))
      .filter((line) => line !== '');
    return lines.join(
      value.some(isObject) || isTied || (typeOf(items) === 'string' && !chosen(value[0]))
        ? '\n'
        : language === 'ja'
          ? '、'
          : ', ',
    );
  }
  if (isObject(value) && fileKindOf(schema)) {
    if (!mayTell()) return '';
    if (isAnswerFile(value)) telling.files?.push(value);
    return sayFile(value, language);
  }
  if (isObject(value)) {
    const named = [...askedProperties(schema, value)].map(([name, property]): [string, string] => [
      name,
      sayValue(telling, `${path}.${name}`, property, value[name]),
    ]);
    if (isAddress(schema)) return sayAddress(Object.fromEntries(named));
    const parts = named.map(([, words]) => words);
    if (isPeriod(schema)) return sayPeriod(parts, language);
    return parts.filter((part) => part !== '').join(language === 'ja' ? '・' : ' · ');
  }
  if (!mayTell()) return '';
  const label = chosen(value);
  if (label !== undefined) return label;
  // Nothing is told of a record that the asker may not see, or that is gone.
  if (isTied) return hiddenRecord[language];
  if (typeof value === 'boolean') return language === 'ja' ? (value ? 'はい' : 'いいえ') : value ? 'Yes' : 'No';
  if (typeof value === 'string') {
    const format = sayingOf(schema, 'format');
    if (format === 'date') return sayDate(value, language);
    if (format === 'date-time') return sayMoment(value, language);
    if (format === 'time') return sayTime(value);
  }
  const counted = sayingOf(schema, 'x-unit');
  const unit = isObject(counted) ? (counted[language] ?? counted.ja) : undefined;
  if (typeof unit !== 'string') return writeValue(value);
  if (language === 'ja') return `${writeValue(value)}${unit}`;
  const [singular = unit, many = singular] = unit.split('|');
  return `${writeValue(value)} ${value === 1 ? singular : many}`;
}
