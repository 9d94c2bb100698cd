import type { Language } from '../../rules/types.ts';
import { expand } from '../expand.ts';
import { withoutFurigana } from '../furigana.ts';
import { fieldChoices, fieldWords, furiganaOf } from '../localize.ts';
import { calculatedWidget, timePattern } from '../outline.ts';
import type { FieldTexts, Form, JsonSchema, Sources } from '../types.ts';
import { fieldsByPath, isPeriod, sayingOf, shownAs, typeOf, writeValue } from '../walk.ts';
import { listQuestions, type Question } from './questions.ts';
import { sayWhen, type Names } from './say-when.ts';
import type { Paper, PaperLine, PaperSpace } from './types.ts';

/** More choices than these are written out by hand: a page of boxes is not read. */
const MOST_CHOICES = 24;
const EMPTY_ROWS = 4;
const MOST_ROWS = 12;

/** Lists that may stand on a blank sheet: those of people, needs and organisations belong on none that leaves the office. */
export const printedSources: ReadonlySet<string> = new Set(['areas', 'service-types']);

/** The words that a form has for paper, in a language, each with the Japanese ones where there are no others. */
export function paperHead(form: Form, language: Language): Omit<Paper, 'lines'> {
  const texts = { ...form.texts.ja, ...form.texts[language] };
  const furigana = furiganaOf(form, language);
  return {
    name: withoutFurigana(texts.name),
    ...(texts.description && { description: withoutFurigana(texts.description) }),
    ...(texts.formNumber && { number: withoutFurigana(texts.formNumber) }),
    ...(texts.office && { office: withoutFurigana(texts.office) }),
    ...(Object.keys(furigana).length > 0 && { furigana }),
  };
}

/**
 * A form to be filled in by hand: every question that can be asked, with the condition as words where not everybody answers it. `sources`: lists whose entries
 * are printed as choices; of others what is chosen is written. What is calculated is not asked. `isTold`: the fields that stand on it.
 */
export function layOutBlank(
  form: Form,
  language: Language,
  sources: Sources = {},
  isTold: (path: string) => boolean = () => true,
): Paper {
  const questions = listQuestions(form);
  const names = namesOn(form, questions, language);
  const lines = (some: Question[]): PaperLine[] =>
    some.flatMap((question): PaperLine[] => {
      const head = headOf(form, question, names, language);
      if (question.is === 'shown') return [shownLine(question, head)];
      if (question.is === 'group') {
        const inner = lines(question.inner);
        return inner.length === 0 ? [] : [{ is: 'group', ...numbered(question, head) }, ...inner];
      }
      if (question.is === 'table') {
        const columns = question.inner.filter(
          ({ is, path, ui }) => is !== 'shown' && isTold(path) && ui['ui:widget'] !== calculatedWidget,
        );
        if (columns.length === 0) return [];
        return [
          {
            is: 'table',
            ...numbered(question, head),
            required: question.required,
            columns: columns.map((column) => columnOf(form, column, names, language, sources)),
            rows: Array.from({ length: countRows(question.schema) }, () => columns.map(() => '')),
          },
        ];
      }
      if (!isTold(question.path) || question.ui['ui:widget'] === calculatedWidget) return [];
      return [
        {
          is: 'question',
          ...numbered(question, head),
          required: question.required,
          space: spaceFor(form, question, language, sources),
        },
      ];
    });
  return { ...paperHead(form, language), lines: lines(questions) };
}

/** What conditions call a form's questions: 問2, or the title of a list's column. */
export function namesOn(form: Form, questions: Question[], language: Language): Names {
  const numbers = new Map<string, string>();
  const collect = (some: Question[]): void =>
    some.forEach((question) => {
      if (question.number) numbers.set(question.path, question.number);
      collect(question.inner);
    });
  collect(questions);
  const fields = fieldsByPath(expand(form.schema));
  const quote = (text: string): string => (language === 'ja' ? `「${text}」` : `“${text}”`);
  return {
    field: (path) => {
      const number = numbers.get(path);
      if (number === undefined) return quote(fieldWords(form, path, language).title ?? path);
      return language === 'ja' ? `問${number}` : `question ${number}`;
    },
    value: (path, value) => {
      const { schema = {} } = fields.get(path) ?? {};
      const words = fieldWords(form, path, language);
      const choice = fieldChoices(schema, words, {})?.find((each) => each.value === value);
      if (choice) return quote(choice.label);
      if (typeof value === 'boolean') return quote(yesNo(language)[value ? 0 : 1]);
      return typeof value === 'number' ? `${value}${unitOf(schema, language) ?? ''}` : quote(writeValue(value));
    },
  };
}

const yesNo = (language: Language): [string, string] => (language === 'ja' ? ['はい', 'いいえ'] : ['Yes', 'No']);

function unitOf(schema: JsonSchema, language: Language): string | undefined {
  const unit = sayingOf(schema, 'x-unit');
  if (typeof unit !== 'object' || unit === null) return undefined;
  const { ja, en } = unit as { ja?: unknown; en?: unknown };
  const said = language === 'en' ? (en ?? ja) : ja;
  return typeof said === 'string' ? (language === 'en' ? ` ${said.split('|').at(-1)}` : said) : undefined;
}

export type Head = { title: string; text?: string; when?: string };

/** A question's title, help, and who answers it. */
export function headOf(form: Form, question: Question, names: Names, language: Language): Head {
  const { title, help } = fieldWords(form, question.path, language);
  return {
    title: title ?? (typeof question.schema.title === 'string' ? question.schema.title : question.name),
    ...(help && { text: help }),
    ...(question.when && { when: sayWhen(question.when, names, language) }),
  };
}

export const numbered = ({ number = '' }: Question, head: Head): Head & { number: string } => ({ number, ...head });

export function shownLine({ schema }: Question, head: Head): PaperLine {
  return { is: shownAs(schema) ?? 'explanation', ...head };
}

export function columnOf(
  form: Form,
  column: Question,
  names: Names,
  language: Language,
  sources: Sources,
): { title: string; hint?: string; when?: string } {
  const { title, when } = headOf(form, column, names, language);
  const space = spaceFor(form, column, language, sources);
  const hint =
    space.as === 'choices'
      ? space.choices.join(language === 'ja' ? '・' : ' / ')
      : space.as === 'number'
        ? space.unit?.trim()
        : undefined;
  return { title, ...(hint && { hint }), ...(when && { when }) };
}

function countRows(schema: JsonSchema): number {
  const [least, most] = ['minItems', 'maxItems'].map((key) => sayingOf(schema, key));
  const rows = Math.max(EMPTY_ROWS, typeof least === 'number' ? least : 0);
  return Math.min(rows, typeof most === 'number' ? most : rows, MOST_ROWS);
}

/** How a question is answered by hand. */
export function spaceFor(form: Form, question: Question, language: Language, sources: Sources): PaperSpace {
  const { path, schema, ui } = question;
  const words: Partial<FieldTexts> = fieldWords(form, path, language);
  const type = typeOf(schema);
  const choices = fieldChoices(schema, words, sources)?.map(({ label }) => label);
  if (choices && choices.length > 0 && choices.length <= MOST_CHOICES)
    return { as: 'choices', choices, several: type === 'array' };
  if (choices || typeof schema['x-source'] === 'string') return { as: 'line' };
  if (type === 'boolean') return { as: 'choices', choices: yesNo(language), several: false };
  if (isPeriod(schema)) return { as: 'period' };
  if (type === 'number' || type === 'integer') {
    const unit = unitOf(schema, language);
    return { as: 'number', ...(unit && { unit }) };
  }
  if (type === 'array') return { as: 'box', lines: 3 };
  const format = sayingOf(schema, 'format');
  if (format === 'date') return { as: 'date' };
  if (format === 'date-time') return { as: 'dateTime' };
  if (format === 'time' || ui['ui:widget'] === 'time' || schema.pattern === timePattern) return { as: 'time' };
  if (ui['ui:widget'] !== 'textarea') return { as: 'line' };
  const options = ui['ui:options'];
  const rows = typeof options === 'object' && options !== null && 'rows' in options ? options.rows : undefined;
  return { as: 'box', lines: Math.min(Math.max(typeof rows === 'number' ? rows : 4, 3), 10) };
}
