import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workflow } from '../../../workflows/types.ts';
import type { RuleCheck } from '../../lib/contract.ts';
import { useNames, useOwnWord } from './words.ts';

/** Findings of which the file's own sentence speaks of how it is written. */
const own = [
  'unreachable-state',
  'dead-end',
  'unreachable-state-by-choice',
  'dead-end-by-choice',
  'answer-not-possible',
  'mark-missing',
  'tag-missing',
  'no-roles',
  'turn-without-roles',
  'field-not-asked',
  'step-awaited',
  'missing',
  'wrong-type',
] as const;

/** What the check says of a lifecycle, with what people call its states, steps and effects in place of their ids. */
export function useSayIssue(workflow: Workflow): (issue: RuleCheck['issues'][number]) => string {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const wordOf = useOwnWord();
  return useCallback(
    ({ code, message, params = {} }) => {
      const say = (value: unknown): string => {
        const id = String(value ?? '');
        if (Object.hasOwn(workflow.states, id)) return names.stateAt(id);
        if (Object.hasOwn(workflow.steps, id)) return names.step(id);
        return wordOf('effect', id);
      };
      const known = own.find((candidate) => candidate === code);
      if (known)
        return t(`issue.${known}`, {
          name: say(params['name']),
          state: say(params['state']),
          step: say(params['step']),
          why: params['why'],
          field: wordOf('read', String(params['field'] ?? '')),
          lifecycle: params['lifecycle'],
          choice: wordOf('choice', String(params['choice'] ?? '')),
          value: wordOf('value', String(params['value'] ?? '')),
        });
      return Object.values(params).reduce<string>((sentence, value) => {
        if (typeof value !== 'string' || value === '') return sentence;
        return sentence.replaceAll(`「${value}」`, `「${say(value)}」`).replaceAll(`“${value}”`, `“${say(value)}”`);
      }, message);
    },
    [workflow, names, wordOf, t],
  );
}
