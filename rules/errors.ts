import type { Issue } from './types.ts';

/** The facts do not fit their model; nothing was decided. */
export class InvalidFacts extends Error {
  readonly code = 'INVALID_FACTS';
  readonly issues: Issue[];
  constructor(issues: Issue[]) {
    super(issues.map((issue) => `${issue.path}: ${issue.message}`).join(' '));
    this.name = 'InvalidFacts';
    this.issues = issues;
  }
}

/** The rule set itself is not in order; `checkRuleSet` says the same without throwing. */
export class InvalidRuleSet extends Error {
  readonly code = 'INVALID_RULE_SET';
  readonly issues: Issue[];
  constructor(issues: Issue[]) {
    super(issues.map((issue) => `${issue.path}: ${issue.message}`).join(' '));
    this.name = 'InvalidRuleSet';
    this.issues = issues;
  }
}
