/** What was answered as text; null for nothing. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What was answered as a list of lines. */
export const lines = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((line) => typeof line === 'string') : [];
