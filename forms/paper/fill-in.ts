import type { Language } from '../../rules/types.ts';
import { expand } from '../expand.ts';
import { askedProperties, fits, keepAsked } from '../fields.ts';
import { settle } from '../logic/settle.ts';
import { marksOf, tells } from '../marks.ts';
import { sayValue, type Telling } from '../tell.ts';
import type { Audience, Form, JsonSchema, Sources } from '../types.ts';
import { escapeToken, isObject, shownAs } from '../walk.ts';
import { headOf, namesOn, numbered, paperHead, shownLine, spaceFor } from './lay-out.ts';
import { factsIn, listQuestions, type Question } from './questions.ts';
import type { Paper, PaperLine } from './types.ts';

type Answers = Record<string, unknown>;

/**
 * A form filled in with answers, as far as the audience may be told: only what was asked and answered, with the numbers of the blank sheet. A heading under
 * which nothing is left is left out. Which of the form's versions it is, is the caller's to say: the one that the answers were given with.
 */
export function layOutFilled(
  form: Form,
  given: Answers,
  audience: Audience,
  language: Language,
  sources: Sources = {},
): Paper {
  const questions = listQuestions(form);
  const names = namesOn(form, questions, language);
  const telling: Telling = { form, marks: marksOf(form), audience, language, sources };
  const answers = keepAsked(form, given);
  // What stands there only with some answer tells that answer.
  const isTold = ({ path, when }: Question, schema: JsonSchema): boolean =>
    shownAs(schema) === 'signature'
      ? tells(telling.marks.get(path), audience)
      : audience === 'staff' ||
        when === undefined ||
        (factsIn(when)?.every((fact) => tells(telling.marks.get(fact), audience)) ?? false);
  const { hidden } = settle(form, given, fits).outcome;
  const lines = (some: Question[], schema: JsonSchema, values: Answers, at: string): PaperLine[] => {
    const properties = askedProperties(schema, values);
    return some.flatMap((question): PaperLine[] => {
      const { when: _when, ...head } = headOf(form, question, names, language);
      const place = `${at}/${escapeToken(question.name)}`;
      const field = properties.get(question.name);
      if (!field || hidden.has(place)) return [];
      const value = values[question.name];
      if (question.is === 'shown') return isTold(question, field) ? [shownLine(question, head)] : [];
      if (question.is === 'group') {
        const inner = isObject(value) ? lines(question.inner, field, value, place) : [];
        return inner.some(isAnswer) ? [{ is: 'group', ...numbered(question, head) }, ...inner] : [];
      }
      if (question.is === 'table' && Array.isArray(value)) {
        const entries: unknown[] = value;
        const cells = question.inner
          .filter(({ is }) => is !== 'shown')
          .map((column) => ({
            title: headOf(form, column, names, language).title,
            values: entries.map((entry) =>
              isObject(entry) ? sayValue(telling, column.path, column.schema, entry[column.name]) : '',
            ),
          }))
          .filter((column) => column.values.some((text) => text !== ''));
        if (cells.length === 0) return [];
        return [
          {
            is: 'table',
            ...numbered(question, head),
            required: false,
            columns: cells.map(({ title }) => ({ title })),
            rows: entries.map((_entry, row) => cells.map((column) => column.values[row] ?? '')),
          },
        ];
      }
      const text = sayValue(telling, question.path, field, value);
      if (text === '') return [];
      return [
        {
          is: 'question',
          ...numbered(question, { title: head.title }),
          required: false,
          space: spaceFor(form, question, language, {}),
          value: text,
        },
      ];
    });
  };
  return {
    ...paperHead(form, language),
    lines: withoutEmptySections(lines(questions, expand(form.schema), answers, '')),
  };
}

const isAnswer = ({ is }: PaperLine): boolean => is === 'question' || is === 'table' || is === 'signature';

/** Parts of a page between two headings, and pages, of which something was answered. */
function withoutEmptySections(lines: PaperLine[]): PaperLine[] {
  const cut = (some: PaperLine[], isStart: (line: PaperLine) => boolean): PaperLine[][] =>
    some.reduce<PaperLine[][]>((parts, line) => {
      const last = parts.at(-1);
      if (!last || isStart(line)) return [...parts, [line]];
      last.push(line);
      return parts;
    }, []);
  return cut(lines, ({ is }) => is === 'page')
    .filter((page) => page.some(isAnswer))
    .flatMap((page) =>
      cut(page, ({ is }) => is === 'heading').filter(
        (section) => section.some(isAnswer) || section.some(({ is }) => is === 'page'),
      ),
    )
    .flat();
}
