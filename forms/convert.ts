import { setDrawing, setKeywords, setWords, wordsOf } from './edit.ts';
import { marksOf } from './marks.ts';
import { kanaPattern, telephonePattern, uiOf, type Item } from './outline.ts';
import { formLanguages, type Form } from './types.ts';
import { isObject } from './walk.ts';

/** What a field can be made into, every answer to it kept as it is. */
export type Conversion = 'text' | 'longText';

/** The kind that a field may become without any answer being lost; null of one that others share, or whose drawing says more than its kind. */
export function conversionOf(form: Form, item: Item): Conversion | null {
  if (!item.isOwn) return null;
  const widget = uiOf(form, item.path)?.['ui:widget'];
  switch (item.kind) {
    case 'text':
      return widget === undefined || widget === 'text' ? 'longText' : null;
    case 'longText':
    case 'kana':
    case 'telephone':
    case 'email':
      return 'text';
    default:
      return null;
  }
}

/** Makes a field of the kind that it may become; its name, words, marks, rules and limits stay. The form itself where it may not. */
export function convertField(form: Form, item: Item): Form {
  const to = conversionOf(form, item);
  if (to === null) return form;
  if (to === 'longText') return drawAs(form, item.path, 'textarea', { rows: 4 });
  const { format, pattern, minLength } = item.schema;
  const isShaped = pattern === kanaPattern || pattern === telephonePattern;
  const plain = setKeywords(form, item.path, {
    format: format === 'email' ? undefined : format,
    // What must be answered is more than blanks, as in any text.
    pattern: !isShaped ? pattern : item.isRequired && minLength !== undefined ? '\\S' : undefined,
  });
  return drawAs(plain, item.path, undefined, { rows: undefined });
}

function drawAs(form: Form, path: string, widget: string | undefined, options: Record<string, unknown>): Form {
  const given = uiOf(form, path)?.['ui:options'];
  const kept = Object.entries({ ...(isObject(given) ? given : {}), ...options }).filter(
    ([, value]) => value !== undefined,
  );
  return setDrawing(form, path, {
    'ui:widget': widget,
    'ui:options': kept.length === 0 ? undefined : Object.fromEntries(kept),
  });
}

/** More stand in a list that opens. */
const MOST_AT_ONCE = 7;

/** Whether choices may be made of what was written in a field: they are read by all, so of one that says who somebody is, or may, they are not. */
export function barToChoices(form: Form, item: Item): 'kind' | 'personal' | null {
  if (!item.isOwn || item.kind !== 'text') return 'kind';
  return (marksOf(form).get(item.path)?.personal ?? true) ? 'personal' : null;
}

/** Makes a text a field of which one of these is chosen, each called what it is: answers that are among them stay what they are. */
export function convertToChoices(form: Form, item: Item, values: readonly string[]): Form {
  if (barToChoices(form, item) !== null || values.length === 0) return form;
  const { path } = item;
  let next = setKeywords(form, path, {
    enum: [...values],
    maxLength: undefined,
    minLength: undefined,
    pattern: undefined,
  });
  next = drawAs(next, path, values.length > MOST_AT_ONCE ? 'select' : 'radio', { rows: undefined });
  for (const language of formLanguages)
    if (wordsOf(next, path, language).placeholder) next = setWords(next, path, language, { placeholder: '' });
  return setWords(next, path, 'ja', { choices: Object.fromEntries(values.map((value) => [value, value])) });
}
