import type { Condition, RuleSet } from '../../../rules/types.ts';
import { isObject } from '../../lib/is-object.ts';

type Json = Record<string, unknown>;

/**
 * The document as a rule set whose tree can be shown and edited; null when its shape does not allow that (it is then
 * shown as JSON alone). Names, types and operators may still be wrong: those are issues, and mended in the tree.
 */
export function readRuleSet(body: unknown): RuleSet | null {
  if (!isObject(body) || typeof body['key'] !== 'string' || typeof body['factModel'] !== 'string') return null;
  if (!isTexts(body['texts']) || !Array.isArray(body['rules']) || !body['rules'].every(isRule)) return null;
  const names = body['rules'].map((rule: Json) => rule['name']);
  if (new Set(names).size !== names.length) return null;
  if (
    body['conditions'] !== undefined &&
    !(isObject(body['conditions']) && Object.values(body['conditions']).every((condition) => isCondition(condition)))
  )
    return null;
  if (
    body['conditionTexts'] !== undefined &&
    !(isObject(body['conditionTexts']) && Object.values(body['conditionTexts']).every(isObject))
  )
    return null;
  if (body['otherwise'] !== undefined && !isEvent(body['otherwise'])) return null;
  if (body['examples'] !== undefined && !(Array.isArray(body['examples']) && body['examples'].every(isExample)))
    return null;
  return body as RuleSet;
}

const isTexts = (value: unknown): boolean =>
  isObject(value) && isObject(value['ja']) && (value['en'] === undefined || isObject(value['en']));

const isEvent = (value: unknown): boolean =>
  isObject(value) &&
  typeof value['type'] === 'string' &&
  (value['params'] === undefined || isObject(value['params'])) &&
  (value['texts'] === undefined || isTexts(value['texts']));

const isRule = (value: unknown): boolean =>
  isObject(value) &&
  typeof value['name'] === 'string' &&
  isCondition(value['conditions']) &&
  isEvent(value['event']) &&
  (value['texts'] === undefined || isTexts(value['texts'])) &&
  (value['priority'] === undefined || typeof value['priority'] === 'number');

const isExample = (value: unknown): boolean =>
  isObject(value) && typeof value['name'] === 'string' && isObject(value['facts']) && isObject(value['expect']);

function isCondition(value: unknown): value is Condition {
  if (!isObject(value)) return false;
  const kinds = ['all', 'any', 'not', 'condition', 'fact'].filter((kind) => Object.hasOwn(value, kind));
  const [kind] = kinds;
  if (kinds.length !== 1) return false;
  if (kind === 'all' || kind === 'any')
    return Array.isArray(value[kind]) && value[kind].every((condition) => isCondition(condition));
  if (kind === 'not') return isCondition(value['not']);
  if (kind === 'condition') return typeof value['condition'] === 'string';
  return typeof value['fact'] === 'string' && typeof value['operator'] === 'string';
}
