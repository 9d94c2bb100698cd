import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { Facts } from '../../../rules/types.ts';
import { Button, ButtonLink } from '../../components/button.tsx';
import { KeyFacts } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { DecisionCaseExplained, RuleModel, RuleReplayInput, RuleSetEntry } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { Explanation } from '../../record/explanation.tsx';
import { FactList } from './check-panel.tsx';
import { ForEditors, StudioTitle } from '../kit/studio-title.tsx';

/** One decision with its reasons and the facts as they were; made a test, or decided once more. */
export function DecisionPage() {
  return (
    <ForEditors>
      <Decision />
    </ForEditors>
  );
}

function Decision() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const query = useGet<DecisionCaseExplained>(api(`decisions/cases/${id}`));
  return <Loaded query={query}>{(decision) => <DecisionView decision={decision} />}</Loaded>;
}

function DecisionView({ decision: { case: decided, facts, explanation } }: { decision: DecisionCaseExplained }) {
  const { t } = useTranslation('rules');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const testing = useSend<{ key: string }>();
  const replaying = useSend<{ id: string }>();
  const { key } = decided.ruleSet;
  const models = useGet<RuleModel[]>(api('rules/models')).data;
  const entry = useGet<RuleSetEntry[]>(api('rules')).data?.find((set) => set.key === key);
  const model = models?.find((model) => model.key === entry?.factModel);
  const replay = (decisionId: string) => {
    const body: RuleReplayInput = { decisionId };
    replaying.mutate(
      { path: api(`rules/${key}/replay`), body },
      { onSuccess: (job) => void navigate(page(`settings/rules/${key}/backtests/${job.id}`)) },
    );
  };
  const { decisionId } = decided;
  return (
    <div className="space-y-8">
      <StudioTitle
        title={[decided.record.title, decided.subject].filter(Boolean).join(' ／ ')}
        between={[{ name: t('log.title'), to: page('settings/decisions') }]}
        actions={
          decisionId && (
            <>
              <Button busy={replaying.isPending} onPress={() => replay(decisionId)}>
                {t('replay.one')}
              </Button>
              <Button
                kind="primary"
                busy={testing.isPending}
                onPress={() =>
                  testing.mutate({
                    path: api(`decisions/${decisionId}/example`),
                    query: { position: decided.position },
                  })
                }
              >
                {t('log.toTest')}
              </Button>
            </>
          )
        }
      />
      {testing.isSuccess && (
        <Notice tone="success" announce title={t('log.tested')}>
          <p>{t('log.testedHelp')}</p>
          <ButtonLink to={`${page(`settings/rules/${key}`)}?tab=examples`}>{t('log.openExamples')}</ButtonLink>
        </Notice>
      )}
      {(testing.error ?? replaying.error) && <ProblemNotice error={testing.error ?? replaying.error ?? new Error()} />}
      <KeyFacts
        facts={[
          { label: t('log.outcome'), value: decided.outcomeText },
          { label: t('log.rules'), value: t('log.by', { name: decided.ruleSet.name, number: decided.ruleSet.number }) },
          { label: t('log.area'), value: decided.area?.name ?? '―' },
          { label: t('log.at'), value: formatInstant(decided.decidedAt) },
        ]}
      />
      <Section title={t('log.why')}>
        <Explanation explanation={explanation} open />
      </Section>
      {model && (
        <Section title={t('log.facts')}>
          <FactList model={model} facts={facts as Facts} />
        </Section>
      )}
    </div>
  );
}
