import { fileKindOf } from './answer-files.ts';
import type { FieldTexts, Form, FormLanguage, JsonSchema, LocalizedForm, Sources } from './types.ts';
import { expand } from './expand.ts';
import { keepFurigana, withoutFurigana, type Furigana } from './furigana.ts';
import { runnable } from './runnable.ts';
import { kindsOfSource } from './ties.ts';
import {
  choiceSchema,
  choicesOf,
  findFields,
  isAddress,
  isObject,
  isOpenTo,
  mapSchemas,
  sayingOf,
  shownAs,
  typeOf,
  writeValue,
  type FoundField,
} from './walk.ts';

/**
 * A form in one language for rjsf: labels and units as titles, choices as `oneOf` of `const` and `title`, helps and placeholders in the uiSchema,
 * lists of `sources` put where `x-source` asks for them. English and plain Japanese fall back to Japanese, text by text. Patterns that cannot be
 * run are left out. All words are without their furigana: `furigana` has those that have some, for what can draw it. The form is not changed.
 */
export function localize(form: Form, language: FormLanguage, sources: Sources = {}): LocalizedForm {
  const schema = structuredClone(mapSchemas(expand(runnable(form.schema)), drawable));
  // rjsf compiles parts of the schema by itself and need not know the draft's address.
  delete schema.$schema;
  const uiSchema = structuredClone(form.uiSchema ?? {});
  const furigana: Furigana = {};
  const plain = (text: string): string => keepFurigana(furigana, text);
  for (const field of findFields(schema)) {
    const typed = typedWords(form, field.path, language);
    const words = mapWords(typed, plain);
    if (typed.title) plain(String(titleWithUnit(field, typed, language)));
    putWords(field, words, language, sources);
    putHints(uiSchema, field.path, words);
    if (shownAs(field.schema)) openPlace(uiSchema, field.path)['ui:field'] = 'shown';
    if (typeOf(field.schema) === 'array' && fileKindOf(field.schema))
      openPlace(uiSchema, field.path)['ui:field'] = 'files';
    if (isAddress(field.schema)) openPlace(uiSchema, field.path)['ui:field'] = 'address';
    if (kindsOfSource(choiceSchema(field.schema)['x-source'])) {
      const place = openPlace(uiSchema, field.path);
      if (place['ui:widget'] !== 'hidden') place['ui:widget'] = 'record';
    }
    // Whom answers are told to is the server's matter.
    for (const mark of ['x-personal', 'x-tell']) delete field.schema[mark];
  }
  const texts =
    language === 'easy' ? { ...form.texts.ja, ...form.texts.easy } : (form.texts[language] ?? form.texts.ja);
  const { name, description, submit } = mapTexts(texts, plain);
  return {
    name,
    ...(description && { description }),
    ...(submit && { submit }),
    schema,
    uiSchema,
    ...(Object.keys(furigana).length > 0 && { furigana }),
    ...(form.logic && { logic: form.logic }),
  };
}

/** The same for rjsf, which knows nothing of `dependentSchemas`: as conditions. */
function drawable({ dependentSchemas, ...schema }: JsonSchema): JsonSchema {
  if (!isObject(dependentSchemas)) return schema;
  const conditions = Object.entries(dependentSchemas).map(([name, then]) => ({ if: { required: [name] }, then }));
  return { ...schema, allOf: [...(Array.isArray(schema.allOf) ? schema.allOf : []), ...conditions] };
}

/** A field's words in the language, else in Japanese, without their furigana. */
export function fieldWords(form: Pick<Form, 'texts'>, path: string, language: FormLanguage): Partial<FieldTexts> {
  return mapWords(typedWords(form, path, language), withoutFurigana);
}

/** The same of the form itself: its name. */
export function formName({ texts }: Pick<Form, 'texts'>, language: FormLanguage): string {
  return withoutFurigana(texts[language]?.name ?? texts.ja.name);
}

/** All furigana of a form's texts in the language, by the texts without it. */
export function furiganaOf(form: Form, language: FormLanguage): Furigana {
  const kept: Furigana = {};
  const keep = (text: string): string => keepFurigana(kept, text);
  const { fields, ...head } = { ...form.texts.ja, ...form.texts[language] };
  Object.values(head).forEach(keep);
  for (const path of new Set([...Object.keys(form.texts.ja.fields), ...Object.keys(fields)]))
    mapWords(typedWords(form, path, language), keep);
  return kept;
}

const mapWords = ({ choices, ...words }: Partial<FieldTexts>, map: (text: string) => string): Partial<FieldTexts> => ({
  ...mapTexts(words, map),
  ...(choices && { choices: mapTexts(choices, map) }),
});

/** What is no text stays, and what a draft has not yet is not asked. */
const mapTexts = <T extends object>(texts: T, map: (text: string) => string): T =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]: [string, unknown]) => [name, typeof text === 'string' ? map(text) : text]),
  ) as T;

/** Its words as they were typed. */
function typedWords(form: Pick<Form, 'texts'>, path: string, language: FormLanguage): Partial<FieldTexts> {
  const japanese: Partial<FieldTexts> = form.texts.ja.fields[path] ?? {};
  const own: Partial<FieldTexts> = form.texts[language]?.fields[path] ?? {};
  const choices = japanese.choices && own.choices ? { choices: { ...japanese.choices, ...own.choices } } : {};
  return { ...japanese, ...own, ...choices };
}

/** What a field may be answered with, as value and words; undefined for a field that is not chosen. */
export function fieldChoices(
  schema: FoundField['schema'],
  words: Partial<FieldTexts>,
  sources: Sources,
): { value: unknown; label: string }[] | undefined {
  const holder = choiceSchema(schema);
  const source = holder['x-source'];
  if (typeof source === 'string') return sources[source];
  const choices = choicesOf(schema);
  if (choices) return choices.map(({ value, title }) => ({ value, label: choiceWord(words, value, title) }));
  if (sayingOf(holder, 'type') === 'boolean' && words.choices)
    return [true, false].map((value) => ({ value, label: choiceWord(words, value) }));
  return undefined;
}

function choiceWord({ choices = {} }: Partial<FieldTexts>, value: unknown, title?: string): string {
  const written = writeValue(value);
  return (Object.hasOwn(choices, written) ? choices[written] : undefined) ?? title ?? written;
}

function putWords(field: FoundField, words: Partial<FieldTexts>, language: FormLanguage, sources: Sources): void {
  field.schema.title = titleWithUnit(field, words, language);
  const holder = choiceSchema(field.schema);
  const source = holder['x-source'];
  // Records are too many to be listed: they are found when somebody chooses.
  if (kindsOfSource(source)) return;
  const choices =
    typeof source === 'string'
      ? sources[source]?.filter((choice) => isOpenTo(choice, field.path))
      : fieldChoices(field.schema, words, sources);
  if (!choices) return;
  delete holder.enum;
  delete holder.anyOf;
  // An empty list of choices is no valid schema: the one there says so, and cannot be sent.
  if (choices.length === 0)
    Object.assign(holder, {
      oneOf: [{ const: '', title: language !== 'en' ? '選べるものがありません' : 'Nothing to choose from' }],
      minLength: 1,
    });
  else holder.oneOf = choices.map(({ value, label }) => ({ const: value, title: label }));
}

function titleWithUnit({ schema, path }: FoundField, words: Partial<FieldTexts>, language: FormLanguage): unknown {
  const unit = isObject(schema['x-unit']) ? (schema['x-unit'][language] ?? schema['x-unit'].ja) : undefined;
  const title = words.title ?? schema.title ?? path;
  if (typeof unit !== 'string') return title;
  return language !== 'en' ? `${String(title)}（${unit}）` : `${String(title)} (${unit})`;
}

function putHints(uiSchema: Record<string, unknown>, path: string, words: Partial<FieldTexts>): void {
  if (!words.help && !words.placeholder) return;
  const place = openPlace(uiSchema, path);
  if (words.help) place['ui:help'] = words.help;
  if (words.placeholder) place['ui:placeholder'] = words.placeholder;
}

/** `members[].name` is `uiSchema.members.items.name`. */
function openPlace(uiSchema: Record<string, unknown>, path: string): Record<string, unknown> {
  let place = uiSchema;
  for (const key of path.replaceAll('[]', '.items').split('.')) {
    const next = place[key];
    place = isObject(next) ? next : (place[key] = {});
  }
  return place;
}
