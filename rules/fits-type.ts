import type { FactDeclaration } from './types.ts';

/** Whether a value is of the type, strictly. */
export function fitsType(type: FactDeclaration['type'], value: unknown): boolean {
  switch (type) {
    case 'number':
      return Number.isFinite(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return isDate(value);
    case 'string':
    case 'choice':
      return typeof value === 'string';
    case 'strings':
    case 'choices':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  }
}

/** Whether a value is a calendar date that exists, such as `2026-11-23`. */
function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
