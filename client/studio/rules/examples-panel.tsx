import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FactModel, RuleExample, RuleSet } from '../../../rules/types.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Form } from '../../components/form.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { RuleCheck, RuleTried, RuleTryInput } from '../../lib/contract.ts';
import { useSend } from '../../lib/queries.ts';
import { SmallButton } from '../kit/action-menu.tsx';
import type { Edit } from '../kit/condition-editor.tsx';
import { FactFields, emptyFacts } from './fact-fields.tsx';
import { useRulePaths } from './paths.ts';
import { outcomesOf, useOutcomeWords } from './words.ts';

type Props = { ruleSet: RuleSet; model: FactModel; check: RuleCheck | null; edit: Edit };

/** Examples that travel with the rules: which pass, which do not and why; edited and added. */
export function ExamplesPanel({ ruleSet, model, check, edit }: Props) {
  const { t } = useTranslation('rules');
  const expected = useExpectedWords(ruleSet);
  const [editing, setEditing] = useState<number | null>(null);
  const examples = ruleSet.examples ?? [];
  const results = check?.ok ? check.examples : [];
  const passed = results.filter((result) => result.ok).length;
  const put = (index: number, example: RuleExample) =>
    edit({ ...ruleSet, examples: index < examples.length ? examples.with(index, example) : [...examples, example] });
  const current =
    editing === null
      ? null
      : (examples[editing] ?? {
          name: t('example.fresh'),
          facts: emptyFacts(model),
          expect: { outcomes: ruleSet.otherwise ? [ruleSet.otherwise.type] : [] },
        });
  return (
    <div className="space-y-4">
      {results.length > 0 && <p role="status">{t('example.summary', { passed, total: results.length })}</p>}
      <ul className="space-y-3">
        {examples.map((example, index) => {
          const result = results.find((result) => result.index === index);
          return (
            <li key={index} className="space-y-1 border-b border-solid-gray-420 pb-3">
              <p className="flex flex-wrap items-center gap-2">
                {result && (
                  <Badge tone={result.ok ? 'good' : 'bad'}>{t(result.ok ? 'example.ok' : 'example.failed')}</Badge>
                )}
                <span className="font-bold">{example.name}</span>
              </p>
              <p>{t('example.expects', { outcome: expected(example.expect) })}</p>
              {result?.messages.map((message) => (
                <p key={message} className="text-red-1000">
                  {message}
                </p>
              ))}
              <span className="flex flex-wrap gap-2">
                <SmallButton label={t('example.editOne', { name: example.name })} onPress={() => setEditing(index)}>
                  {t('common:action.edit')}
                </SmallButton>
                <SmallButton
                  label={t('example.removeOne', { name: example.name })}
                  onPress={() => edit({ ...ruleSet, examples: examples.toSpliced(index, 1) })}
                >
                  {t('remove')}
                </SmallButton>
              </span>
            </li>
          );
        })}
      </ul>
      {examples.length === 0 && <p>{t('example.none')}</p>}
      <SmallButton onPress={() => setEditing(examples.length)}>{t('example.add')}</SmallButton>
      {current && editing !== null && (
        <Dialog
          title={t(editing < examples.length ? 'example.edit' : 'example.add')}
          isOpen
          wide
          onClose={() => setEditing(null)}
        >
          <ExampleForm
            example={current}
            ruleSet={ruleSet}
            model={model}
            onSave={(example) => {
              put(editing, example);
              setEditing(null);
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

/** What an example says will come out: of a score its points or that it is left out, otherwise its outcomes. */
function useExpectedWords(ruleSet: RuleSet): (expect: RuleExample['expect']) => string {
  const { t } = useTranslation('rules');
  const say = useOutcomeWords(ruleSet);
  return ({ outcomes, score, excluded }) => {
    if (ruleSet.strategy === 'score' && (excluded ?? outcomes.includes('exclude'))) return say('exclude');
    if (ruleSet.strategy === 'score' && score !== undefined) return t('common:explanation.points', { points: score });
    return outcomes.length === 0 ? t('example.noneHeld') : outcomes.map(say).join(t('value.comma'));
  };
}

function ExampleForm({
  example,
  ruleSet,
  model,
  onSave,
}: {
  example: RuleExample;
  ruleSet: RuleSet;
  model: FactModel;
  onSave: (example: RuleExample) => void;
}) {
  const { t } = useTranslation('rules');
  const { api } = useRulePaths();
  const say = useOutcomeWords(ruleSet);
  const expected = useExpectedWords(ruleSet);
  const [draft, setDraft] = useState(example);
  const trying = useSend<RuleTried>();
  const types = [...new Set([...outcomesOf(ruleSet), ...draft.expect.outcomes])];
  const choices = types.map((type) => ({ value: type, label: say(type) }));
  const expect = (more: Partial<RuleExample['expect']>) => setDraft({ ...draft, expect: { ...draft.expect, ...more } });
  const ask = () => {
    const body: RuleTryInput = { body: { ...ruleSet }, facts: draft.facts };
    trying.mutate(
      { path: api('try'), body },
      {
        onSuccess: ({ explanation }) =>
          expect({
            outcomes: explanation.outcomes.map((outcome) => outcome.type),
            ...(explanation.score === undefined ? {} : { score: explanation.score }),
            ...(explanation.excluded === undefined ? {} : { excluded: explanation.excluded }),
          }),
      },
    );
  };
  return (
    <Form onSubmit={() => draft.name.trim() && onSave(draft)}>
      <TextField
        label={t('example.name')}
        required
        value={draft.name}
        onChange={(name) => setDraft({ ...draft, name })}
      />
      <h3>{t('facts.title')}</h3>
      <FactFields
        ruleSet={ruleSet}
        model={model}
        facts={draft.facts}
        onChange={(facts) => setDraft({ ...draft, facts })}
      />
      <h3>{t('example.expected')}</h3>
      {ruleSet.strategy === 'first' ? (
        <RadioGroup
          label={t('rule.outcome')}
          choices={choices}
          value={draft.expect.outcomes[0] ?? ''}
          onChange={(type) => expect({ outcomes: [type] })}
        />
      ) : ruleSet.strategy === 'every' ? (
        <CheckboxGroup
          label={t('rule.outcome')}
          choices={choices}
          value={draft.expect.outcomes}
          onChange={(outcomes) => expect({ outcomes })}
        />
      ) : (
        <>
          <p>{expected(draft.expect)}</p>
          <NumberField
            label={t('rule.points')}
            value={draft.expect.score ?? null}
            onChange={(score) => score !== null && expect({ score })}
          />
        </>
      )}
      <SmallButton onPress={ask}>{t('example.takeActual')}</SmallButton>
      {trying.isSuccess && <p role="status">{t('example.taken', { sentence: trying.data.explanation.sentence })}</p>}
      {trying.error && <ProblemNotice error={trying.error} />}
      <div>
        <Button type="submit" kind="primary">
          {t('example.save')}
        </Button>
      </div>
    </Form>
  );
}
