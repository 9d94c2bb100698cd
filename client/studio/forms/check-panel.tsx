import { useTranslation } from 'react-i18next';
import type { Form } from '../../../forms/types.ts';
import { Badge } from '../../components/badge.tsx';
import { Notice } from '../../components/notice.tsx';
import type { RuleCheck } from '../../lib/contract.ts';
import { sayIssue } from './say-issue.ts';
import { itemAt, ruleAt, useTitleOf } from './words.ts';
import { useRuleWords } from './logic/rule-words.ts';

type Props = {
  check: RuleCheck | null;
  form: Form | null;
  onOpen: (path: string) => void;
  onRule: (id: string) => void;
  onExamples: () => void;
};

/** What stands against publishing, in words; each leads to its field. */
export function CheckPanel({ check, form, onOpen, onRule, onExamples }: Props) {
  const { t } = useTranslation('builder');
  if (!check) return <p>{t('rules:save.none')}</p>;
  if (check.issues.length === 0) return <Notice tone="success" title={t('rules:check.clean')} />;
  return (
    <ul className="prose-line space-y-4">
      {check.issues.map((issue, index) => (
        <li key={index} className="space-y-2 border-b border-solid-gray-420 pb-4">
          <Badge tone="bad">{t('rules:severity.error')}</Badge>
          {form ? (
            <Told form={form} issue={issue} onOpen={onOpen} onRule={onRule} onExamples={onExamples} />
          ) : (
            <p>{issue.message}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

type ToldProps = Pick<Props, 'onOpen' | 'onRule' | 'onExamples'> & { form: Form; issue: RuleCheck['issues'][number] };

function Told({ form, issue, onOpen, onRule, onExamples }: ToldProps) {
  const { t } = useTranslation('builder');
  const titleOf = useTitleOf(form);
  const words = useRuleWords(form);
  const item = itemAt(form, issue.path);
  const rule = ruleAt(form, issue.path);
  return (
    <>
      <p>{sayIssue(t, issue, form, words)}</p>
      {rule ? (
        <button type="button" className="link min-h-11 text-left" onClick={() => onRule(rule.id)}>
          {t('logic.open', { rule: words.say(rule) })}
        </button>
      ) : item ? (
        <button type="button" className="link min-h-11 text-left" onClick={() => onOpen(item.path)}>
          {t('openField', { title: titleOf(item) })}
        </button>
      ) : issue.path.startsWith('/examples') ? (
        <button type="button" className="link min-h-11 text-left" onClick={onExamples}>
          {t('example.open')}
        </button>
      ) : (
        <p className="font-mono text-dns-14N-130">{issue.path || '/'}</p>
      )}
    </>
  );
}
