import type { Text } from '../rules/types.ts';
import { expand } from './expand.ts';
import { withoutFurigana } from './furigana.ts';
import { fieldWords } from './localize.ts';
import { marksOf } from './marks.ts';
import type { Form, FormField, JsonSchema } from './types.ts';
import {
  choiceSchema,
  choicesOf,
  fieldsByPath,
  isAddress,
  isObject,
  isPeriod,
  sayingOf,
  shownAs,
  typeOf,
  writeValue,
} from './walk.ts';

// Without Ajv, which compiles as it is loaded: studios list fields in the browser, where nothing may be compiled.

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

/** What a drawing by time may go by beside days: fields of one choice of the form's own, with their values, and numbers; not those of groups and entries. */
export function listChoicesAndNumbers(form: Form): { choices: Record<string, string[]>; numbers: string[] } {
  const fields = listFields(form).filter(({ path }) => !/[.[]/.test(path));
  return {
    choices: Object.fromEntries(
      fields.flatMap(({ path, type, choices }) =>
        choices && type === 'string' ? [[path, choices.map(({ value }) => value)]] : [],
      ),
    ),
    numbers: fields.flatMap(({ path, type, choices }) => (/^(integer|number)$/.test(type) && !choices ? [path] : [])),
  };
}

/** A group that people take for one field. */
const isOne = (schema: JsonSchema): boolean => isPeriod(schema) || isAddress(schema);

function joinLabels(form: Form, around: string, { ja, en }: Text): Text {
  const holder = form.texts.en?.fields[around]?.title;
  const english = en && holder ? `${holder}: ${en}` : undefined;
  return text(`${fieldWords(form, around, 'ja').title ?? around}：${ja}`, english);
}

function text(ja: string, en?: string): Text {
  return en === undefined ? { ja } : { ja, en: withoutFurigana(en) };
}
