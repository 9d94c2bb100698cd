import type { CompiledDecision } from '../compile/compile-rule-set.ts';
import { countDecimals, mostDecimals, mostPoints, readPoints } from '../points.ts';
import type { Facts } from '../types.ts';
import type { KnownUse } from './finding.ts';
import { and, or } from './formula.ts';
import { sayFinding } from './texts.ts';
import { holds, look, ruleFormula, titleOf, undecided, type Draft, type Work } from './work.ts';

/** Cases that no rule answers, or that there are none. */
export function findGaps(work: Work): Draft[] {
  const { ruleSet, language, places } = work;
  const none = (facts: Facts): boolean => !places.some(({ rule }) => holds(rule, facts, work));
  const open = and(...places.map(({ rule }) => ruleFormula(rule, 'not-held', work)));
  const likely = look(open, none, work, true);
  if (typeof likely === 'object') {
    const example = {
      example: likely.found,
      confirm: (decision: CompiledDecision) => decision.held.length === 0,
    };
    if (ruleSet.otherwise)
      return [
        ...findNoCandidate(work),
        {
          code: 'only-otherwise',
          severity: 'note',
          path: '/otherwise',
          message: sayFinding('only-otherwise', language, {}),
          ...example,
        },
      ];
    // Of a watch, a sum of points or every rule that holds, nothing is an answer too.
    const severity = ruleSet.strategy === 'first' && ruleSet.purpose !== 'watch' ? 'warning' : 'note';
    return [
      ...findNoCandidate(work),
      { code: 'gap', severity, path: '/rules', message: sayFinding('gap', language, {}), ...example },
    ];
  }
  const closed = ruleSet.otherwise && likely === 'none' && look(open, none, work) === 'none';
  return [
    ...findNoCandidate(work),
    ...(likely === 'unsure' ? [undecided(null, work)] : []),
    ...(closed
      ? [
          {
            code: 'otherwise-never',
            severity: 'note',
            path: '/otherwise',
            message: sayFinding('otherwise-never', language, {}),
          } satisfies Draft,
        ]
      : []),
  ];
}

function findNoCandidate(work: Work): Draft[] {
  const excluding = work.places.filter(({ rule }) => rule.event.type === 'exclude');
  if (work.ruleSet.strategy !== 'score' || excluding.length === 0) return [];
  const left = look(
    and(...excluding.map(({ rule }) => ruleFormula(rule, 'not-held', work))),
    (facts) => !excluding.some(({ rule }) => holds(rule, facts, work)),
    work,
  );
  if (left === 'unsure') return [undecided(null, work)];
  if (left !== 'none') return [];
  const some = look(
    or(...excluding.map(({ rule }) => ruleFormula(rule, 'held', work))),
    (facts) => excluding.some(({ rule }) => holds(rule, facts, work)),
    work,
  );
  return [
    {
      code: 'no-candidate',
      severity: 'error',
      path: '/rules',
      message: sayFinding('no-candidate', work.language, {}),
      ...(typeof some === 'object' ? { example: some.found } : {}),
      confirm: (decision) => decision.excluded === true,
    },
  ];
}

export function findNeverFired(work: Work, { fired }: KnownUse): Draft[] {
  if (!fired) return [];
  const silent = work.places.filter(({ rule }) => !(Object.hasOwn(fired, rule.name) && (fired[rule.name] ?? 0) > 0));
  return silent.map(({ rule, path }) => ({
    code: 'never-fired',
    severity: 'note',
    path,
    rule: rule.name,
    message: sayFinding('never-fired', work.language, { rule: titleOf(rule, work) }),
  }));
}

/** Beyond these points a sum is no longer exact. */
export function findPointsOutOfRange(work: Work): Draft[] {
  const { ruleSet, places, language } = work;
  if (ruleSet.strategy !== 'score') return [];
  const far = places.filter(
    ({ rule }) => Math.abs(readPoints(rule.event)) > mostPoints || countDecimals(readPoints(rule.event)) > mostDecimals,
  );
  return far.map(({ rule, path }) => {
    const message = sayFinding('points-range', language, {
      rule: titleOf(rule, work),
      most: mostPoints.toLocaleString('en-US'),
      decimals: String(mostDecimals),
    });
    return { code: 'points-range', severity: 'error', path: `${path}/event/params/points`, rule: rule.name, message };
  });
}
