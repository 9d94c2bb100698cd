import { compareScores, writeScore } from '../../rules/index.ts';
import type { Decision, Language, RuleSet } from '../../rules/types.ts';
import { hasText, say } from '../kernel/texts/index.ts';

/** What a case came to, short enough to compare and to filter by. */
export type Outcome = { outcome: string; score: number | null };

/**
 * A decision's outcome: the types of its events, joined by commas ('' for none); for a score `rank` or `exclude`, and the
 * points (an excluded one's do not matter to anybody).
 */
export function outcomeOf(decision: Pick<Decision, 'outcomes' | 'score' | 'excluded'>): Outcome {
  if (decision.score === undefined)
    return { outcome: decision.outcomes.map((outcome) => outcome.type).join(','), score: null };
  return { outcome: decision.excluded ? 'exclude' : 'rank', score: decision.score };
}

/** As one text, to tell and to count by: `rank 35`. */
export const writeOutcome = ({ outcome, score }: Outcome): string =>
  outcome === 'rank' && score !== null ? `rank ${writeScore(score)}` : outcome;

/** Do two come to the same? Of scores as `compareScores` says, whatever their texts. */
export const isSameOutcome = (before: Outcome, after: Outcome): boolean =>
  before.outcome === after.outcome &&
  (before.outcome !== 'rank' ||
    before.score === null ||
    after.score === null ||
    compareScores(before.score, after.score) === 0);

/** The text of `writeOutcome` in words: 「提案する」, 「35点」. An event without a text of ours is told by the rule that has it. */
export function sayOutcome(language: Language, written: string, ruleSet: RuleSet | null): string {
  if (written === '') return say(language, 'rules.outcome.none');
  if (written.startsWith('rank ')) return say(language, 'rules.points', { points: written.slice(5) });
  return written
    .split(',')
    .map((type) => sayType(language, type, ruleSet))
    .join(say(language, 'rules.and'));
}

function sayType(language: Language, type: string, ruleSet: RuleSet | null): string {
  const known = `rules.outcome.${type.replace(/\W/g, '_')}`;
  if (hasText(known)) return say(language, known);
  const texts = ruleSet?.rules?.find((rule) => rule.event.type === type)?.texts;
  return texts?.[language]?.name ?? texts?.ja.name ?? type;
}
