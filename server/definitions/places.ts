import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../kernel/is-object.ts';

/*
 * Bodies of definitions place by place. A place is a list of names: of members of objects, and in lists of what tells the items
 * apart (their `key`, `name` …), so that one that moved is not taken for another.
 */

/** A value at a place; `before` or `after` is undefined where it is not there. */
export type PlaceChange = { path: string[]; before: unknown; after: unknown };
/** Two changed the same place, each otherwise. */
export type PlaceConflict = { path: string[]; base: unknown; mine: unknown; theirs: unknown };

const identities = ['key', 'id', 'name', 'const', 'value', 'type', 'target', '$ref'];

/** What a value is made of, by name; null: it is one thing, or a list whose items nothing tells apart. */
function membersOf(value: unknown): Map<string, unknown> | null {
  if (isObject(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value) || value.length === 0) return null;
  for (const identity of identities) {
    const names = value.map((item: unknown) => (isObject(item) ? item[identity] : undefined));
    if (names.every((name) => typeof name === 'string') && new Set(names).size === names.length)
      return new Map(value.map((item: unknown, index) => [String(names[index]), item]));
  }
  return null;
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const alike = (a: unknown, b: unknown): boolean => isList(a) === isList(b);

/** Every place at which two bodies differ, the highest that is whole in only one of them. */
export function diffPlaces(before: unknown, after: unknown, path: string[] = []): PlaceChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [from, to] = [membersOf(before), membersOf(after)];
  if (!from || !to || !alike(before, after)) return [{ path, before, after }];
  const inside = [...new Set([...from.keys(), ...to.keys()])].flatMap((name) =>
    diffPlaces(from.get(name), to.get(name), [...path, name]),
  );
  // Only the order differs.
  return inside.length > 0 ? inside : [{ path, before: [...from.keys()], after: [...to.keys()] }];
}

export const placeKey = (path: readonly string[]): string =>
  path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Two bodies that began from the same, joined: what only one changed is as they changed it. Where both changed a place, each
 * otherwise, `take` says by `placeKey` whose counts, mine where it does not, and the place is among `conflicts`.
 */
export function mergePlaces(
  base: unknown,
  mine: unknown,
  theirs: unknown,
  take: Readonly<Record<string, 'mine' | 'theirs'>> = {},
): { merged: unknown; conflicts: PlaceConflict[] } {
  const conflicts: PlaceConflict[] = [];
  const ask = (path: string[], base: unknown, mine: unknown, theirs: unknown): boolean => {
    conflicts.push({ path, base, mine, theirs });
    return take[placeKey(path)] === 'theirs';
  };
  /** The names of both in the order of whoever moved some; where both did, each otherwise, that is asked (`path` null: it is not). */
  const order = (base: readonly string[] | null, mine: string[], theirs: string[], path: string[] | null): string[] => {
    const common = (names: readonly string[]) =>
      names.filter((name) => mine.includes(name) && theirs.includes(name) && (base?.includes(name) ?? true));
    const [ours, others] = [common(mine), common(theirs)];
    const former = base && common(base);
    if (isDeepStrictEqual(ours, others) || isDeepStrictEqual(former, others)) return inOrder(mine, theirs);
    if (isDeepStrictEqual(former, ours)) return inOrder(theirs, mine);
    return path && ask(path, base ?? undefined, mine, theirs) ? inOrder(theirs, mine) : inOrder(mine, theirs);
  };
  const join = (base: unknown, mine: unknown, theirs: unknown, path: string[]): unknown => {
    if (isSame(mine, theirs) || isSame(base, theirs)) return mine;
    if (isSame(base, mine)) return theirs;
    const [ours, others] = [membersOf(mine), membersOf(theirs)];
    if (ours && others && alike(mine, theirs)) {
      const former = alike(base, mine) ? membersOf(base) : null;
      const names = order(
        former && [...former.keys()],
        [...ours.keys()],
        [...others.keys()],
        // The order of fields is how a form shows them; of other members it says nothing.
        isList(mine) || path.at(-1) === 'properties' ? path : null,
      );
      const entries = names
        .map((name) => [name, join(former?.get(name), ours.get(name), others.get(name), [...path, name])] as const)
        .filter(([, value]) => value !== undefined);
      return isList(mine) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
    }
    if (isDeepStrictEqual(mine, theirs) || isDeepStrictEqual(base, theirs)) return mine;
    if (isDeepStrictEqual(base, mine)) return theirs;
    // A list of words (what is required, an order, tags): what one added or took out is added or taken out.
    if (isWords(mine) && isWords(theirs) && (isWords(base) || base === undefined))
      return order(base ?? null, mine, theirs, path).filter(
        (word) => !base?.includes(word) || (mine.includes(word) && theirs.includes(word)),
      );
    return ask(path, base, mine, theirs) ? theirs : mine;
  };
  return { merged: join(base, mine, theirs, []), conflicts };
}

/** With the order of members, in which a form's fields stand. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const isWords = (value: unknown): value is string[] =>
  isList(value) && value.every((item) => typeof item === 'string') && new Set(value).size === value.length;

/** Mine in my order; of theirs what I have not, behind what stands before it there. */
function inOrder(mine: readonly string[], theirs: readonly string[]): string[] {
  const names = [...mine];
  for (const [index, name] of theirs.entries())
    if (!names.includes(name)) {
      const before = theirs.slice(0, index).findLast((name) => names.includes(name));
      names.splice(before === undefined ? 0 : names.indexOf(before) + 1, 0, name);
    }
  return names;
}
