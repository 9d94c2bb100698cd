import {
  allItems,
  findItem,
  holderMadeBy,
  itemsOf,
  orderIn,
  outlineOf,
  readPointer,
  uiKeys,
  uiOf,
  type Item,
} from './outline.ts';
import { purposes } from './purposes.ts';
import {
  formLanguages,
  type Calculation,
  type FieldTexts,
  type Form,
  type FormLanguage,
  type JsonSchema,
  type LogicRule,
  type LogicValue,
  type Telling,
} from './types.ts';
import { expand } from './expand.ts';
import { alwaysSetBy, readsOfValue } from './logic/plan.ts';
import { branches, isObject, mapSchemas, tokensOf, visit } from './walk.ts';

/** The places in the logic where a field's path stands. */
export const namesField = /\/(?:fact|limit|set|refuse|count|(?:show|require|want|sum|difference)\/\d+)$/;

/*
 * Changes of a form as its builder makes them. Each gives a new form in which everything that is not spoken of is what it was, in the order in which it
 * was, and the very form that it was given where nothing changes.
 */

type Words = Record<string, Partial<FieldTexts>>;

/** A field with all that a form says of it, as it is added, copied, cut and pasted. Words by what follows its own path: `''`, `[].name`. */
export type Snippet = {
  name: string;
  schema: JsonSchema;
  ui?: Record<string, unknown>;
  required: boolean;
  /** What it, or a field in it, is always set to (the form's logic); `from`: the path that it had where these fields were named. */
  sets?: { from: string; values: { set: string; value: LogicValue }[] };
  texts: { ja: Words; en?: Words; easy?: Words };
};

/** Where a field is put: before the field that now stands at `index` of the holder. */
export type Target = { holder: string; index: number };

/** A document that the builder can work with; null for one whose make only JSON can mend. */
export const readForm = (body: Record<string, unknown>): Form | null => (isWorkable(body) ? body : null);

/** What the check still finds wrong is in parts that are kept as they are. */
function isWorkable(body: object): body is Form {
  const { purpose, schema, texts, uiSchema }: Record<string, unknown> = { ...body };
  return (
    typeof purpose === 'string' &&
    Object.hasOwn(purposes, purpose) &&
    isObject(schema) &&
    (schema.properties === undefined || isObject(schema.properties)) &&
    isObject(texts) &&
    isFormWords(texts.ja) &&
    (texts.en === undefined || isFormWords(texts.en)) &&
    (texts.easy === undefined || isFormWords(texts.easy)) &&
    (uiSchema === undefined || isObject(uiSchema))
  );
}

/** Of what is there each is a text; that something is missing, the check says. */
const areTexts = (group: Record<string, unknown>, names: readonly string[] = Object.keys(group)): boolean =>
  names.every((name) => !Object.hasOwn(group, name) || typeof group[name] === 'string');

const isFormWords = (words: unknown): boolean =>
  isObject(words) &&
  areTexts(words, ['name', 'description', 'submit']) &&
  isObject(words.fields) &&
  Object.values(words.fields).every(
    (field) =>
      isObject(field) &&
      areTexts(field, ['title', 'help', 'placeholder']) &&
      (field.choices === undefined || (isObject(field.choices) && areTexts(field.choices))),
  );

export const wordsOf = (form: Pick<Form, 'texts'>, path: string, language: FormLanguage): Partial<FieldTexts> => {
  const fields: Record<string, Partial<FieldTexts>> = form.texts[language]?.fields ?? {};
  return Object.hasOwn(fields, path) ? (fields[path] ?? {}) : {};
};

const letters = '23456789abcdefghjkmnpqrstuvwxyz';

/** Four letters and digits by lot, of those that are not taken for one another. */
export const drawLetters = (random: () => number): string =>
  Array.from({ length: 4 }, () => letters[Math.floor(random() * letters.length)] ?? '').join('');

/** One choice more, of a value that no other has had. */
export const newChoice = (random: () => number): WordedChoice => ({ value: `choice-${drawLetters(random)}`, ja: '' });

/**
 * A name that no field has, readable and of no meaning: `number-7k2m`. It is drawn by lot, so that two who add a field at once do not make the same one,
 * and one that was removed does not come back as another.
 */
export function newName(form: Form, stem: string, random: () => number): string {
  const taken = new Set(allItems(outlineOf(form)).map(({ name }) => name));
  for (;;) {
    const name = `${stem}-${drawLetters(random)}`;
    if (!taken.has(name)) return name;
  }
}

/** A field as it can be put elsewhere; undefined where it is written in several places, or in one that others share. */
export function takeField(form: Form, path: string): Snippet | undefined {
  const item = findItem(form, path);
  if (!item?.isOwn) return undefined;
  const ui = uiOf(form, path);
  const values = form.logic?.flatMap((rule) => setWithin(rule, path) ?? []) ?? [];
  const texts = (language: FormLanguage): Words =>
    Object.fromEntries(
      Object.entries(form.texts[language]?.fields ?? {}).flatMap(([key, words]) =>
        isWithin(key, path) ? [[key.slice(path.length), words]] : [],
      ),
    );
  return {
    name: item.name,
    schema: item.schema,
    ...(ui && { ui }),
    required: item.isRequired,
    ...(values.length > 0 && { sets: { from: path, values } }),
    texts: {
      ja: texts('ja'),
      ...(form.texts.en && { en: texts('en') }),
      ...(form.texts.easy && { easy: texts('easy') }),
    },
  };
}

/** Puts a field among those of a holder, under this name. It is always asked, but where `at` names a branch's schema. */
export function putField(
  form: Form,
  snippet: Snippet,
  { holder, index }: Target,
  name: string,
  at = schemaOf(form, holder),
): Form {
  if (at === undefined) return form;
  const siblings = itemsOf(form, holder);
  const names = siblings.map((item) => item.name).toSpliced(index, 0, name);
  const path = holder === '' ? name : `${holder}.${name}`;
  const rename = (words: Words): Words =>
    Object.fromEntries(Object.entries(words).map(([rest, texts]) => [`${path}${rest}`, texts]));
  let next = changeAt(form, ['schema', ...tokensOf(at)], (schema) => {
    const held: JsonSchema = isObject(schema) ? schema : {};
    return { ...held, properties: { ...(isObject(held.properties) ? held.properties : {}), [name]: snippet.schema } };
  });
  if (snippet.required) next = putRequired(next, at, name, true);
  if (snippet.ui) next = changeAt(next, ['uiSchema', ...uiKeys(path)], () => snippet.ui);
  next = changeAt(next, ['texts', 'ja', 'fields'], (fields) => ({ ...asGroup(fields), ...rename(snippet.texts.ja) }));
  // A form that speaks one language goes on doing so.
  for (const language of ['en', 'easy'] as const) {
    const more = snippet.texts[language];
    if (next.texts[language] && more)
      next = changeAt(next, ['texts', language, 'fields'], (fields) => ({ ...asGroup(fields), ...rename(more) }));
  }
  const { from = '', values = [] } = snippet.sets ?? {};
  // Of what comes along, those here are meant.
  const here = (each: string): string => (isWithin(each, from) ? `${path}${each.slice(from.length)}` : each);
  for (const { set, value } of values) next = putRule(next, here(set), mapReads(value, here));
  return putOrder(next, holder, names);
}

/** The field, or one in it, that a rule sets whatever is answered, and to what. */
function setWithin(rule: LogicRule, path: string): ReturnType<typeof alwaysSetBy> {
  const effect = alwaysSetBy(rule);
  return effect && isWithin(effect.set, path) ? effect : undefined;
}

/** A value that is made of other fields. */
function mapReads(value: LogicValue, change: (path: string) => string): LogicValue {
  if (!isObject(value)) return value;
  if ('fact' in value) return { fact: change(value.fact) };
  if ('count' in value) return { count: change(value.count) };
  if ('sum' in value) return { sum: value.sum.map(change) };
  return { difference: [change(value.difference[0]), change(value.difference[1])] };
}

/** Sets a field whatever is answered; undefined takes that rule away. */
function putRule(form: Form, path: string, value: LogicValue | undefined): Form {
  const { logic = [], ...rest } = form;
  const at = logic.findIndex((rule) => alwaysSetBy(rule)?.set === path);
  if (at < 0 && value === undefined) return form;
  const ids = new Set(logic.map(({ id }) => id));
  let id = path;
  for (let count = 2; at < 0 && ids.has(id); count += 1) id = `${path} ${count}`;
  const rule = value === undefined ? [] : [{ ...(logic[at] ?? { id }), then: { set: path, value } }];
  const next = at < 0 ? [...logic, ...rule] : logic.toSpliced(at, 1, ...rule);
  return next.length === 0 ? rest : { ...form, logic: next };
}

/** What is not taken as it is from one other field. */
const calculationIn = (value: LogicValue | undefined): Calculation | undefined =>
  isObject(value) && !('fact' in value) ? value : undefined;

/** How a field is calculated; undefined where that has not been said. */
export function readCalculation(form: Form, path: string): Calculation | undefined {
  const sets = form.logic?.flatMap((rule) => alwaysSetBy(rule) ?? []);
  return calculationIn(sets?.find(({ set }) => set === path)?.value);
}

/** Whether a rule is how a calculated field is calculated: that is changed with the field, and holds always. */
export function isCalculation(form: Form, rule: LogicRule): boolean {
  const { set, value } = alwaysSetBy(rule) ?? {};
  return set !== undefined && calculationIn(value) !== undefined && findItem(form, set)?.kind === 'calculated';
}

/** The numbers that a sum set to a field may be made of. */
export const summandsOf = (form: Form, path: string): Item[] =>
  allItems(outlineOf(form)).filter(
    (item) => item.path !== path && (item.kind === 'number' || item.kind === 'calculated'),
  );

/**
 * Says how a field is calculated, and makes it a number as its parts are: whole where all are, in their unit; days between days. Undefined takes that away.
 */
export const setCalculation = (form: Form, path: string, value: Calculation | undefined): Form =>
  setKeywords(putRule(form, path, value), path, value ? numberOf(form, value) : { 'x-unit': undefined });

/** What number is calculated so. How many there are is in no unit. */
function numberOf(form: Form, value: Calculation): JsonSchema {
  if ('count' in value) return { type: 'integer', 'x-unit': undefined };
  const parts = ('sum' in value ? value.sum : value.difference).flatMap((each) => findItem(form, each) ?? []);
  const [first] = parts;
  // Days, and the ends of periods, which are no fields of the builder's own.
  const isDays = 'difference' in value && first?.kind !== 'number' && first?.kind !== 'calculated';
  return {
    type: parts.some(({ schema }) => schema.type === 'number') ? 'number' : 'integer',
    'x-unit': isDays ? { ja: '日', en: 'days' } : first?.schema['x-unit'],
  };
}

/** Takes a field out, with its words and all that is said of it. The form itself where other fields share its place. */
export function removeField(form: Form, path: string): Form {
  const item = findItem(form, path);
  if (!item || !canRemove(form, path)) return form;
  let next = form;
  for (const place of item.places) next = changeAt(next, ['schema', ...tokensOf(place)], () => undefined);
  // Other branches may demand it, too.
  const around = schemaOf(form, item.holder);
  const levels = new Set(item.places.map(holderOf));
  if (around !== undefined) for (const level of branchesAt(form.schema, around)) levels.add(level);
  for (const level of levels) next = putRequired(next, level, item.name, false);
  next = changeAt(next, ['uiSchema', ...uiKeys(path)], () => undefined);
  for (const language of formLanguages)
    if (next.texts[language]?.fields)
      next = changeAt(next, ['texts', language, 'fields'], (fields) =>
        without(asGroup(fields), (key) => isWithin(key, path)),
      );
  for (const { set } of form.logic?.flatMap((rule) => setWithin(rule, path) ?? []) ?? [])
    next = putRule(next, set, undefined);
  const order = ['uiSchema', ...(item.holder === '' ? [] : uiKeys(item.holder)), 'ui:order'];
  return orderIn(next, item.holder)
    ? changeAt(next, order, (names) => (Array.isArray(names) ? names.filter((name) => name !== item.name) : names))
    : next;
}

/** Whether everything that asks this field is its own, so that it can go without taking others with it. */
export function canRemove(form: Form, path: string): boolean {
  const all = allItems(outlineOf(form));
  const item = all.find((candidate) => candidate.path === path);
  return (
    item !== undefined &&
    !all.some((candidate) => candidate !== item && candidate.places.some((each) => item.places.includes(each)))
  );
}

/** Puts a field elsewhere: among its own, or into another group or list, where it keeps its name if that is free. */
export function moveField(form: Form, path: string, { holder, index }: Target, random: () => number): Form {
  const item = findItem(form, path);
  if (!item) return form;
  if (holder !== item.holder) {
    const snippet = barToMove(form, path, holder) === null ? takeField(form, path) : undefined;
    if (!snippet) return form;
    const taken = itemsOf(form, holder).some(({ name }) => name === item.name);
    const name = taken ? newName(form, item.name, random) : item.name;
    return putField(removeField(form, path), snippet, { holder, index }, name);
  }
  const names = itemsOf(form, holder).map(({ name }) => name);
  const from = names.indexOf(item.name);
  const to = from < index ? index - 1 : index;
  return from === to ? form : putOrder(form, holder, names.toSpliced(from, 1).toSpliced(to, 0, item.name));
}

/**
 * Why a field stays on its level: answers stand there, others are asked depending on it, it is itself asked in some cases only, it or the place is shared, it is
 * a section's that other forms have too.
 */
export type MoveBar = 'published' | 'condition' | 'conditional' | 'shared' | 'linked';

/**
 * Why a field cannot be put into another group or list; null where it can. `isPublished`: whether the version in force asks a field at a path, so that
 * answers to it stand there.
 */
export function barToMove(
  form: Form,
  path: string,
  holder: string,
  isPublished: (path: string) => boolean = () => false,
): MoveBar | null {
  const item = findItem(form, path);
  if (!item?.isOwn || isWithin(holder, path) || schemaOf(form, holder) === undefined) return 'shared';
  if (item.isConditional) return 'conditional';
  if (isInConditions(form, path)) return 'condition';
  return isPublished(path) ? 'published' : null;
}

/** A second one right after it, under another name: with all that it has but its part in the program, and told to nobody yet. */
export function copyField(form: Form, path: string, random: () => number): { form: Form; path: string } | undefined {
  const item = findItem(form, path);
  const snippet = takeField(form, path);
  if (!item || !snippet || schemaOf(form, item.holder) === undefined) return undefined;
  const [place = ''] = item.places;
  const index = itemsOf(form, item.holder).findIndex((candidate) => candidate.path === path) + 1;
  const name = newName(form, item.name.replace(/-[2-9a-z]{4}$/, '').replaceAll(/[./[\]]/g, '-'), random);
  const copy = asNewField(snippet, (title, language) => title + (language === 'ja' ? '（写し）' : ' (copy)'));
  return {
    form: putField(form, copy, { holder: item.holder, index }, name, holderOf(place)),
    path: item.holder === '' ? name : `${item.holder}.${name}`,
  };
}

/** A snippet as another field: each role is on one field only, and who is told of one was not asked of the other. */
function asNewField(snippet: Snippet, retitle: (title: string, language: 'ja' | 'en') => string): Snippet {
  const renamed = (words: Words, language: 'ja' | 'en'): Words =>
    words['']?.title === undefined
      ? words
      : { ...words, '': { ...words[''], title: retitle(words[''].title, language) } };
  const { ja, en, easy } = snippet.texts;
  return {
    ...snippet,
    schema: mapSchemas(snippet.schema, (schema) => without(schema, (key) => key === 'x-role' || key === 'x-tell')),
    texts: { ja: renamed(ja, 'ja'), ...(en && { en: renamed(en, 'en') }), ...(easy && { easy: renamed(easy, 'ja') }) },
  };
}

/** Changes a field's words; an empty one is no more there. Japanese titles stay, also empty: that they are missing is said. */
export function setWords(form: Form, path: string, language: FormLanguage, words: Partial<FieldTexts>): Form {
  const named =
    form.texts[language] === undefined
      ? changeAt(form, ['texts', language], () => ({
          ...(language !== 'easy' && { name: form.texts.ja.name }),
          fields: {},
        }))
      : form;
  const next = changeAt(named, ['texts', language, 'fields', path], (before) => {
    const merged = merge(
      asGroup(before),
      words,
      (key, value) => value === '' && !(key === 'title' && language === 'ja'),
    );
    return Object.keys(merged).length === 0 ? undefined : merged;
  });
  return isSame(next.texts, form.texts) ? form : next;
}

/** Changes what a field's own schema says; `undefined` takes a keyword away. What is calculated from the field goes along: whole or not, in its unit. */
export const setKeywords = (form: Form, path: string, keywords: JsonSchema): Form =>
  recalculate(form, putKeywords(form, path, keywords), path);

function putKeywords(form: Form, path: string, keywords: JsonSchema): Form {
  const item = findItem(form, path);
  const [place] = item?.isOwn ? item.places : [];
  return place === undefined
    ? form
    : changeAt(form, ['schema', ...tokensOf(place)], (schema) => merge(asGroup(schema), keywords));
}

/** Makes the numbers that are calculated from a field as that now is, if it has become another; `done`: those that have been. */
function recalculate(before: Form, form: Form, path: string, done: ReadonlySet<string> = new Set()): Form {
  const [was, is] = [before, form].map((each) => {
    const { type, 'x-unit': unit } = findItem(each, path)?.schema ?? {};
    return [type, unit];
  });
  if (isSame(was, is)) return form;
  const also = new Set([...done, path]);
  return allItems(outlineOf(form)).reduce((next, item) => {
    const value = item.kind === 'calculated' && !also.has(item.path) ? readCalculation(next, item.path) : undefined;
    return value && readsOfValue(value).includes(path)
      ? recalculate(next, putKeywords(next, item.path, numberOf(next, value)), item.path, also)
      : next;
  }, form);
}

/** Changes how a field is drawn; `undefined` takes a setting away. */
export const setDrawing = (form: Form, path: string, settings: Record<string, unknown>): Form =>
  changeAt(form, ['uiSchema', ...uiKeys(path)], (ui) => {
    const merged = merge(asGroup(ui), settings);
    return Object.keys(merged).length === 0 ? undefined : merged;
  });

const typed = new Set(['text', 'longText', 'kana', 'telephone', 'email']);

/** Makes a field one that must be answered, or one that need not be: of a text also that it is more than blanks, of a list that something is chosen, of a period that both ends are known. */
export function setRequired(form: Form, path: string, required: boolean): Form {
  const item = findItem(form, path);
  const [place] = item?.isOwn ? item.places : [];
  if (!item || place === undefined || item.isRequired === required) return form;
  const next = putRequired(form, holderOf(place), item.name, required);
  const { minLength, minItems, pattern } = item.schema;
  if (typed.has(item.kind))
    return setKeywords(next, path, {
      minLength: required ? (minLength ?? 1) : minLength === 1 ? undefined : minLength,
      pattern: required ? (pattern ?? '\\S') : pattern === '\\S' ? undefined : pattern,
    });
  if (item.kind === 'period') return setKeywords(next, path, { required: required ? ['from', 'to'] : undefined });
  if (item.kind === 'address')
    return setKeywords(next, path, { required: required ? ['prefecture', 'city', 'rest'] : undefined });
  if (item.schema.type === 'array')
    return setKeywords(next, path, { minItems: required ? (minItems ?? 1) : minItems === 1 ? undefined : minItems });
  return next;
}

/** Who is told what is answered: `undefined` says nobody of them. */
export function setTelling(form: Form, path: string, audience: string, telling: Telling | undefined): Form {
  const item = findItem(form, path);
  if (!item) return form;
  const tell = merge(asGroup(markedOf(item)['x-tell']), { [audience]: telling });
  return setMarks(form, path, { 'x-tell': Object.keys(tell).length === 0 ? undefined : tell });
}

/** The schema that says whom a field is told to, and whether it is personal: of a period or an address that of its parts, which say the same. */
export const markedOf = ({ kind, schema }: Pick<Item, 'kind' | 'schema'>): JsonSchema =>
  isOne(kind) ? asGroup(Object.values(asGroup(schema.properties))[0]) : schema;

/** Groups that people take for one field: their parts say the same of whom they are told to. */
const isOne = (kind: Item['kind']): boolean => kind === 'period' || kind === 'address';

/** Changes those marks. */
export function setMarks(form: Form, path: string, marks: { 'x-tell'?: unknown; 'x-personal'?: boolean }): Form {
  const item = findItem(form, path);
  return item && isOne(item.kind) ? setEnds(form, item, marks) : setKeywords(form, path, marks);
}

/** Changes all parts of a period or an address alike. */
export function setEnds(form: Form, { path, schema }: Item, keywords: JsonSchema): Form {
  const ends = Object.entries(asGroup(schema.properties));
  return setKeywords(form, path, {
    properties: Object.fromEntries(ends.map(([name, end]) => [name, merge(asGroup(end), keywords)])),
  });
}

/** One thing that can be chosen. Its value is what answers keep; words may change. */
export type WordedChoice = { value: string; ja: string; en?: string };

/** What a field of choices offers, with words; undefined for any other. */
export function readChoices(form: Form, path: string): WordedChoice[] | undefined {
  const item = findItem(form, path);
  if (item?.kind !== 'one' && item?.kind !== 'several') return undefined;
  const values: unknown = asGroup(item.kind === 'several' ? item.schema.items : item.schema).enum;
  const [ja, en] = (['ja', 'en'] as const).map((language) => wordsOf(form, path, language).choices ?? {});
  const said = (words: Record<string, string> | undefined, value: string) =>
    words && Object.hasOwn(words, value) ? words[value] : undefined;
  return (Array.isArray(values) ? values : []).map(String).map((value) => {
    const english = said(en, value);
    return { value, ja: said(ja, value) ?? '', ...(english !== undefined && { en: english }) };
  });
}

export function setChoices(form: Form, path: string, choices: readonly WordedChoice[]): Form {
  const item = findItem(form, path);
  if (item?.kind !== 'one' && item?.kind !== 'several') return form;
  const values = choices.map(({ value }) => value);
  let next =
    item.kind === 'one'
      ? setKeywords(form, path, { enum: values })
      : setKeywords(form, path, { items: merge(asGroup(item.schema.items), { enum: values }) });
  next = setWords(next, path, 'ja', { choices: Object.fromEntries(choices.map(({ value, ja }) => [value, ja])) });
  const english = choices.flatMap(({ value, en }) => (en ? [[value, en] as const] : []));
  return english.length > 0 || wordsOf(next, path, 'en').choices
    ? setWords(next, path, 'en', { choices: Object.fromEntries(english) })
    : next;
}

/**
 * The paths of the fields that some condition, or the logic, speaks of. A field that is among them, or has one of them in it, cannot go without changing
 * when others are asked, or what fits.
 */
export function namesInConditions({ schema, logic }: Pick<Form, 'schema' | 'logic'>): Set<string> {
  const names = new Set<string>();
  visit(logic, '', (_, value, pointer) => {
    if (typeof value === 'string' && namesField.test(pointer)) names.add(value.replace(/\[\]$/, ''));
  });
  gatherConditions(expand(schema), '', false, names);
  return names;
}

/** Whether a condition or the logic speaks of a field, or of one in it. What these are always set to goes with it. */
export function isInConditions({ schema, logic = [] }: Pick<Form, 'schema' | 'logic'>, path: string): boolean {
  const others = logic.filter((rule) => !setWithin(rule, path));
  return [...namesInConditions({ schema, logic: others })].some((named) => isWithin(named, path));
}

/**
 * `decides`: over what is asked or fits, this schema decides as a whole (it stands in `if` or `not`), or as one of several, which mostly only ask their
 * fields.
 */
function gatherConditions(
  schema: JsonSchema,
  holder: string,
  decides: 'whole' | 'one' | false,
  paths: Set<string>,
): void {
  const at = (name: unknown) => (holder === '' ? String(name) : `${holder}.${String(name)}`);
  const look = (inner: unknown, where: string, how: typeof decides) => {
    if (isObject(inner)) gatherConditions(inner, where, how, paths);
  };
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const innerDecides = decides || 'one';
  if (decides) for (const name of list(schema.required)) paths.add(at(name));
  for (const [name, field] of Object.entries(asGroup(schema.properties))) {
    if (decides === 'whole' || (decides && isObject(field) && 'const' in field)) paths.add(at(name));
    look(field, at(name), decides);
  }
  look(schema.items, `${holder}[]`, decides);
  for (const key of ['if', 'not']) look(schema[key], holder, 'whole');
  for (const inner of [schema.then, schema.else, ...list(schema.allOf)]) look(inner, holder, decides);
  for (const inner of [...list(schema.anyOf), ...list(schema.oneOf)]) look(inner, holder, innerDecides);
  for (const [name, names] of Object.entries(asGroup(schema.dependentRequired)))
    for (const each of [name, ...list(names)]) paths.add(at(each));
  for (const [name, branch] of Object.entries(asGroup(schema.dependentSchemas))) {
    paths.add(at(name));
    look(branch, holder, decides);
  }
}

/** What the server cannot do without in forms for this purpose: the role that the field, or one in it, has. */
export function neededRole(form: Form, item: Item): string | undefined {
  const roles = Object.hasOwn(purposes, form.purpose) ? purposes[form.purpose].roles : {};
  return allItems([item])
    .map(({ schema }) => schema['x-role'])
    .filter((role) => typeof role === 'string')
    .find((role) => roles[role]?.required === true);
}

/** The schema that a holder's own fields are written in, as pointer; undefined where that is not its alone. */
function schemaOf(form: Form, holder: string): string | undefined {
  if (holder === '') return '';
  const item = allItems(outlineOf(form)).find((candidate) => holderMadeBy(candidate) === holder);
  return item?.isOwn ? `${item.places[0]}${item.kind === 'list' ? '/items' : ''}` : undefined;
}

/** The place of the schema whose property stands at a place. */
const holderOf = (place: string): string => place.slice(0, place.lastIndexOf('/properties/'));

/** The places of a schema and of all that hold for the same value. */
function branchesAt(root: JsonSchema, pointer: string): string[] {
  const schema = readPointer(root, pointer);
  return isObject(schema)
    ? [pointer, ...branches(schema).flatMap(([where]) => branchesAt(root, `${pointer}/${where}`))]
    : [];
}

/** The least that brings the fields of a holder into this order: that of its properties where nothing else orders them, else `ui:order`. */
export function putOrder(form: Form, holder: string, names: readonly string[]): Form {
  const at = schemaOf(form, holder);
  const order = orderIn(form, holder);
  const place = ['uiSchema', ...(holder === '' ? [] : uiKeys(holder)), 'ui:order'];
  if (order) {
    const others = order.filter((name) => name !== '*' && !names.includes(name));
    return changeAt(form, place, () => [...names, ...others]);
  }
  const properties = at === undefined ? {} : asGroup(readPointer(form.schema, `${at}/properties`));
  // What the builder does not show stays, behind what it does.
  const all = [...names, ...Object.keys(properties).filter((name) => !names.includes(name))];
  if (at !== undefined && names.every((name) => Object.hasOwn(properties, name))) {
    const sorted = Object.fromEntries(all.map((name) => [name, properties[name]]));
    // Names that are numbers stand first, whatever one does.
    if (Object.keys(sorted).every((name, index) => name === all[index]))
      return changeAt(form, ['schema', ...tokensOf(at), 'properties'], () => sorted);
  }
  return changeAt(form, place, () => all);
}

function putRequired(form: Form, pointer: string, name: string, required: boolean): Form {
  const place = ['schema', ...tokensOf(pointer), 'required'];
  return changeAt(form, place, (before) => {
    const names: unknown[] = Array.isArray(before) ? before : [];
    if (names.includes(name) === required) return before;
    const next = required ? [...names, name] : names.filter((listed) => listed !== name);
    return next.length === 0 ? undefined : next;
  });
}

/**
 * A copy in which the value at a place is what `change` makes of it; undefined takes the place away, and groups of words or settings that are empty only for
 * that. A schema stays where it stands, also an empty one: it says something, and others are found by their place beside it.
 */
export function changeAt<T extends object>(
  document: T,
  [key = '', ...rest]: string[],
  change: (value: unknown) => unknown,
  prunes = key !== 'schema',
): T {
  const before: unknown = Object.hasOwn(document, key) ? Reflect.get(document, key) : undefined;
  const inner = typeof before === 'object' && before !== null ? before : {};
  const after = rest.length === 0 ? change(before) : changeAt(inner, rest, change, prunes);
  if (after === before || (after === inner && before === undefined)) return document;
  if (Array.isArray(document))
    return Object.assign([...(document as T & unknown[])], { [key]: after }) as T & unknown[];
  const isEmptied = rest.length > 0 && isObject(after) && Object.keys(after).length === 0;
  if (after !== undefined && !(prunes && isEmptied && key !== 'fields')) return { ...document, [key]: after };
  return without(document as Record<string, unknown>, (name) => name === key) as T;
}

const asGroup = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

function without(group: Record<string, unknown>, goes: (key: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(group).filter(([key]) => !goes(key)));
}

/** What is given over what is there, each key in its place; undefined, and what `isNothing` says, takes a key away. */
function merge(
  group: Record<string, unknown>,
  given: Record<string, unknown>,
  isNothing: (key: string, value: unknown) => boolean = () => false,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...group, ...given }).filter(
      ([key, value]) => value !== undefined && !(key in given && isNothing(key, value)),
    ),
  );
}

const isSame = (value: unknown, other: unknown): boolean => JSON.stringify(value) === JSON.stringify(other);

/** Itself, or a field in it. */
export const isWithin = (path: string, around: string): boolean =>
  path === around || path.startsWith(`${around}.`) || path.startsWith(`${around}[]`);
