import { pointer } from '../messages.ts';
import type { Condition } from '../types.ts';
import { and, readGroup, toFormula, type Mode } from './formula.ts';
import { sayFinding, sayPart } from './texts.ts';
import { holds, isHeld, isProven, look, ruleFormula, say, titleOf, undecided, type Draft, type Work } from './work.ts';

/** Rules that never or always hold, and those for which it could not be told. */
export function findDead(work: Work): Draft[] {
  return work.places.flatMap((place): Draft[] => {
    const { rule, path } = place;
    const held = look(ruleFormula(rule, 'held', work), (facts) => holds(rule, facts, work), work);
    if (held === 'none') {
      const { path: where, why } = explainNever(rule.conditions, 'held', `${path}/conditions`, work);
      return [
        {
          code: 'never-true',
          severity: 'error',
          path: where,
          rule: rule.name,
          message: sayFinding('never-true', work.language, { rule: titleOf(rule, work), why }),
        },
      ];
    }
    if (held === 'unsure') return [undecided(place, work)];
    const other = look(ruleFormula(rule, 'not-held', work), (facts) => !holds(rule, facts, work), work);
    if (other === 'unsure') return [undecided(place, work)];
    if (other !== 'none') return [];
    return [
      {
        code: 'always-true',
        severity: 'warning',
        path: `${path}/conditions`,
        rule: rule.name,
        message: sayFinding('always-true', work.language, { rule: titleOf(rule, work) }),
        example: held.found,
        confirm: (decision) => isHeld(decision, rule),
      },
    ];
  });
}

/** The innermost place at which a condition that is never as asked goes wrong. */
function explainNever(condition: Condition, mode: Mode, path: string, work: Work): { path: string; why: string } {
  const alone = { path, why: mode === 'held' ? sayPart('alone', work.language, { a: say(condition, work) }) : '' };
  const group = readGroup(condition, mode);
  if (!group) return alone;
  const parts = group.children.map((child, index) => ({
    child,
    path: pointer(path, ...(group.steps[index] ?? [])),
    formula: toFormula(child, group.mode, work.scope),
  }));
  const [first] = parts;
  const culprit =
    parts.length === 1 ? first : group.together ? parts.find((part) => isProven(part.formula, work)) : undefined;
  if (culprit) return explainNever(culprit.child, group.mode, culprit.path, work);
  if (!group.together) return { path, why: mode === 'held' ? sayPart('each', work.language) : '' };
  for (const [index, part] of parts.entries()) {
    const partner = parts.slice(0, index).find((earlier) => isProven(and(earlier.formula, part.formula), work));
    if (partner)
      return {
        path: part.path,
        why:
          group.mode === 'held'
            ? sayPart('pair', work.language, { a: say(partner.child, work), b: say(part.child, work) })
            : '',
      };
  }
  return { path, why: mode === 'held' ? sayPart('together', work.language) : '' };
}
