import type { Language, Text } from '../rules/types.ts';
import type {
  Register,
  RegisterAction,
  RegisterDrawing,
  RegisterFact,
  RegisterRight,
  RegisterRole,
  RegisterTexts,
  RegisterView,
} from './types.ts';

export const allRoles = [
  'administrator',
  'tier1',
  'tier2',
  'member',
  'provider',
  'centre',
] as const satisfies RegisterRole[];
export const allActions = ['see', 'names', 'add', 'change', 'step', 'export'] as const satisfies RegisterAction[];

type Value = Record<string, unknown>;
const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf = (value: unknown, holds: (entry: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(holds);
const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNone = (value: unknown): boolean => value === undefined || isText(value);
const isWords = (value: unknown): boolean => isObject(value) && Object.values(value).every(isTextOrNone);

/** The body of a draft as a register, where it is whole enough to be shown and edited as one; null: only as its document. Not whether it is right. */
export const readRegister = (body: Value): Register | null => (isWorkable(body) ? body : null);

function isWorkable(body: Value): body is Value & Register {
  const { key, texts, form, workflow, number, personal, rights, list } = body;
  return (
    [key, form, workflow, number].every(isText) &&
    typeof personal === 'boolean' &&
    isObject(texts) &&
    isWords(texts['ja']) &&
    (texts['en'] === undefined || isWords(texts['en'])) &&
    isListOf(rights, isRight) &&
    isObject(list) &&
    isListOf(list['columns'], isText) &&
    (list['views'] === undefined || isListOf(list['views'], isView)) &&
    (body['views'] === undefined || isListOf(body['views'], isDrawing)) &&
    (body['facts'] === undefined || isListOf(body['facts'], isFact)) &&
    [body['advice'], body['opens']].every(isTextOrNone)
  );
}

const isRight = (right: unknown): boolean =>
  isObject(right) &&
  isListOf(right['roles'], isText) &&
  isListOf(right['may'], isText) &&
  [right['where'], right['as'], right['told']].every(isTextOrNone) &&
  (right['when'] === undefined || isListOf(right['when'], isText));

const isView = (view: unknown): boolean =>
  isObject(view) && isText(view['key']) && isText(view['state']) && isWords(view['text']) && isObject(view['text']);

const isFact = (fact: unknown): boolean =>
  isObject(fact) &&
  isText(fact['key']) &&
  isText(fact['from']) &&
  isObject(fact['text']) &&
  isWords(fact['text']) &&
  (fact['params'] === undefined || (isObject(fact['params']) && Object.values(fact['params']).every(isText)));

const isDrawing = (drawing: unknown): boolean =>
  isObject(drawing) &&
  isText(drawing['kind']) &&
  ['field', 'from', 'to', 'track', 'aim'].every((name) => isTextOrNone(drawing[name])) &&
  (drawing['counts'] === undefined || isCounts(drawing['counts']));

const isCounts = (counts: unknown): boolean =>
  isObject(counts) &&
  isText(counts['field']) &&
  isObject(counts['figures']) &&
  Object.values(counts['figures']).every((figures) => isListOf(figures, isText));

/** What is called so in a language. English that is emptied goes, and a description that is emptied too: neither is asked for. */
export function setText(register: Register, language: Language, name: keyof RegisterTexts, text: string): Register {
  const { [name]: _before, ...others } = register.texts[language] ?? ({} as Partial<RegisterTexts>);
  const own = name === 'description' && text === '' ? others : { ...register.texts[language], [name]: text };
  if (language === 'ja') return { ...register, texts: { ...register.texts, ja: own as RegisterTexts } };
  const { en: _en, ...texts } = register.texts;
  const isEmpty = Object.values(own).every((each) => each === '' || each === undefined);
  return { ...register, texts: isEmpty ? texts : { ...register.texts, en: own as RegisterTexts } };
}

/** Another choice from `known`: those chosen before keep their places, and what is not known is kept, since nobody was asked about it. */
export function choose(before: readonly string[], chosen: readonly string[], known: readonly string[]): string[] {
  const kept = before.filter((value) => chosen.includes(value) || !known.includes(value));
  return [...kept, ...known.filter((value) => chosen.includes(value) && !before.includes(value))];
}

const replaceAt = <T>(list: readonly T[], index: number, value: T): T[] =>
  list.map((entry, at) => (at === index ? value : entry));
const removeAt = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);

/** The entry at `index` so many places further on; beyond either end it stays. */
function move<T>(list: readonly T[], index: number, by: number): T[] {
  const [entry] = list.slice(index, index + 1);
  const to = index + by;
  if (entry === undefined || to < 0 || to >= list.length) return [...list];
  return removeAt(list, index).toSpliced(to, 0, entry);
}

export type RightChange = { [Name in keyof RegisterRight]?: RegisterRight[Name] | undefined };

/** A right with something of it changed. What is set to undefined, or to an empty list of states, is not said any more. */
export function changeRight(register: Register, index: number, change: RightChange): Register {
  const before = register.rights[index];
  if (!before) return register;
  const gone = (name: string, value: unknown): boolean =>
    name in change && (value === undefined || (name === 'when' && Array.isArray(value) && value.length === 0));
  const next = Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([name, value]) => !gone(name, value)),
  );
  return { ...register, rights: replaceAt(register.rights, index, next as RegisterRight) };
}

export const addRight = (register: Register, right: RegisterRight): Register => ({
  ...register,
  rights: [...register.rights, right],
});

export const removeRight = (register: Register, index: number): Register => ({
  ...register,
  rights: removeAt(register.rights, index),
});

const setColumns = (register: Register, columns: string[]): Register => ({
  ...register,
  list: { ...register.list, columns },
});

/** Nothing changes where the column is there already. */
export const addColumn = (register: Register, column: string): Register =>
  register.list.columns.includes(column) ? register : setColumns(register, [...register.list.columns, column]);

export const removeColumn = (register: Register, index: number): Register =>
  setColumns(register, removeAt(register.list.columns, index));

export const moveColumn = (register: Register, index: number, by: number): Register =>
  setColumns(register, move(register.list.columns, index, by));

/** Without any view, none is spoken of. */
function setViews(register: Register, views: RegisterView[]): Register {
  const { views: _views, ...list } = register.list;
  return { ...register, list: views.length > 0 ? { ...register.list, views } : list };
}

const viewsOf = ({ list }: Register): readonly RegisterView[] => list.views ?? [];

/** A new view under a key of its own: `view-1`, `view-2` … */
export function addView(register: Register, state: string, text: Text): Register {
  const keys = viewsOf(register).map(({ key }) => key);
  let count = keys.length + 1;
  while (keys.includes(`view-${count}`)) count += 1;
  return setViews(register, [...viewsOf(register), { key: `view-${count}`, text, state }]);
}

export function changeView(register: Register, index: number, change: Partial<RegisterView>): Register {
  const before = viewsOf(register)[index];
  return before ? setViews(register, replaceAt(viewsOf(register), index, { ...before, ...change })) : register;
}

/** The name of a view in a language; English that is emptied goes. */
export function setViewText(register: Register, index: number, language: Language, name: string): Register {
  const before = viewsOf(register)[index];
  if (!before) return register;
  const { en: _en, ...japanese } = before.text;
  const text = language === 'en' && name === '' ? japanese : { ...before.text, [language]: name };
  return changeView(register, index, { text });
}

export const removeView = (register: Register, index: number): Register =>
  setViews(register, removeAt(viewsOf(register), index));

export const moveView = (register: Register, index: number, by: number): Register =>
  setViews(register, move(viewsOf(register), index, by));

/** Without any, none is spoken of. */
function setDrawings(register: Register, drawings: RegisterDrawing[]): Register {
  const { views: _views, ...others } = register;
  return drawings.length > 0 ? { ...register, views: drawings } : others;
}

const isSame = (drawing: RegisterDrawing, other: RegisterDrawing): boolean =>
  JSON.stringify(drawing) === JSON.stringify(other);

/** Nothing changes where the list is drawn so already. */
export const addDrawing = (register: Register, drawing: RegisterDrawing): Register =>
  (register.views ?? []).some((before) => isSame(before, drawing))
    ? register
    : setDrawings(register, [...(register.views ?? []), drawing]);

export const changeDrawing = (register: Register, index: number, drawing: RegisterDrawing): Register =>
  (register.views ?? []).some((before) => isSame(before, drawing))
    ? register
    : setDrawings(register, replaceAt(register.views ?? [], index, drawing));

export const removeDrawing = (register: Register, index: number): Register =>
  setDrawings(register, removeAt(register.views ?? [], index));

export const moveDrawing = (register: Register, index: number, by: number): Register =>
  setDrawings(register, move(register.views ?? [], index, by));

/** Without any fact, none is spoken of. */
function setFacts(register: Register, facts: RegisterFact[]): Register {
  const { facts: _facts, ...others } = register;
  return facts.length > 0 ? { ...register, facts } : others;
}

const factsOf = ({ facts }: Register): readonly RegisterFact[] => facts ?? [];

/** A new fact under a key of its own: `fact1`, `fact2` … */
export function addFact(register: Register, from: string, text: Text): Register {
  const keys = factsOf(register).map(({ key }) => key);
  let count = keys.length + 1;
  while (keys.includes(`fact${count}`)) count += 1;
  return setFacts(register, [...factsOf(register), { key: `fact${count}`, text, from }]);
}

export function changeFact(register: Register, index: number, change: Partial<RegisterFact>): Register {
  const before = factsOf(register)[index];
  return before ? setFacts(register, replaceAt(factsOf(register), index, { ...before, ...change })) : register;
}

/** A param that is emptied is not said any more. */
export function setFactParam(register: Register, index: number, name: string, value: string): Register {
  const before = factsOf(register)[index];
  if (!before) return register;
  const { [name]: _before, ...others } = before.params ?? {};
  const params = value === '' ? others : { ...before.params, [name]: value };
  return changeFact(register, index, { params });
}

export const removeFact = (register: Register, index: number): Register =>
  setFacts(register, removeAt(factsOf(register), index));

/** The rule set that advises; none: nothing does. */
export function setAdvice(register: Register, advice: string | null): Register {
  const { advice: _advice, ...others } = register;
  return advice === null ? others : { ...register, advice };
}

/** What a record is begun of by itself; none: a person begins each. */
export function setOpens(register: Register, opens: Register['opens'] | null): Register {
  const { opens: _opens, ...others } = register;
  return opens ? { ...register, opens } : others;
}
