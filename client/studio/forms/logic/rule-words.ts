import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { factsAt } from '../../../../forms/logic/facts.ts';
import { askedIn, scopeOf, targetsOf } from '../../../../forms/logic/plan.ts';
import { effectOf } from '../../../../forms/logic/shapes.ts';
import { wordsOf } from '../../../../forms/edit.ts';
import type { Form, LogicRule, LogicValue } from '../../../../forms/types.ts';
import { isBlank, writeValue } from '../../../../forms/walk.ts';
import { describeCondition } from '../../../../rules/edit-words.ts';
import { formatFact } from '../../../../rules/format-fact.ts';
import type { Condition, FactDeclaration, FactModel, Language } from '../../../../rules/types.ts';
import { isObject } from '../../../lib/is-object.ts';
import { useLanguage } from '../../kit/language.ts';

export type RuleWords = {
  /** What a field is called, or its path where it is not there. */
  titleOf: (path: string) => string;
  /** What a rule may ask about, by the entries that it stands in. */
  modelAt: (scope: string) => FactModel;
  sayCondition: (when: Condition | undefined, scope: string) => string;
  /** What follows, as a part of a sentence. */
  sayEffect: (rule: LogicRule) => string;
  /** The whole rule as a sentence. */
  say: (rule: LogicRule) => string;
  sayChoice: (path: string, value: unknown) => string;
};

/** The words for a form's logic in a language; `t` speaks the builder's texts in it. */
export function ruleWords(form: Form, t: TFunction<'builder'>, language: Language): RuleWords {
  const models = new Map<string, FactModel>();
  const modelAt = (scope: string): FactModel => {
    const known = models.get(scope);
    if (known) return known;
    const facts = factsAt(form, scope);
    // Those of the same entries first: a new condition begins with one of them.
    const own = (fact: FactDeclaration) => (scope !== '' && fact.path.startsWith(`${scope}.`) ? 0 : 1);
    const model = { key: 'form', label: { ja: '' }, facts: facts.toSorted((fact, other) => own(fact) - own(other)) };
    models.set(scope, model);
    return model;
  };
  const titleOf = (path: string): string =>
    (language === 'en' ? wordsOf(form, path, 'en').title : undefined) || wordsOf(form, path, 'ja').title || path;
  const quote = (text: string): string => t('logic.quote', { text });
  const list = (texts: string[]): string => texts.join(t('logic.comma'));
  const names = (paths: string[]): string => list(paths.map((path) => quote(titleOf(path))));
  const factOf = (path: string) => modelAt(scopeOf(path)).facts.find((each) => each.path === path);
  const sayChoice = (path: string, value: unknown): string => formatFact(factOf(path), writeValue(value), language);
  const sayValue = (path: string, value: unknown): string => {
    const fact = factOf(path);
    const sayOne = (each: unknown): string => {
      const text = fact?.choices ? sayChoice(path, each) : formatFact(fact, each, language);
      return typeof each === 'number' || fact?.type === 'date' ? text : quote(text);
    };
    return list([value].flat().map(sayOne));
  };
  const sayMade = (path: string, value: LogicValue): string =>
    !isObject(value)
      ? isBlank(value)
        ? t('logic.value.missing')
        : sayValue(path, value)
      : 'fact' in value
        ? t('logic.value.ofField', { field: titleOf(value.fact) })
        : 'sum' in value
          ? t('logic.value.sumOf', { fields: names(value.sum) })
          : 'count' in value
            ? t('logic.value.countOf', { field: titleOf(value.count) })
            : t('logic.value.differenceOf', {
                field: titleOf(value.difference[0]),
                less: titleOf(value.difference[1]),
              });
  const sayCondition = (when: Condition | undefined, scope: string): string =>
    when === undefined
      ? t('logic.say.always')
      : askedIn(when).length === 0
        ? t('logic.say.unfinished')
        : t('logic.say.when', { condition: describeCondition(when, modelAt(scope), language) });
  const sayEffect = ({ then }: LogicRule): string => {
    const fields = names(targetsOf(then));
    const effect = effectOf(then);
    if ('limit' in then) return t('logic.say.limit', { fields, choices: sayValue(then.limit, then.to) });
    if ('set' in then) return t('logic.say.set', { fields, value: sayMade(then.set, then.value) });
    if ('refuse' in then) {
      const message = (language === 'en' ? then.message.en : undefined) || then.message.ja;
      return message.trim() === ''
        ? t('logic.say.refuseUnsaid', { fields })
        : t('logic.say.refuse', { fields, message: message });
    }
    return t(`logic.say.${effect}`, { fields });
  };
  const say = (rule: LogicRule): string => {
    const scope = scopeOf(targetsOf(rule.then)[0] ?? '');
    const sentence = t('logic.say.rule', { when: sayCondition(rule.when, scope), effect: sayEffect(rule) });
    return scope === '' ? sentence : t('logic.say.each', { list: titleOf(scope.replace(/\[\]$/, '')), sentence });
  };
  return { titleOf, modelAt, sayCondition, sayEffect, say, sayChoice };
}

export function useRuleWords(form: Form): RuleWords {
  const { t } = useTranslation('builder');
  const language = useLanguage();
  return useMemo(() => ruleWords(form, t, language), [form, t, language]);
}
