import { fileKindOf } from './answer-files.ts';
import type { Form, JsonSchema } from './types.ts';
import {
  branches,
  choicesOf,
  escapeToken,
  isAddress,
  isObject,
  isPeriod,
  shownAs,
  tokensOf,
  typeOf,
  type ShownKind,
} from './walk.ts';

/** What people call a field by its make. `raw`: one that only JSON shows whole. */
export type FieldKind =
  | 'text'
  | 'longText'
  | 'kana'
  | 'number'
  | 'calculated'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'period'
  | 'address'
  | 'yesNo'
  | 'one'
  | 'several'
  | 'oneListed'
  | 'severalListed'
  | 'files'
  | 'telephone'
  | 'email'
  | 'lines'
  | 'group'
  | 'list'
  | ShownKind
  | 'raw';

/** A field as it stands among the others of a form. */
export type Item = {
  /** `residentName`, `members[].name`: where its words stand. */
  path: string;
  /** What answers call it. It never changes. */
  name: string;
  /** What it stands in: `''` the form, `address` a group, `members[]` the entries of a list. */
  holder: string;
  /** What is written of it; of one that several places ask the first. Not a copy. */
  schema: JsonSchema;
  /** JSON pointers below `schema`, of every place that asks it. */
  places: string[];
  /** It stands in one place, and that place is nobody else's: what is changed there changes this field alone. */
  isOwn: boolean;
  /** Asked in some cases only. */
  isConditional: boolean;
  /** Always to be answered where it is asked. */
  isRequired: boolean;
  kind: FieldKind;
  items: Item[];
};

export const kanaPattern = '^[ぁ-ゖァ-ヺー・ｦ-ﾟ 　]+$';
export const telephonePattern = '^[0-9+() -]{9,20}$';
export const timePattern = '^([01][0-9]|2[0-3]):[0-5][0-9]$';

/** What `ui:widget` says of a field that is only calculated. */
export const calculatedWidget = 'calculated';

/** More places than any form has: references that unfold without end stop here. */
const MOST_PLACES = 5000;

type Place = { path: string; name: string; holder: string; schema: JsonSchema; pointer: string } & Pick<
  Item,
  'isConditional' | 'isRequired'
>;

const outlines = new WeakMap<object, Item[]>();

/** All fields of a form in the order in which it shows them, those of groups and lists below them. */
export function outlineOf(form: Pick<Form, 'schema' | 'uiSchema'>): Item[] {
  const known = outlines.get(form);
  if (known) return known;
  const places = findPlaces(form.schema);
  const used = new Map<string, Set<string>>();
  for (const { path, pointer } of places) used.set(pointer, (used.get(pointer) ?? new Set()).add(path));
  const byHolder = new Map<string, Map<string, Place[]>>();
  for (const place of places) {
    const fields = byHolder.get(place.holder) ?? new Map<string, Place[]>();
    byHolder.set(place.holder, fields.set(place.path, [...(fields.get(place.path) ?? []), place]));
  }
  const itemsIn = (holder: string): Item[] => {
    const items = [...(byHolder.get(holder) ?? new Map<string, Place[]>()).values()].flatMap((itemPlaces): Item[] => {
      const [first] = itemPlaces;
      if (!first) return [];
      const { path, name, schema } = first;
      const pointers = [...new Set(itemPlaces.map(({ pointer }) => pointer))];
      const isOwn = pointers.length === 1 && used.get(first.pointer)?.size === 1;
      const kind = isOwn ? kindOf(schema, uiOf(form, path)) : 'raw';
      return [
        {
          path,
          name,
          holder,
          schema,
          places: pointers,
          isOwn,
          isConditional: itemPlaces.every(({ isConditional }) => isConditional),
          isRequired: itemPlaces.some(({ isRequired }) => isRequired),
          kind,
          items: itemsIn(kind === 'list' ? `${path}[]` : kind === 'group' ? path : '\0'),
        },
      ];
    });
    return inOrder(items, orderIn(form, holder));
  };
  const outline = itemsIn('');
  outlines.set(form, outline);
  return outline;
}

/** The page break that each of a form's own fields stands behind; those before the first have none. */
export function pagesByField(form: Pick<Form, 'schema' | 'uiSchema'>): Map<string, string> {
  const pages = new Map<string, string>();
  let page: string | undefined;
  for (const { path, schema } of outlineOf(form))
    if (shownAs(schema) === 'page') page = path;
    else if (page !== undefined) pages.set(path, page);
  return pages;
}

/** Every item, those of groups and lists after them. */
export const allItems = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...allItems(item.items)]);

const itemsByPath = new WeakMap<readonly Item[], Map<string, Item>>();

/** Asked for each field of a form each time that it is drawn. */
export function findItem(form: Pick<Form, 'schema' | 'uiSchema'>, path: string): Item | undefined {
  const outline = outlineOf(form);
  let byPath = itemsByPath.get(outline);
  if (!byPath) {
    byPath = new Map(allItems(outline).map((item) => [item.path, item]));
    itemsByPath.set(outline, byPath);
  }
  return byPath.get(path);
}

/** The fields that stand directly in a holder. */
export function itemsOf(form: Pick<Form, 'schema' | 'uiSchema'>, holder: string): Item[] {
  return holder === ''
    ? outlineOf(form)
    : (allItems(outlineOf(form)).find((item) => holderMadeBy(item) === holder)?.items ?? []);
}

/** What an item's own fields name as their holder; undefined where it has none. */
export const holderMadeBy = ({ kind, path }: Pick<Item, 'kind' | 'path'>): string | undefined =>
  kind === 'list' ? `${path}[]` : kind === 'group' ? path : undefined;

/** The order that a holder's `ui:order` says; undefined where it says none. */
export function orderIn(form: Pick<Form, 'uiSchema'>, holder: string): string[] | undefined {
  const order = (holder === '' ? form.uiSchema : uiOf(form, holder))?.['ui:order'];
  return Array.isArray(order) ? order.map(String) : undefined;
}

/** What the uiSchema says of a field, or of a holder. */
export function uiOf(form: Pick<Form, 'uiSchema'>, path: string): Record<string, unknown> | undefined {
  let at: unknown = form.uiSchema;
  for (const key of uiKeys(path)) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return isObject(at) ? at : undefined;
}

/** `members[].name` stands at `members.items.name`. */
export const uiKeys = (path: string): string[] => path.replaceAll('[]', '.items').split('.');

/** As rjsf orders them: those that are not named stand where the star is. */
function inOrder(items: Item[], order: string[] | undefined): Item[] {
  if (!order) return items;
  const star = order.includes('*') ? order.indexOf('*') : order.length;
  const place = (item: Item) => (order.includes(item.name) ? order.indexOf(item.name) : star);
  return items.toSorted((item, other) => place(item) - place(other));
}

function findPlaces(root: JsonSchema): Place[] {
  const places: Place[] = [];
  const gather = (written: JsonSchema, at: string, holder: string, sure: boolean, open: readonly string[]): void => {
    const [schema, pointer, through] = follow(root, written, at, open);
    if (!schema) return;
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
      if (!isObject(property) || places.length > MOST_PLACES) continue;
      const path = holder === '' ? name : `${holder}.${name}`;
      const place = `${pointer}/properties/${escapeToken(name)}`;
      places.push({
        path,
        name,
        holder,
        schema: property,
        pointer: place,
        isConditional: !sure,
        isRequired: required.has(name),
      });
      if (isObject(property.items)) gather(property.items, `${place}/items`, `${path}[]`, true, through);
      else gather(property, place, path, true, through);
    }
    for (const [where, branch] of branches(schema)) gather(branch, `${pointer}/${where}`, holder, false, through);
  };
  gather(root, '', '', true, []);
  return places;
}

/** A schema, or the one that its `$ref` leads to, with the place where that is written; none where it leads back or nowhere. */
function follow(
  root: JsonSchema,
  schema: JsonSchema,
  pointer: string,
  open: readonly string[],
): [JsonSchema | null, string, readonly string[]] {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return [schema, pointer, open];
  if (!$ref.startsWith('#') || open.includes($ref)) return [null, pointer, open];
  const at = $ref.slice(1);
  const target = readPointer(root, at);
  return isObject(target) ? follow(root, target, at, [...open, $ref]) : [null, pointer, open];
}

export function readPointer(root: unknown, pointer: string): unknown {
  let at = root;
  for (const key of tokensOf(pointer))
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
  return at;
}

/** By what it is written with. What needs more than its own keywords to be told is `raw`. */
function kindOf(schema: JsonSchema, ui: Record<string, unknown> = {}): FieldKind {
  if (['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'const', 'if', 'prefixItems'].some((key) => key in schema))
    return 'raw';
  const { items, format } = schema;
  const shown = shownAs(schema);
  if (shown) return shown;
  const widget = ui['ui:widget'];
  if (typeof schema['x-source'] === 'string') return 'oneListed';
  if (Array.isArray(schema.enum)) return isOfTexts(schema.enum) ? 'one' : 'raw';
  switch (typeOf(schema)) {
    case 'array': {
      if (!isObject(items) || '$ref' in items) return 'raw';
      if (typeof items['x-source'] === 'string') return 'severalListed';
      if (fileKindOf(schema)) return 'files';
      if (isObject(items.properties)) return 'list';
      const choices = choicesOf(items);
      if (choices) return Array.isArray(items.enum) && isOfTexts(items.enum) ? 'several' : 'raw';
      return typeOf(items) === 'string' && items.format === undefined ? 'lines' : 'raw';
    }
    case 'object':
      return isPeriod(schema)
        ? 'period'
        : isAddress(schema)
          ? 'address'
          : isObject(schema.properties)
            ? 'group'
            : 'raw';
    case 'boolean':
      return 'yesNo';
    case 'number':
    case 'integer':
      return widget === calculatedWidget ? 'calculated' : 'number';
    case 'string':
      break;
    default:
      return 'raw';
  }
  if (schema.type === undefined) return 'raw';
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'dateTime';
  if (format === 'time') return 'time';
  if (format === 'email') return 'email';
  if (format !== undefined) return 'raw';
  if (widget === 'time') return 'time';
  if (widget === 'tel' || schema.pattern === telephonePattern) return 'telephone';
  if (schema.pattern === kanaPattern) return 'kana';
  return widget === 'textarea' ? 'longText' : 'text';
}

const isOfTexts = (values: readonly unknown[]): boolean => values.every((value) => typeof value === 'string');
