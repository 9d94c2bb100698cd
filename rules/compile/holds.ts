import type { Condition, Facts } from '../types.ts';
import { toLogic, type Leaf, type Logic } from './logic.ts';

/** A condition by itself (none of its parts named elsewhere), as `decide` would hold it: whether it is held for facts; an absent fact never counts as held. Throws on an unknown operator. */
export function compileCondition(condition: Condition): (facts: Facts) => boolean {
  const logic = toLogic(condition, {});
  return (facts) => holds(logic, facts);
}

/** Whether it is held for these facts: what hangs on an absent one is not. */
export function holds(logic: Logic, facts: Facts): boolean {
  if (logic.kind === 'leaf') return holdsLeaf(logic.leaf, facts);
  return logic.kind === 'all'
    ? logic.parts.every((part) => holds(part, facts))
    : logic.parts.some((part) => holds(part, facts));
}

export function holdsLeaf({ left, right, holds }: Leaf, facts: Facts): boolean {
  const value = readOwn(facts, left.fact);
  const required = 'value' in right ? right.value : readOwn(facts, right.fact);
  return holds(left.read ? left.read(value) : value, 'value' in right || !right.read ? required : right.read(required));
}

/** As `readFact`, but asking for ownership only where a name could find something that is not the case's own. */
export function readOwn(facts: Facts, fact: string): unknown {
  return fact in Object.prototype && !Object.hasOwn(facts, fact) ? undefined : (facts[fact] ?? undefined);
}
