import { isBlank, isObject } from '../../forms/walk.ts';

/**
 * Answers without the entries of lists in which nothing stands: a row that was added and left, or emptied, is none. `left`: the same answers, of which some
 * are left out; an entry goes where nothing of it is left.
 */
export function withoutEmptyEntries(value: unknown, left: unknown = value): unknown {
  if (Array.isArray(value)) {
    const entries = Array.isArray(left) ? left : value;
    return value.flatMap((entry: unknown, index) =>
      isBlank(entries[index]) ? [] : [withoutEmptyEntries(entry, entries[index])],
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      withoutEmptyEntries(entry, isObject(left) && Object.hasOwn(left, name) ? left[name] : entry),
    ]),
  );
}

/** Is there a list with an entry in which nothing stands? */
export const hasEmptyEntry = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).some((entry) => (Array.isArray(value) && isBlank(entry)) || hasEmptyEntry(entry));

/** Does a place (a JSON pointer) lie in such an entry? */
export function isInEmptyEntry(value: unknown, pointer: string): boolean {
  let at = value;
  for (const part of pointer.split('/').slice(1)) {
    const next: unknown = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
    if (Array.isArray(at) && isBlank(next)) return true;
    at = next;
  }
  return false;
}
