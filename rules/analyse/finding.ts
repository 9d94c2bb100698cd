import type { Facts } from '../types.ts';

export type FindingCode =
  | 'never-true'
  | 'always-true'
  | 'condition-never-true'
  | 'condition-always-true'
  | 'condition-redundant'
  | 'shadowed'
  | 'duplicate'
  | 'contradictory'
  | 'gap'
  | 'only-otherwise'
  | 'otherwise-never'
  | 'no-candidate'
  | 'never-fired'
  | 'points-range'
  | 'undecided';

/** Something that a rule set's author should know. Codes beside `FindingCode` are those of `checkRuleSet`. */
export type Finding = {
  code: string;
  severity: 'error' | 'warning' | 'note';
  /** JSON pointer into the rule set. */
  path: string;
  rule?: string;
  /** Another rule that it is about: the one that comes first, is the same, or says the opposite. */
  other?: string;
  message: string;
  /** Complete facts that show it; deciding them has confirmed it. */
  example?: Facts;
};

export type KnownUse = {
  /** How many stored cases of the last 12 months each rule applied to; a rule that is not named applied to none. */
  fired?: Record<string, number>;
};
