import { pointer } from '../messages.ts';
import type { Condition } from '../types.ts';
import { and, oppositeMode, readGroup, readNamed, toFormula, type Formula, type Mode } from './formula.ts';
import { sayFinding, sayPart } from './texts.ts';
import { isProven, say, titleOf, type Draft, type Place, type Work } from './work.ts';

/** Conditions within living rules that could be taken away without changing any case. */
export function findIdle(alive: Place[], work: Work): Draft[] {
  return alive.flatMap(({ rule, path }) => {
    const place = sayPart('quote', work.language, { a: titleOf(rule, work) });
    return listIdle(rule.conditions, 'held', and(), `${path}/conditions`, work).map((idle) => ({
      ...draftIdle(idle, place, work),
      rule: rule.name,
    }));
  });
}

/** In a named condition something is idle when it is so for those that need it to hold and for those that need it to fail. */
export function findIdleNamed(work: Work): Draft[] {
  const used = new Set<string>();
  const visit = (condition: Condition): void => {
    if ('condition' in condition) {
      if (used.has(condition.condition)) return;
      used.add(condition.condition);
      visit(readNamed(condition.condition, work.scope));
    } else for (const child of readGroup(condition, 'held')?.children ?? []) visit(child);
  };
  for (const { rule } of work.places) visit(rule.conditions);
  return [...used].flatMap((name) => {
    const body = readNamed(name, work.scope);
    const path = pointer('/conditions', name);
    const failing = new Set(listIdle(body, 'failed', and(), path, work).map((idle) => idle.path));
    const text = work.ruleSet.conditionTexts?.[name];
    const place = sayPart('named', work.language, { a: text?.[work.language] ?? text?.ja ?? name });
    return listIdle(body, 'held', and(), path, work)
      .filter((idle) => failing.has(idle.path))
      .map((idle) => draftIdle(idle, place, work));
  });
}

type Idle = {
  code: 'condition-never-true' | 'condition-always-true' | 'condition-redundant';
  condition: Condition;
  path: string;
};

function draftIdle({ code, condition, path }: Idle, place: string, work: Work): Draft {
  return {
    code,
    severity: 'warning',
    path,
    message: sayFinding(code, work.language, { place, condition: say(condition, work) }),
  };
}

/** `given` are the cases in which the condition matters at all. */
function listIdle(condition: Condition, mode: Mode, given: Formula, path: string, work: Work): Idle[] {
  const group = readGroup(condition, mode);
  if (!group) return [];
  const parts = group.children.map((child, index) => ({
    child,
    path: pointer(path, ...(group.steps[index] ?? [])),
    asked: toFormula(child, group.mode, work.scope),
    unasked: toFormula(child, oppositeMode[group.mode], work.scope),
  }));
  let kept = parts;
  const idle: Idle[] = [];
  for (const part of parts.length > 1 ? parts.toReversed() : []) {
    const others = kept.filter((other) => other !== part);
    if (others.length === 0) break;
    // In a group that needs all, a part is idle when the others bring it along; in one that needs any, when it brings along the others.
    const alone = group.together ? part.unasked : part.asked;
    const rest = others.map((other) => (group.together ? other.asked : other.unasked));
    if (!isProven(and(given, alone, ...rest), work)) continue;
    const constant = isProven(alone, work);
    // Said of the condition itself; below a `not` it is the other way round, and only that it changes nothing is told.
    const code =
      !constant || group.mode !== 'held'
        ? 'condition-redundant'
        : group.together
          ? 'condition-always-true'
          : 'condition-never-true';
    idle.push({ code, condition: part.child, path: part.path });
    kept = others;
  }
  const inner = kept.flatMap((part) => {
    const others = kept.filter((other) => other !== part).map((item) => (group.together ? item.asked : item.unasked));
    return listIdle(part.child, group.mode, and(given, ...others), part.path, work);
  });
  return [...idle.toReversed(), ...inner];
}
