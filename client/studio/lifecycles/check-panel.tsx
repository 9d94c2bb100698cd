import { useTranslation } from 'react-i18next';
import { placeOf } from '../../../workflows/edit.ts';
import type { Workflow } from '../../../workflows/types.ts';
import { Badge } from '../../components/badge.tsx';
import { Notice } from '../../components/notice.tsx';
import type { RuleCheck } from '../../lib/contract.ts';
import { useSayIssue } from './say-issue.ts';
import { useNames } from './words.ts';

type Props = {
  check: RuleCheck | null;
  workflow: Workflow;
  onOpen: (path: string, event: string | null) => void;
};

/** What stands against publishing, in words; each leads to its state or step. */
export function CheckPanel({ check, workflow, onOpen }: Props) {
  const { t } = useTranslation('lifecycles');
  const names = useNames(workflow);
  const say = useSayIssue(workflow);
  if (!check) return <p>{t('rules:save.none')}</p>;
  if (check.issues.length === 0) return <Notice tone="success" title={t('rules:check.clean')} />;
  return (
    <ul className="prose-line space-y-4">
      {check.issues.map((issue, index) => {
        const place = placeOf(workflow, issue.path);
        return (
          <li key={index} className="space-y-2 border-b border-solid-gray-420 pb-4">
            <Badge tone="bad">{t('rules:severity.error')}</Badge>
            <p>{say(issue)}</p>
            {place ? (
              <button type="button" className="link min-h-11 text-left" onClick={() => onOpen(place.path, place.event)}>
                {t('check.open', {
                  place:
                    place.event === null
                      ? names.stateAt(place.path)
                      : t('step.at', { state: names.stateAt(place.path), step: names.step(place.event) }),
                })}
              </button>
            ) : (
              <p className="font-mono text-dns-14N-130">{issue.path || '/'}</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
