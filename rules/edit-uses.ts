import type { Condition, RuleSet } from './types.ts';

/** For each rule the facts and named conditions that it uses, and for each of those the rules that use it. */
export type Uses = {
  facts: Record<string, string[]>;
  rules: Record<string, string[]>;
  conditions: Record<string, string[]>;
  rulesOfCondition: Record<string, string[]>;
};

/** Which facts each rule asks about, through named conditions and in its reasons too, and the reverse. Disabled rules count. */
export function usesOf(ruleSet: RuleSet): Uses {
  const uses = ruleSet.rules.map((rule) => {
    const seen = new Set<string>();
    const facts = listFacts(rule.conditions, ruleSet, seen);
    const reasons = [rule.texts?.ja.reason, rule.texts?.en?.reason].flatMap((text) =>
      [...(text ?? '').matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].flatMap(([, fact]) => fact ?? []),
    );
    return { rule: rule.name, facts: [...new Set([...facts, ...reasons])], conditions: [...seen] };
  });
  return {
    facts: Object.fromEntries(uses.map(({ rule, facts }) => [rule, facts])),
    rules: reverse(uses.map(({ rule, facts }) => ({ rule, things: facts }))),
    conditions: Object.fromEntries(uses.map(({ rule, conditions }) => [rule, conditions])),
    rulesOfCondition: reverse(uses.map(({ rule, conditions }) => ({ rule, things: conditions }))),
  };
}

function reverse(uses: { rule: string; things: string[] }[]): Record<string, string[]> {
  const things = [...new Set(uses.flatMap((use) => use.things))];
  return Object.fromEntries(
    things.map((thing) => [thing, uses.filter((use) => use.things.includes(thing)).map((use) => use.rule)]),
  );
}

/** `seen` takes up the named conditions on the way, each once. */
function listFacts(condition: Condition, ruleSet: RuleSet, seen: Set<string>): string[] {
  if ('condition' in condition) {
    const named = Object.hasOwn(ruleSet.conditions ?? {}, condition.condition)
      ? ruleSet.conditions?.[condition.condition]
      : undefined;
    if (!named || seen.has(condition.condition)) return [];
    seen.add(condition.condition);
    return listFacts(named, ruleSet, seen);
  }
  if ('not' in condition) return listFacts(condition.not, ruleSet, seen);
  if ('all' in condition) return condition.all.flatMap((child) => listFacts(child, ruleSet, seen));
  if ('any' in condition) return condition.any.flatMap((child) => listFacts(child, ruleSet, seen));
  const { fact, value } = condition;
  return typeof value === 'object' && value !== null && 'fact' in value && typeof value.fact === 'string'
    ? [fact, value.fact]
    : [fact];
}
