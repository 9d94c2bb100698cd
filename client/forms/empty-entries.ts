const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (typeof value === 'object' && Object.values(value).every(isEmpty));

/** Answers without the entries of lists in which nothing stands: a row that was added and left, or emptied, is none. */
export function withoutEmptyEntries(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((entry) => !isEmpty(entry)).map(withoutEmptyEntries);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutEmptyEntries(one)]));
}

/** Does a place (a JSON pointer) lie in such an entry? */
export function isInEmptyEntry(value: unknown, pointer: string): boolean {
  let at = value;
  for (const part of pointer.split('/').slice(1)) {
    const next: unknown = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
    if (Array.isArray(at) && isEmpty(next)) return true;
    at = next;
  }
  return false;
}
