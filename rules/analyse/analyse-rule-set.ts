import { checkRuleSet } from '../check-rule-set.ts';
import { compileRuleSet } from '../compile/compile-rule-set.ts';
import type { FactModel, Language, RuleSet } from '../types.ts';
import { findDead } from './find-dead.ts';
import { findIdle, findIdleNamed } from './find-idle.ts';
import { findGaps, findNeverFired, findPointsOutOfRange } from './find-outcomes.ts';
import { findContradictions, findDuplicates, findShadowed } from './find-pairs.ts';
import type { Finding, KnownUse } from './finding.ts';
import { prepare, undecided, type Draft, type Work } from './work.ts';

/**
 * What is wrong or surprising in how the rules work together. Whatever is claimed is so for all facts that fit the model;
 * what could not be found out is a note `undecided`, and a rule set that does not pass `checkRuleSet` gives only that
 * check's issues. Disabled rules are left aside. Examples of facts have been decided before they are given. How long it takes is
 * bounded by the steps it takes, whatever the rules.
 */
export function analyseRuleSet(
  ruleSet: RuleSet,
  model: FactModel,
  language: Language = 'ja',
  known: KnownUse = {},
): Finding[] {
  const issues = checkRuleSet(ruleSet, { [model.key]: model }, language);
  if (issues.length > 0) return issues.map(({ code, path, message }) => ({ code, severity: 'error', path, message }));
  const work = prepare(ruleSet, model, language);
  const dead = findDead(work);
  const rules = new Set(dead.map((draft) => draft.rule));
  const alive = work.places.filter(({ rule }) => !rules.has(rule.name));
  // A rule that always holds, or of which that is not known, takes part in what rules do to each other all the same.
  const never = new Set(dead.filter(({ code }) => code === 'never-true').map((draft) => draft.rule));
  const holding = work.places.filter(({ rule }) => !never.has(rule.name));
  const alike = findDuplicates(work);
  const drafts = [
    ...dead,
    ...findIdle(alive, work),
    ...findIdleNamed(work),
    ...alike,
    ...findShadowed(holding, new Set(alike.map((draft) => draft.rule)), work),
    ...findContradictions(holding, work),
    ...findPointsOutOfRange(work),
    ...findGaps(work),
    ...findNeverFired(work, known),
  ];
  return confirmExamples(drafts, work);
}

const claimsThatNeedTheirExample = new Set<string>(['contradictory', 'gap', 'only-otherwise']);

/** Decides each example as the server would; one that does not show what it should is not given. */
function confirmExamples(drafts: Draft[], work: Work): Finding[] {
  const decide = compileRuleSet(work.ruleSet, work.model);
  const confirmed = drafts.flatMap(({ confirm, ...finding }): Finding[] => {
    if (!finding.example || !confirm || confirm(decide(finding.example))) return [finding];
    const { example: _example, ...rest } = finding;
    return claimsThatNeedTheirExample.has(finding.code) ? [] : [rest];
  });
  return gatherUndecided(confirmed, work);
}

/** Each place that could not be checked once, and a single note where there are many. */
function gatherUndecided(findings: Finding[], work: Work): Finding[] {
  const places = new Map(findings.filter(({ code }) => code === 'undecided').map((finding) => [finding.path, finding]));
  const decided = findings.filter(({ code }) => code !== 'undecided');
  return [...decided, ...(places.size > maxUndecided ? [undecided(null, work)] : places.values())];
}

const maxUndecided = 3;
