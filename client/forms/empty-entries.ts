import { isBlank } from '../../forms/walk.ts';

/** Answers without the entries of lists in which nothing stands: a row that was added and left, or emptied, is none. */
export function withoutEmptyEntries(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((entry) => !isBlank(entry)).map(withoutEmptyEntries);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutEmptyEntries(one)]));
}

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
