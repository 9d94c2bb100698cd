import { compileCondition } from '../../rules/compile/holds.ts';
import type { Condition, Facts, Held } from '../../rules/types.ts';
import { askedIn } from './plan.ts';

/** A condition with what it came to, and the same of all that stands in it. `unknown`: a field that it asks about is not answered, or not asked. */
export type Traced = { condition: Condition; held: Held; inner: Traced[] };

/** Why a condition held with these facts, or did not; that it holds is said by what decides it in forms. */
export function traceCondition(condition: Condition, facts: Facts): Traced {
  const inner = partsOf(condition).map((part) => traceCondition(part, facts));
  const states = inner.map(({ held }) => held);
  const lacks =
    'fact' in condition
      ? askedIn(condition).some((fact) => !Object.hasOwn(facts, fact))
      : 'any' in condition
        ? states.includes('unknown')
        : states.includes('unknown') && !states.includes('not-held');
  return { condition, held: compileCondition(condition)(facts) ? 'held' : lacks ? 'unknown' : 'not-held', inner };
}

function partsOf(condition: Condition): Condition[] {
  if ('not' in condition) return [condition.not];
  return 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
}
