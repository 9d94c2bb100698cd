import type { RuleSet } from '../../../rules/types.ts';

/** What is shown in the middle: a rule, a named condition, the outcome when none holds, or the rule set itself. */
export type Place =
  { kind: 'rule'; name: string } | { kind: 'named'; name: string } | { kind: 'otherwise' } | { kind: 'set' };

/** `rule:no-plan`, `named:lacking`, `otherwise`, `set`: for the address. */
export const writePlace = (place: Place): string => ('name' in place ? `${place.kind}:${place.name}` : place.kind);

export function readPlace(text: string | null): Place | null {
  if (text === 'otherwise' || text === 'set') return { kind: text };
  const [, kind, name] = /^(rule|named):(.+)$/s.exec(text ?? '') ?? [];
  return (kind === 'rule' || kind === 'named') && name ? { kind, name } : null;
}

/** Where an issue or a finding leads: its JSON pointer as a place, and as a condition in its tree where it is about one. */
export function placeOf(ruleSet: RuleSet, pointer: string): { place: Place; condition: string | null } {
  const [, part, name = ''] = pointer.split('/');
  const condition =
    /^(?:\/rules\/\d+\/conditions|\/conditions\/[^/]+)(?:\/not|\/(?:all|any)\/\d+)*/.exec(pointer)?.[0] ?? null;
  const rule = part === 'rules' ? ruleSet.rules[Number(name)] : undefined;
  if (rule) return { place: { kind: 'rule', name: rule.name }, condition };
  if (part === 'conditions' || part === 'conditionTexts')
    return { place: { kind: 'named', name: name.replaceAll('~1', '/').replaceAll('~0', '~') }, condition };
  return { place: { kind: part === 'otherwise' ? 'otherwise' : 'set' }, condition: null };
}

/** The place of the tree that is shown; null where there is none. */
export function rootOf(ruleSet: RuleSet, place: Place): string | null {
  if (place.kind === 'rule') {
    const index = ruleSet.rules.findIndex((rule) => rule.name === place.name);
    return index === -1 ? null : `/rules/${index}/conditions`;
  }
  if (place.kind !== 'named' || !Object.hasOwn(ruleSet.conditions ?? {}, place.name)) return null;
  return `/conditions/${place.name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
