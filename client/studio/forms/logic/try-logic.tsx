import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asked } from '../../../../forms/logic/evaluate.ts';
import { scopeOf, targetsOf } from '../../../../forms/logic/plan.ts';
import { listAsked, settle } from '../../../../forms/logic/settle.ts';
import { traceCondition, type Traced } from '../../../../forms/logic/trace.ts';
import type { Form, LogicRule } from '../../../../forms/types.ts';
import { fieldPath } from '../../../../forms/walk.ts';
import { describeCondition } from '../../../../rules/edit-words.ts';
import { formatFact } from '../../../../rules/format-fact.ts';
import type { ExplanationNode, FactModel } from '../../../../rules/types.ts';
import { Notice } from '../../../components/notice.tsx';
import { AnswerForm, type Answers } from '../../../forms/answer-form.tsx';
import { fits } from '../../../forms/check-answers.ts';
import { forgetAnswers } from '../../../lib/answer-drafts.ts';
import { RuleTold } from '../../../record/explanation.tsx';
import { inWords, useLanguage } from '../../kit/language.ts';
import { KeepExample } from '../examples.tsx';
import { useExampleForm } from '../preview-panel.tsx';
import type { Edit } from '../words.ts';
import { useRuleWords } from './rule-words.ts';

const record = 'logic';

/** 「この回答なら」: the real form to fill in, and beside it which rules hold with these answers, and why. Nothing of it is stored. */
export function TryLogic({ form, rules, edit }: { form: Form; rules: readonly LogicRule[]; edit: Edit }) {
  const { t } = useTranslation('builder');
  const language = useLanguage();
  const local = useExampleForm(form, language);
  const shown = useMemo(() => ({ id: record, key: form.key, number: 0, ...local }), [form.key, local]);
  const [answers, setAnswers] = useState<Answers>({});
  const [sent, setSent] = useState<Answers | null>(null);
  const forgetSent = () => setSent(null);
  useEffect(() => () => forgetAnswers(form.key, record), [form.key]);
  return (
    <div className="grid items-start gap-8 lg:grid-cols-2">
      <section aria-label={t('logic.try.form')} className="space-y-4">
        <p className="text-solid-gray-700">{t('look.help')}</p>
        <div
          className="rounded-12 border border-solid-gray-420 p-4 sm:p-6"
          // What is done in the form from then on may be something else than what could be sent.
          onClickCapture={forgetSent}
          onKeyDownCapture={forgetSent}
        >
          <AnswerForm
            key={language}
            form={shown}
            record={record}
            keepDraft
            isWindowOnly
            onSubmit={async (given) => setSent(given)}
            onAnswers={setAnswers}
          />
        </div>
      </section>
      <section
        aria-label={t('logic.try.result')}
        className="space-y-6 lg:sticky lg:top-2 lg:max-h-[calc(100dvh-1rem)] lg:overflow-y-auto"
        tabIndex={0}
      >
        <h2>{t('logic.try.result')}</h2>
        {sent && <KeepExample form={form} edit={edit} answers={sent} />}
        <Result form={form} rules={rules} answers={answers} />
      </section>
    </div>
  );
}

function Result({ form, rules, answers }: { form: Form; rules: readonly LogicRule[]; answers: Answers }) {
  const { t } = useTranslation('builder');
  const language = useLanguage();
  const { say, titleOf, modelAt } = useRuleWords(form);
  const { settled, byRule } = useMemo(() => {
    const outcome = settle(form, answers, fits);
    return { settled: outcome, byRule: Map.groupBy(listAsked(form, outcome, fits), ({ rule }) => rule) };
  }, [form, answers]);
  const { hidden, refusals } = settled.outcome;
  const titleAt = (place: string): string => titleOf(fieldPath(place));
  const entries = rules.flatMap((rule) => (byRule.get(rule.id) ?? []).map((entry) => ({ rule, entry })));
  const groups = {
    held: entries.filter(({ entry }) => entry.held),
    notHeld: entries.filter(({ entry }) => !entry.held),
  };
  const unasked = rules.filter(({ id }) => !byRule.has(id));
  return (
    <div className="space-y-6">
      <p role="status" className="sr-only">
        {t('logic.try.held', { count: groups.held.length })}
      </p>
      {!settled.agreed && <Notice tone="warn" title={t('logic.try.unsettled')} />}
      {refusals.map(({ place, rule, message }) => (
        <Notice key={`${rule} ${place}`} tone="warn" title={t('logic.try.refused', { title: titleAt(place) })}>
          <p>{inWords(message, language)}</p>
        </Notice>
      ))}
      {hidden.size > 0 && <p>{t('logic.try.hidden', { fields: [...hidden].map(titleAt).join(t('logic.comma')) })}</p>}
      {(['held', 'notHeld'] as const).map(
        (group) =>
          groups[group].length > 0 && (
            <div key={group} className="space-y-4">
              <h3>{t(`logic.try.${group}`, { count: groups[group].length })}</h3>
              {groups[group].map(({ rule, entry }) => (
                <div key={`${rule.id} ${entry.row}`} data-rule={rule.id}>
                  {entry.row !== '' && <p className="text-dns-14N-130">{sayRow(entry.row)}</p>}
                  <RuleTold rule={tell(rule, entry)} />
                </div>
              ))}
            </div>
          ),
      )}
      {unasked.length > 0 && (
        <div className="space-y-2">
          <h3>{t('logic.try.unasked', { count: unasked.length })}</h3>
          <p className="text-dns-14N-130 text-solid-gray-700">{t('logic.try.unaskedHelp')}</p>
          <ul className="list-disc space-y-1 pl-6">
            {unasked.map((rule) => (
              <li key={rule.id}>{say(rule)}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );

  function sayRow(row: string): string {
    const [, list = '', number = ''] = /^(.*)\/(\d+)$/.exec(row) ?? [];
    return t('logic.try.row', { list: titleAt(list), number: Number(number) + 1 });
  }

  function tell(rule: LogicRule, { facts, held }: Asked): Parameters<typeof RuleTold>[0]['rule'] {
    const model = modelAt(scopeOf(targetsOf(rule.then)[0] ?? ''));
    const traced = rule.when && traceCondition(rule.when, facts);
    const tree = traced ? toNode(traced, model, facts) : { held: 'held' as const, text: t('logic.say.always') };
    return { title: say(rule), held: held ? 'held' : (traced?.held ?? 'not-held'), counts: held, tree };
  }

  function toNode({ condition, held, inner }: Traced, model: FactModel, facts: Asked['facts']): ExplanationNode {
    const [only] = inner;
    if (only && inner.length === 1 && !('not' in condition)) return toNode(only, model, facts);
    if (!('fact' in condition))
      return {
        held,
        text: t(`rules:condition.${'all' in condition ? 'all' : 'any' in condition ? 'any' : 'not'}`),
        children: inner.map((part) => toNode(part, model, facts)),
      };
    const fact = model.facts.find(({ path }) => path === condition.fact);
    const value = facts[condition.fact];
    const isSize = condition.path !== undefined;
    const text = describeCondition(condition, model, language);
    return {
      held,
      text:
        value === undefined
          ? t('logic.try.unanswered', { text })
          : t('logic.try.answered', {
              text,
              value: formatFact(
                isSize ? undefined : fact,
                isSize && Array.isArray(value) ? value.length : value,
                language,
              ),
            }),
    };
  }
}
