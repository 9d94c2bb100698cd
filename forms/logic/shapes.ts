import type { Condition } from '../../rules/types.ts';
import { marksOf } from '../marks.ts';
import { purposes } from '../purposes.ts';
import type { Form, JsonSchema, LogicEffect, LogicValue } from '../types.ts';
import { isObject, isPeriod, typeOf } from '../walk.ts';

export const effects = ['show', 'require', 'want', 'limit', 'set', 'refuse'] as const;
export type Effect = (typeof effects)[number];

/** Which of them it is. */
export const effectOf = (then: LogicEffect): Effect => effects.find((name) => name in then) ?? 'show';

export const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

export const isValue = (value: unknown): value is LogicValue =>
  isObject(value)
    ? Object.keys(value).length === 1 &&
      (typeof value.fact === 'string' ||
        typeof value.count === 'string' ||
        (isTexts(value.difference) && value.difference.length === 2) ||
        (isTexts(value.sum) && value.sum.length > 0))
    : ['string', 'number', 'boolean'].includes(typeof value) || isTexts(value);

/**
 * Groups and comparisons, as deep as the rules' check looks; what stands in them is that check's to say. `least`: so many parts a group has at least, none
 * while it is being made.
 */
export function isCondition(value: unknown, least = 1, depth = 0): value is Condition {
  if (!isObject(value) || depth > 30) return false;
  const kinds = ['all', 'any', 'not', 'fact'].filter((kind) => kind in value);
  if (kinds.length !== 1 || 'condition' in value) return false;
  if ('not' in value) return isCondition(value.not, least, depth + 1);
  if ('fact' in value) return typeof value.fact === 'string' && typeof value.operator === 'string' && 'value' in value;
  const parts = value.all ?? value.any;
  return Array.isArray(parts) && parts.length >= least && parts.every((part) => isCondition(part, least, depth + 1));
}

/** Fields together, which are answered one by one; a period is one answer. */
export const isGroup = (schema: JsonSchema): boolean => typeOf(schema) === 'object' && !isPeriod(schema);

/** The fields that the program fills in itself. */
export function filledFields({ purpose, schema }: Pick<Form, 'purpose' | 'schema'>): string[] {
  const roles = Object.hasOwn(purposes, purpose) ? purposes[purpose].roles : {};
  return [...marksOf({ schema })].flatMap(([path, { role }]) =>
    role !== undefined && Object.hasOwn(roles, role) && roles[role]?.filled ? [path] : [],
  );
}
