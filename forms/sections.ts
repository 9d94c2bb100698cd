import { mapFields } from './clipboard.ts';
import { changeAt, isWithin, markedOf, newName, putField, setKeywords, setMarks, type Target } from './edit.ts';
import { readBy } from './logic/depend.ts';
import { targetsOf } from './logic/plan.ts';
import { allItems, findItem, outlineOf, uiKeys, uiOf, type Item } from './outline.ts';
import { sourcesOf } from './presets.ts';
import { formLanguages, type FieldTexts, type Form, type JsonSchema, type LogicRule } from './types.ts';
import { isObject, mapSchemas, tokensOf, visitSchemas } from './walk.ts';

/*
 * Sections that several forms share. A section is a form of its own (purpose `section`), with versions as any has. A form that takes it in holds all of it, as a
 * group with its words and logic: `x-section` says of which version. What the form says of the fields by itself is whom they are told to, and what they are to
 * the program.
 */

/** Of which section a group is, and of which of its versions; 0 of one that this city does not have: it came with a bundle. */
export type SectionLink = { key: string; number: number };
export type LinkedGroup = SectionLink & { item: Item };

export const readLink = (schema: JsonSchema): SectionLink | undefined => {
  const link = schema['x-section'];
  return isObject(link) && typeof link.key === 'string' && typeof link.number === 'number'
    ? { key: link.key, number: link.number }
    : undefined;
};

/** The groups of a form that are sections which others share. */
export const listLinks = (form: Pick<Form, 'schema' | 'uiSchema'>): LinkedGroup[] =>
  allItems(outlineOf(form)).flatMap((item) => {
    const link = item.kind === 'group' && item.isOwn ? readLink(item.schema) : undefined;
    return link ? [{ ...link, item }] : [];
  });

/** The shared section that a field stands in, or would; the group itself is the form's own. */
export const linkAround = (form: Form, holder: string): LinkedGroup | undefined =>
  listLinks(form).find(({ item }) => isWithin(holder, item.path));

/** The shared section of which a field is a part, so that only the section says what it is. */
export const linkOver = (form: Form, path: string): LinkedGroup | undefined =>
  listLinks(form).find(({ item }) => item.path !== path && isWithin(path, item.path));

/** Why a section cannot be put into a form; null where it can. */
export function barToLink(form: Form, section: Form): 'notSection' | 'ref' | 'source' | null {
  if (section.purpose !== 'section' || form.purpose === 'section') return 'notSection';
  if (hasReference(section.schema)) return 'ref';
  const handed = sourcesOf[form.purpose];
  const wanted: unknown[] = [];
  visitSchemas(section.schema, '', ({ 'x-source': source }) => {
    if (source !== undefined) wanted.push(source);
  });
  return wanted.every((source) => handed.some((each) => each === source)) ? null : 'source';
}

/** What is referred to stands elsewhere in the document, where a form has its own. */
export const hasReference = (schema: JsonSchema): boolean => {
  let refers = false;
  visitSchemas(schema, '', (each) => (refers ||= '$ref' in each || '$dynamicRef' in each));
  return refers;
};

const ofDocument = new Set(['$schema', '$id', '$comment', 'title', 'description']);

/** A section's fields as a group. */
const groupOf = (section: Form, number: number): JsonSchema => ({
  ...Object.fromEntries(Object.entries(section.schema).filter(([name]) => !ofDocument.has(name))),
  'x-section': { key: section.key, number },
});

const logicAt = (section: Form, path: string): LogicRule[] =>
  (section.logic ?? []).map((rule) => mapFields(rule, (each) => `${path}.${each}`));

/** Of nothing but the fields of a group: then it is the section's own. */
const isInside = (rule: LogicRule, path: string): boolean =>
  [...targetsOf(rule.then), ...readBy(rule)].every((each) => each !== path && isWithin(each, path));

/** Puts a section into a form, pinned to this version, or as a copy that is the form's own from now on. Undefined where it cannot stand there. */
export function putSection(
  form: Form,
  section: Form,
  number: number,
  { holder, index }: Target,
  how: 'linked' | 'copied',
  random: () => number,
): { form: Form; path: string } | undefined {
  if (barToLink(form, section) !== null || linkAround(form, holder)) return undefined;
  const stem = section.key.replace(/-[2-9a-z]{4}$/, '');
  const name = newName(form, stem, random);
  const path = holder === '' ? name : `${holder}.${name}`;
  const { ja, en } = section.texts;
  const help = (words: { description?: string }) => words.description && { help: words.description };
  const snippet = {
    name,
    schema: { type: 'object', properties: {}, 'x-section': { key: section.key, number } },
    required: false,
    texts: {
      ja: { '': { title: ja.name, ...help(ja) } },
      ...(en && { en: { '': { title: en.name, ...help(en) } } }),
    },
  };
  const put = putField(form, snippet, { holder, index }, name);
  if (put === form) return undefined;
  const pinned = pinSection(put, path, section, number);
  return { form: how === 'linked' ? pinned : unlinkSection(pinned, path), path };
}

/**
 * Makes a group what a version of its section is: fields, words and logic. What the form says of it stays: its place and title, what depends on other fields, and
 * of fields that are still there whom they are told to and what they are to the program.
 */
export function pinSection(form: Form, path: string, section: Form, number: number): Form {
  const item = findItem(form, path);
  const [place] = item?.isOwn && item.kind === 'group' ? item.places : [];
  if (!item || place === undefined || hasReference(section.schema)) return form;
  let next = changeAt(form, ['schema', ...tokensOf(place)], () => groupOf(section, number));
  next = changeAt(next, ['uiSchema', ...uiKeys(path)], () =>
    section.uiSchema && Object.keys(section.uiSchema).length > 0 ? section.uiSchema : undefined,
  );
  for (const language of formLanguages)
    if (next.texts[language])
      next = changeAt(next, ['texts', language, 'fields'], (fields) => ({
        ...Object.fromEntries(
          Object.entries(isObject(fields) ? fields : {}).filter(([each]) => each === path || !isWithin(each, path)),
        ),
        ...wordsAt(section, language, path),
      }));
  next = withLogic(next, path, logicAt(section, path));
  // What the form says of the fields is its own.
  for (const before of allItems(item.items)) {
    const now = findItem(next, before.path);
    if (!now?.isOwn || now.kind !== before.kind) continue;
    const { 'x-tell': tell } = markedOf(before);
    const { 'x-role': role } = before.schema;
    if (tell !== undefined) next = setMarks(next, before.path, { 'x-tell': tell });
    if (role !== undefined) next = setKeywords(next, before.path, { 'x-role': role });
  }
  return next;
}

const wordsAt = (section: Form, language: (typeof formLanguages)[number], path: string) =>
  Object.fromEntries(
    Object.entries(section.texts[language]?.fields ?? {}).map(([rest, words]): [string, Partial<FieldTexts>] => [
      `${path}.${rest}`,
      words,
    ]),
  );

/** The rules of a section where its former ones stood, else behind the form's own. */
function withLogic(form: Form, path: string, inside: LogicRule[]): Form {
  const { logic = [], ...rest } = form;
  const first = logic.findIndex((rule) => isInside(rule, path));
  const others = logic.filter((rule) => !isInside(rule, path));
  const ids = new Set(others.map(({ id }) => id));
  const named = inside.map((rule): LogicRule => {
    let { id } = rule;
    for (let count = 2; ids.has(id); count += 1) id = `${rule.id} ${count}`;
    ids.add(id);
    return { ...rule, id };
  });
  const next = others.toSpliced(first < 0 ? others.length : first, 0, ...named);
  return next.length > 0 ? { ...form, logic: next } : rest;
}

/** Makes a section's fields the form's own: they change with it no more. */
export const unlinkSection = (form: Form, path: string): Form => setKeywords(form, path, { 'x-section': undefined });

/** The form with another number at a group's section: of a city that counts its versions otherwise. */
export const renumberSection = (form: Form, path: string, link: SectionLink): Form =>
  setKeywords(form, path, { 'x-section': link });

/** Whether a group still is what this version of its section says: fields, drawing, logic, and the words in the languages that the form speaks. */
export function isAsSection(form: Form, path: string, section: Form): boolean {
  const item = findItem(form, path);
  if (!item?.isOwn || item.kind !== 'group') return false;
  const inside = (form.logic ?? []).filter((rule) => isInside(rule, path));
  const bare = (rules: readonly LogicRule[]) => rules.map(({ id: _, ...rule }) => rule);
  const words = (language: (typeof formLanguages)[number]) =>
    Object.fromEntries(
      Object.entries(form.texts[language]?.fields ?? {}).filter(([each]) => each !== path && isWithin(each, path)),
    );
  return (
    same(withoutOwn(item.schema), withoutOwn(groupOf(section, 0))) &&
    same(uiOf(form, path) ?? {}, section.uiSchema ?? {}) &&
    same(bare(inside), bare(logicAt(section, path))) &&
    formLanguages.every((language) => !form.texts[language] || same(words(language), wordsAt(section, language, path)))
  );
}

const withoutOwn = (schema: JsonSchema): JsonSchema =>
  mapSchemas(schema, ({ 'x-section': _, 'x-tell': _tell, 'x-role': _role, ...rest }) => rest);

/** Equal in all that JSON means, but for the order of names. */
const same = (value: unknown, other: unknown): boolean => write(value) === write(other);
const write = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([name], [next]) => (name < next ? -1 : 1)))
      : inner,
  );
