import { readCondition } from '../../../rules/edit.ts';
import type { Condition, RuleSet } from '../../../rules/types.ts';

/** The group that a condition stands in, and where; null for the root of a tree. */
export function standsIn(path: string): { parent: string; index: number } | null {
  const match = /^(.+)\/(?:(?:all|any)\/(\d+)|not)$/.exec(path);
  if (!match?.[1] || /^\/rules\/\d+$/.test(match[1]) || match[1] === '/conditions') return null;
  return { parent: match[1], index: Number(match[2] ?? 0) };
}

/** What stands directly below a condition. */
export function childrenOf(condition: Condition, path: string): { path: string; condition: Condition }[] {
  if ('not' in condition) return [{ path: `${path}/not`, condition: condition.not }];
  const [kind, children] =
    'all' in condition
      ? (['all', condition.all] as const)
      : 'any' in condition
        ? (['any', condition.any] as const)
        : (['all', []] as const);
  return children.map((child, index) => ({ path: `${path}/${kind}/${index}`, condition: child }));
}

/** Where a condition (this very one) stands in a tree; null when it is not there. */
export function findCondition(ruleSet: RuleSet, root: string, wanted: Condition): string | null {
  const look = (path: string, condition: Condition): string | null => {
    if (condition === wanted) return path;
    for (const child of childrenOf(condition, path)) {
      const place = look(child.path, child.condition);
      if (place) return place;
    }
    return null;
  };
  const top = readCondition(ruleSet, root);
  return top ? look(root, top) : null;
}

/** One place up or down, out of the group at its edge: the arguments of `moveCondition`; null where there is nowhere to go. */
export function nextPlace(
  ruleSet: RuleSet,
  path: string,
  direction: 'up' | 'down',
): { group: string; index: number } | null {
  const here = standsIn(path);
  if (!here) return null;
  const group = readCondition(ruleSet, here.parent);
  const count = group && !('not' in group) ? childrenOf(group, here.parent).length : 0;
  if (direction === 'up' && count > 0 && here.index > 0) return { group: here.parent, index: here.index - 1 };
  if (direction === 'down' && here.index < count - 1) return { group: here.parent, index: here.index + 2 };
  const outer = standsIn(here.parent);
  const around = outer && readCondition(ruleSet, outer.parent);
  if (!outer || !around || 'not' in around) return null;
  return { group: outer.parent, index: direction === 'up' ? outer.index : outer.index + 1 };
}
