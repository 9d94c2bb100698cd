import { simplifyOperator } from '../operators.ts';
import type { Condition, Rule } from '../types.ts';
import { and, readNamed, type Scope } from './formula.ts';
import { sayFinding, sayPart } from './texts.ts';
import {
  holds,
  isHeld,
  isProven,
  look,
  ruleFormula,
  titleOf,
  undecided,
  type Draft,
  type Place,
  type Work,
} from './work.ts';

/** More pairs of rules that contradict each other are not told: who mends these asks again. */
const mostAlike = 100;

type Canonical = { kind: 'all' | 'any'; parts: string[] };

/** A condition without what does not change its meaning: order, names, groups of one. */
function toCanonical(condition: Condition, scope: Scope): string {
  const read = readCanonical(condition, scope);
  return typeof read === 'string' ? read : `${read.kind}(${read.parts.join()})`;
}

function readCanonical(condition: Condition, scope: Scope): string | Canonical {
  if ('condition' in condition) return readCanonical(readNamed(condition.condition, scope), scope);
  if ('fact' in condition) {
    const { prefixes, base } = simplifyOperator(condition.operator);
    const value: unknown = Array.isArray(condition.value)
      ? condition.value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : condition.value;
    return JSON.stringify(['fact', condition.fact, condition.path ?? null, prefixes, base, value]);
  }
  if ('not' in condition) return `not(${toCanonical(condition.not, scope)})`;
  const kind = 'all' in condition ? 'all' : 'any';
  const parts = ('all' in condition ? condition.all : condition.any).flatMap((child) => {
    const read = readCanonical(child, scope);
    return typeof read === 'string' ? [read] : read.kind === kind ? read.parts : [`${read.kind}(${read.parts.join()})`];
  });
  const different = [...new Set(parts)].toSorted((a, b) => (a < b ? -1 : 1));
  const [only] = different.length === 1 ? different : [];
  return only ?? { kind, parts: different };
}

export function findDuplicates(work: Work): Draft[] {
  const seen = new Map<string, Rule>();
  return work.places.flatMap(({ rule, path }): Draft[] => {
    const canonical = toCanonical(rule.conditions, work.scope);
    const other = seen.get(canonical);
    if (!other) {
      seen.set(canonical, rule);
      return [];
    }
    const first = work.ruleSet.strategy === 'first';
    const message = sayFinding(first ? 'duplicate-shadowed' : 'duplicate', work.language, {
      rule: titleOf(rule, work),
      other: titleOf(other, work),
    });
    return [
      { code: 'duplicate', severity: first ? 'error' : 'warning', path, rule: rule.name, other: other.name, message },
    ];
  });
}

export function findShadowed(alive: Place[], duplicates: ReadonlySet<string | undefined>, work: Work): Draft[] {
  if (work.ruleSet.strategy !== 'first') return [];
  return alive.flatMap((place, index): Draft[] => {
    const { rule, path } = place;
    const earlier = alive.slice(0, index);
    if (earlier.length === 0 || duplicates.has(rule.name)) return [];
    const held = ruleFormula(rule, 'held', work);
    const decides = look(
      and(held, ...earlier.map((before) => ruleFormula(before.rule, 'not-held', work))),
      (facts) => holds(rule, facts, work) && !earlier.some((before) => holds(before.rule, facts, work)),
      work,
    );
    if (decides === 'unsure') return [undecided(place, work)];
    if (decides !== 'none') return [];
    const cover = earlier.find((before) => isProven(and(held, ruleFormula(before.rule, 'not-held', work)), work));
    const covering = cover ? [cover] : earlier;
    const others = covering
      .map((before) => sayPart('quote', work.language, { a: titleOf(before.rule, work) }))
      .join(work.language === 'ja' ? 'か' : ' or ');
    const both = look(held, (facts) => holds(rule, facts, work), work);
    const example = typeof both === 'object' ? { example: both.found } : {};
    return [
      {
        code: 'shadowed',
        severity: 'error',
        path,
        rule: rule.name,
        ...(cover ? { other: cover.rule.name } : {}),
        message: sayFinding('shadowed', work.language, { rule: titleOf(rule, work), others }),
        ...example,
        confirm: (decision) => isHeld(decision, rule) && decision.outcomes[0]?.rule !== rule.name,
      },
    ];
  });
}

/** Rules that allow and rules that refuse and can hold together. */
export function findContradictions(alive: Place[], work: Work): Draft[] {
  if (work.ruleSet.strategy === 'score') return [];
  let count = 0;
  return alive.flatMap((place, index) =>
    alive.slice(0, index).flatMap((earlier): Draft[] => {
      if (count >= mostAlike) return [];
      const types = [place.rule.event.type, earlier.rule.event.type];
      if (!types.includes('allow') || !types.includes('refuse')) return [];
      const { rule } = place;
      const both = look(
        and(ruleFormula(rule, 'held', work), ruleFormula(earlier.rule, 'held', work)),
        (facts) => holds(rule, facts, work) && holds(earlier.rule, facts, work),
        work,
        true,
      );
      if (both === 'unsure') return [undecided(place, work)];
      if (both === 'none') return [];
      count += 1;
      const tied = (rule.priority ?? 1) === (earlier.rule.priority ?? 1);
      const text =
        work.ruleSet.strategy === 'every' ? 'contradictory' : tied ? 'contradictory-tie' : 'contradictory-ordered';
      const severity = (
        { contradictory: 'error', 'contradictory-tie': 'warning', 'contradictory-ordered': 'note' } as const
      )[text];
      const message = sayFinding(text, work.language, {
        rule: titleOf(rule, work),
        other: titleOf(earlier.rule, work),
      });
      return [
        {
          code: 'contradictory',
          severity,
          path: place.path,
          rule: rule.name,
          other: earlier.rule.name,
          message,
          example: both.found,
          confirm: (decision) => isHeld(decision, rule) && isHeld(decision, earlier.rule),
        },
      ];
    }),
  );
}
