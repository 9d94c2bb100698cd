import type { Issue } from '../../../rules/types.ts';
import { readBody } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import type { Body, Candidate, Faults } from '../slot.ts';

/** A new version serves what the ones before it served: the server asks for it by key. */
export function checkPurpose(
  ctx: MunicipalContext,
  { body, latest }: Candidate,
  member: 'purpose' | 'subject',
): Issue[] {
  const before = latest && (readBody(latest) as Body)[member];
  return before === undefined || before === body[member]
    ? []
    : [
        {
          path: `/${member}`,
          code: 'purpose',
          message: say(ctx.language, 'settings.issue.purpose', { purpose: String(before) }),
        },
      ];
}

/** Of a kind that has neither findings nor examples. */
export const nothingFound = (issues: Issue[]): Faults => ({ issues, findings: [], examples: [] });
