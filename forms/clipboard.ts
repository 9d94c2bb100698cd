import {
  canRemove,
  isWithin,
  namesField,
  namesInConditions,
  neededRole,
  newName,
  putField,
  readForm,
  removeField,
  takeField,
  wordsOf,
  type Target,
} from './edit.ts';
import { expand } from './expand.ts';
import { readBy } from './logic/depend.ts';
import { readLogic } from './logic/edit-logic.ts';
import { fieldType, scopeOf, sharedTokens, spreadType, targetsOf, tokensOf } from './logic/plan.ts';
import { allItems, findItem, itemsOf, outlineOf } from './outline.ts';
import { purposes } from './purposes.ts';
import type { Form, JsonSchema, LogicRule } from './types.ts';
import { escapeToken, fieldsByPath, isObject, mapSchemas } from './walk.ts';

/*
 * Fields that are cut or copied, and pasted into the same form or another, also later.
 */

/** A field as it lies on the clipboard, as JSON. */
export type Clip = {
  /** In milliseconds since 1970. */
  at: number;
  isCut: boolean;
  /** The form that it was in, and its path there. */
  from: { form: string; path: string };
  /** It was asked depending on others, by the schema itself. */
  isConditional: boolean;
  /** A form of nothing but this field. Its rules speak of the paths that stood in the form it was in. */
  form: Form;
  /** The fields outside that its rules ask about, by their paths: what each is to them (`typeAt`), and what it is called. */
  others: Record<string, { type: string; title: string }>;
};

/** As long as a clip is kept: a day. */
const KEPT = 24 * 60 * 60 * 1000;
const MOST_CHARACTERS = 300_000;

/** Why a field cannot be cut. */
export type CutBar = 'role' | 'condition' | 'conditional' | 'shared';

/** What a field is to a rule that stands at `scope`; '' where there is no such field. */
function typeAt(fields: ReturnType<typeof fieldsByPath>, path: string, scope: string): string {
  const field = fields.get(path);
  if (!field) return '';
  const tokens = tokensOf(path);
  const type = fieldType(field.schema);
  return String(tokens.includes('[]', sharedTokens(tokens, scope)) ? `every ${spreadType(type)}` : type);
}

/** A rule with the fields that it is about narrowed to those that `keeps`; none where it is about no other. */
function narrow(rule: LogicRule, keeps: (path: string) => boolean): LogicRule[] {
  const targets = targetsOf(rule.then);
  const kept = targets.filter(keeps);
  if (kept.length === targets.length) return [rule];
  const { then } = rule;
  if (kept.length === 0) return [];
  if ('show' in then) return [{ ...rule, then: { show: kept } }];
  if ('require' in then) return [{ ...rule, then: { require: kept } }];
  return 'want' in then ? [{ ...rule, then: { want: kept } }] : [];
}

/** A rule with every field that it names renamed. */
export function mapFields(rule: LogicRule, change: (path: string) => string): LogicRule {
  const map = (value: unknown, pointer: string): unknown =>
    typeof value === 'string'
      ? namesField.test(pointer)
        ? change(value)
        : value
      : Array.isArray(value)
        ? value.map((inner, index) => map(inner, `${pointer}/${index}`))
        : isObject(value)
          ? Object.fromEntries(
              Object.entries(value).map(([key, inner]) => [key, map(inner, `${pointer}/${escapeToken(key)}`)]),
            )
          : value;
  return map(rule, '') as LogicRule;
}

/**
 * A field with all that the form says of it, and the rules about it or the fields in it. Undefined where it is written in several places, or by reference.
 */
export function clipField(form: Form, path: string, isCut: boolean, at: number): Clip | undefined {
  const item = findItem(form, path);
  const taken = takeField(form, path);
  if (!item || !taken || JSON.stringify(taken.schema).includes('"$ref"')) return undefined;
  const { sets: _, ...snippet } = taken;
  const rules = (form.logic ?? []).flatMap((rule) => narrow(rule, (target) => isWithin(target, path)));
  const fields = fieldsByPath(expand(form.schema));
  const others = rules.flatMap((rule) =>
    readBy(rule).flatMap((other) => {
      if (isWithin(other, path)) return [];
      const scope = scopeOf(targetsOf(rule.then)[0] ?? '');
      return [
        [other, { type: typeAt(fields, other, scope), title: wordsOf(form, other, 'ja').title ?? other }] as const,
      ];
    }),
  );
  const empty: Form = {
    key: 'clip',
    purpose: form.purpose,
    schema: { type: 'object', properties: {} },
    texts: {
      ja: { name: '', fields: {} },
      ...(snippet.texts.en && { en: { name: '', fields: {} } }),
      ...(snippet.texts.easy && { easy: { fields: {} } }),
    },
  };
  const alone = putField(empty, snippet, { holder: '', index: 0 }, item.name);
  return {
    at,
    isCut,
    from: { form: form.key, path },
    isConditional: item.isConditional,
    form: rules.length > 0 ? { ...alone, logic: rules } : alone,
    others: Object.fromEntries(others),
  };
}

/** The form without the field and the rules about it, or why it stays: what other fields do would become another. */
export function cutField(form: Form, path: string): Form | CutBar {
  const item = findItem(form, path);
  if (!item?.isOwn || !canRemove(form, path)) return 'shared';
  if (item.isConditional) return 'conditional';
  if (neededRole(form, item) !== undefined) return 'role';
  const { logic, ...rest } = form;
  const rules = logic?.flatMap((rule) => narrow(rule, (target) => !isWithin(target, path))) ?? [];
  const next = removeField(rules.length > 0 ? { ...rest, logic: rules } : rest, path);
  return [...namesInConditions(next)].some((named) => isWithin(named, path)) ? 'condition' : next;
}

/** A clip as it was written; null for what is too old, too long, or not made as one. */
export function readClip(text: string, now: number): Clip | null {
  if (text.length > MOST_CHARACTERS) return null;
  let clip: unknown;
  try {
    clip = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(clip) || typeof clip.at !== 'number' || clip.at > now || now - clip.at > KEPT) return null;
  const { at, from, others } = clip;
  if (!isObject(from) || typeof from.form !== 'string' || typeof from.path !== 'string') return null;
  if (!isObject(clip.form) || !isObject(others) || !Object.values(others).every(isOther)) return null;
  const form = readForm(clip.form);
  if (!form || readLogic(form) === null || JSON.stringify(form.schema).includes('"$ref"')) return null;
  const [item, more] = outlineOf(form);
  if (!item?.isOwn || more || item.name === '' || /[./[\]]/.test(item.name)) return null;
  const { path } = from;
  const isAbout = ({ then }: LogicRule) => targetsOf(then).every((target) => isWithin(target, path));
  if (!(path === item.name || path.endsWith(`.${item.name}`)) || !(form.logic ?? []).every(isAbout)) return null;
  return {
    at,
    isCut: clip.isCut === true,
    from: { form: from.form, path },
    isConditional: clip.isConditional === true,
    form,
    others: others as Clip['others'],
  };
}

const isOther = (other: unknown): boolean =>
  isObject(other) && typeof other.type === 'string' && typeof other.title === 'string';

/** What a field on the clipboard is called in the language, else in Japanese; '' where it has no name. */
export function titleOfClip({ form }: Clip, language: 'ja' | 'en'): string {
  const [{ path } = { path: '' }] = outlineOf(form);
  return (language === 'en' && wordsOf(form, path, 'en').title) || wordsOf(form, path, 'ja').title || '';
}

export type Pasted = {
  form: Form;
  path: string;
  /** What its rules ask about that this form does not have, or not as that: those rules were left out. */
  missing: string[];
  /** Whom it was told to is not said here. */
  isUntold: boolean;
};

/**
 * Puts a field from the clipboard into a form. It keeps its name where no field here has it. What was cut comes back as it was; as any other it is told to
 * nobody yet, and has its part in the program only where that is free. Undefined where it cannot be put there.
 */
export function pasteClip(form: Form, clip: Clip, target: Target, random: () => number): Pasted | undefined {
  const [item] = outlineOf(clip.form);
  const snippet = item && takeField(clip.form, item.path);
  if (!snippet) return undefined;
  const items = allItems(outlineOf(form));
  const isTaken = items.some(({ name }) => name === item.name);
  const name = isTaken ? newName(form, item.name.replace(/-[2-9a-z]{4}$/, ''), random) : item.name;
  const comesBack = clip.isCut && clip.from.form === form.key && !isTaken;
  const roles = Object.hasOwn(purposes, form.purpose) ? purposes[form.purpose].roles : {};
  const played = new Set(items.map(({ schema }) => schema['x-role']));
  let isUntold = false;
  const schema = mapSchemas(snippet.schema, (each: JsonSchema) => {
    const { 'x-tell': tell, 'x-role': role, ...rest } = each;
    const keepsRole = typeof role === 'string' && Object.hasOwn(roles, role) && !played.has(role);
    if (tell !== undefined && !comesBack) isUntold = true;
    return tell === undefined && role === undefined
      ? each
      : Object.fromEntries(
          Object.entries(each).filter(
            ([key]) => key in rest || (key === 'x-tell' && comesBack) || (key === 'x-role' && keepsRole),
          ),
        );
  });
  const titles = new Set(itemsOf(form, target.holder).map(({ path }) => wordsOf(form, path, 'ja').title));
  const texts = titles.has(snippet.texts.ja['']?.title) ? retitle(snippet.texts) : snippet.texts;
  const { sets: _, ...field } = snippet;
  const next = putField(form, { ...field, schema, texts }, target, name);
  if (next === form) return undefined;
  const path = target.holder === '' ? name : `${target.holder}.${name}`;
  const { rules, missing } = rulesHere(next, clip, path);
  return {
    form: rules.length > 0 ? { ...next, logic: [...(next.logic ?? []), ...rules] } : next,
    path,
    missing,
    isUntold,
  };
}

type Texts = NonNullable<ReturnType<typeof takeField>>['texts'];

/** Two fields beside each other are told apart by what they are called. */
function retitle({ ja, en, easy }: Texts): Texts {
  const add = (words: Texts['ja'], more: string): Texts['ja'] =>
    words['']?.title === undefined ? words : { ...words, '': { ...words[''], title: `${words[''].title}${more}` } };
  return {
    ja: add(ja, '（写し）'),
    ...(en && { en: add(en, ' (copy)') }),
    ...(easy && { easy: add(easy, '（写し）') }),
  };
}

/** The rules of a clip as they stand where its field now is, as far as the form has what they ask about. */
export function rulesHere(form: Form, { form: { logic = [] }, from, others }: Clip, path: string) {
  const fields = fieldsByPath(expand(form.schema));
  const ids = new Set(form.logic?.map(({ id }) => id));
  const here = (each: string) => (isWithin(each, from.path) ? `${path}${each.slice(from.path.length)}` : each);
  const missing = new Set<string>();
  const rules = logic.flatMap((rule): LogicRule[] => {
    const moved = mapFields(rule, here);
    const scope = scopeOf(targetsOf(moved.then)[0] ?? '');
    const gone = readBy(rule).filter((other) => {
      if (isWithin(other, from.path)) return false;
      const type = typeAt(fields, other, scope);
      return type === '' || !Object.hasOwn(others, other) || others[other]?.type !== type;
    });
    for (const other of gone) missing.add((Object.hasOwn(others, other) && others[other]?.title) || other);
    if (gone.length > 0) return [];
    let { id } = moved;
    for (let count = 2; ids.has(id); count += 1) id = `${moved.id} ${count}`;
    ids.add(id);
    return [{ ...moved, id }];
  });
  return { rules, missing: [...missing] };
}
