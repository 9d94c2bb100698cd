import { useTranslation } from 'react-i18next';
import { formatFact } from '../../../rules/format-fact.ts';
import type { FactModel, Facts, RuleSet } from '../../../rules/types.ts';
import { Badge } from '../../components/badge.tsx';
import type { Tone } from '../../components/badge.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Notice } from '../../components/notice.tsx';
import type { RuleCheck } from '../../lib/contract.ts';
import { inWords, useLanguage } from '../kit/language.ts';

const tones: Record<RuleCheck['findings'][number]['severity'], Tone> = {
  error: 'bad',
  warning: 'attention',
  note: 'neutral',
};

type Props = {
  check: RuleCheck | null;
  ruleSet: RuleSet | null;
  model: FactModel | undefined;
  onOpen: (pointer: string) => void;
};

/** What stands against the draft and what is worth knowing, in words; each leads to its place. */
export function CheckPanel({ check, ruleSet, model, onOpen }: Props) {
  const { t } = useTranslation('rules');
  if (!check) return <p>{t('check.waiting')}</p>;
  const failing = check.examples.filter((example) => !example.ok).length;
  const issues = [
    ...check.issues.map((issue) => ({ ...issue, severity: 'error' as const, example: undefined })),
    ...check.findings,
  ];
  return (
    <div className="space-y-4">
      {issues.length === 0 ? (
        <Notice tone="success" title={t('check.clean')}>
          {failing > 0 && <p>{t('check.examples', { count: failing })}</p>}
        </Notice>
      ) : (
        <ul className="space-y-4">
          {issues.map((finding, index) => (
            <li key={index} className="space-y-2 border-b border-solid-gray-420 pb-4">
              <Badge tone={tones[finding.severity]}>{t(`severity.${finding.severity}`)}</Badge>
              <p>{finding.message}</p>
              {ruleSet && (
                <button type="button" className="link min-h-11" onClick={() => onOpen(finding.path)}>
                  {t('check.open')}
                </button>
              )}
              {finding.example && model && (
                <Disclosure title={t('check.example')}>
                  <FactList model={model} facts={finding.example as Facts} />
                </Disclosure>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Facts with their labels and values, as people read them; those without a value wait behind a word. */
export function FactList({ model, facts }: { model: FactModel; facts: Facts }) {
  const { t } = useTranslation('rules');
  const entries = Object.entries(facts);
  const recorded = entries.filter(([, value]) => value !== null && value !== undefined);
  const missing = entries.filter((entry) => !recorded.includes(entry));
  return (
    <div className="space-y-2">
      <Values model={model} entries={recorded} />
      {missing.length > 0 && (
        <Disclosure title={t('facts.notRecorded', { count: missing.length })}>
          <Values model={model} entries={missing} />
        </Disclosure>
      )}
    </div>
  );
}

function Values({ model, entries }: { model: FactModel; entries: [string, Facts[string]][] }) {
  const language = useLanguage();
  return (
    <dl className="space-y-1">
      {entries.map(([path, value]) => {
        const fact = model.facts.find((fact) => fact.path === path);
        return (
          <div key={path} className="flex flex-wrap gap-x-3">
            <dt className="text-solid-gray-700">{fact ? inWords(fact.label, language) : path}</dt>
            <dd className="font-bold">{formatFact(fact, value, language)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
