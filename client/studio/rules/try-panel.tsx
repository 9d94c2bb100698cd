import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FactModel, Facts, RuleSet } from '../../../rules/types.ts';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Form } from '../../components/form.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { RuleSubjects, RuleTried, RuleTryInput } from '../../lib/contract.ts';
import { useGet, useSend } from '../../lib/queries.ts';
import { Explanation } from '../../record/explanation.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { FactList } from './check-panel.tsx';
import type { Edit } from '../kit/condition-editor.tsx';
import { FactFields, emptyFacts } from './fact-fields.tsx';
import { useRulePaths } from './paths.ts';

type Props = { ruleSet: RuleSet; model: FactModel; edit: Edit };

/** The draft tried on facts typed in or on a real record: what follows, and why. */
export function TryPanel({ ruleSet, model, edit }: Props) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths();
  const [on, setOn] = useState<'facts' | 'record'>('facts');
  const [facts, setFacts] = useState<Facts>(() => ruleSet.examples?.[0]?.facts ?? emptyFacts(model));
  const trying = useSend<RuleTried>();
  const run = (what: Pick<RuleTryInput, 'facts' | 'record'>) =>
    trying.mutate({ path: api('try'), body: { body: { ...ruleSet }, ...what } });
  const keep = ({ facts, explanation }: RuleTried) => {
    const { outcomes, score, excluded } = explanation;
    const example = {
      name: t('example.fromTry'),
      facts: facts as Facts,
      expect: {
        outcomes: outcomes.map((outcome) => outcome.type),
        ...(score === undefined ? {} : { score }),
        ...(excluded === undefined ? {} : { excluded }),
      },
    };
    edit({ ...ruleSet, examples: [...(ruleSet.examples ?? []), example] });
  };
  return (
    <div className="space-y-6">
      <RadioGroup
        label={t('try.on')}
        value={on}
        choices={[
          { value: 'facts', label: t('try.facts') },
          { value: 'record', label: t('try.record') },
        ]}
        onChange={(value) => {
          setOn(value === 'record' ? 'record' : 'facts');
          trying.reset();
        }}
      />
      {on === 'facts' ? (
        <Form onSubmit={() => run({ facts })}>
          <FactFields ruleSet={ruleSet} model={model} facts={facts} onChange={setFacts} />
          <Button type="submit" kind="primary" busy={trying.isPending}>
            {t('try.run')}
          </Button>
        </Form>
      ) : (
        <Subjects busy={trying.isPending} onChoose={(record) => run({ record })} />
      )}
      {trying.error && <ProblemNotice error={trying.error} />}
      {trying.data && (
        <section className="surface space-y-4" aria-live="polite">
          <h3>{t('try.result')}</h3>
          <Explanation explanation={trying.data.explanation} open />
          {on === 'record' && (
            <Disclosure title={t('facts.title')}>
              <FactList model={model} facts={trying.data.facts as Facts} />
            </Disclosure>
          )}
          <SmallButton onPress={() => keep(trying.data)}>{t('try.keep')}</SmallButton>
        </section>
      )}
    </div>
  );
}

function Subjects({ busy, onChoose }: { busy: boolean; onChoose: (record: RuleSubjects[number]['record']) => void }) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths();
  const [sought, setSought] = useState('');
  const subjects = useGet<RuleSubjects>(api('subjects'), { q: sought });
  return (
    <div className="space-y-3">
      <TextField type="search" label={t('try.search')} value={sought} onChange={setSought} />
      <Loaded query={subjects}>
        {(list) =>
          list.length === 0 ? (
            <p>{t('try.none')}</p>
          ) : (
            <ul className="max-h-80 space-y-1 overflow-auto" aria-busy={busy} aria-label={t('try.record')}>
              {list.map((subject, index) => (
                <li key={index}>
                  <button
                    type="button"
                    className="link min-h-11 py-1 text-left"
                    onClick={() => onChoose(subject.record)}
                  >
                    {subject.name}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}
