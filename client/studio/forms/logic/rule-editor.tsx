import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { summandsOf } from '../../../../forms/edit.ts';
import { changeRule, fieldsFor, noValue, removeRule, setTargets, setWhen } from '../../../../forms/logic/edit-logic.ts';
import { askedIn, scopeOf, targetsOf } from '../../../../forms/logic/plan.ts';
import { effectOf } from '../../../../forms/logic/shapes.ts';
import { findItem } from '../../../../forms/outline.ts';
import type { Form, LogicEffect, LogicRule, LogicValue } from '../../../../forms/types.ts';
import { choicesOf, isBlank, sayingOf, writeValue } from '../../../../forms/walk.ts';
import { readCondition } from '../../../../rules/edit.ts';
import type { FactDeclaration, FactModel, RuleSet } from '../../../../rules/types.ts';
import { CheckboxGroup, RadioGroup } from '../../../components/choice-group.tsx';
import { ComboBox } from '../../../components/combo-box.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { isObject } from '../../../lib/is-object.ts';
import { SmallButton } from '../../kit/action-menu.tsx';
import { AddMenu, ConditionEditor } from '../../kit/condition-editor.tsx';
import { ConditionTree } from '../../kit/condition-tree.tsx';
import { inWords, useLanguage } from '../../kit/language.ts';
import { ValueField } from '../../kit/value-field.tsx';
import type { Edit } from '../words.ts';
import { useRuleWords } from './rule-words.ts';

type Props = {
  form: Form;
  rule: LogicRule;
  edit: Edit;
  /** What the check says of this rule, its places as they are in it (`/when/all/0`). */
  issues: readonly { path: string; message: string }[];
  /** After the rule was taken away. */
  onRemoved: () => void;
};

/** One rule: what it does, with which fields, and when, with the condition editor of the rules. */
export function RuleEditor({ form, rule, edit, issues, onRemoved }: Props) {
  const { t } = useTranslation('builder');
  const put = (then: LogicEffect, about: string | null = null) =>
    edit(
      changeRule(form, rule.id, (before) => ({ ...before, then })),
      about && `${about} ${rule.id}`,
    );
  return (
    <div className="space-y-6">
      {issues.map(({ message }) => (
        <p key={message} className="text-red-900">
          {message}
        </p>
      ))}
      <Effect form={form} rule={rule} put={put} edit={edit} />
      <When form={form} rule={rule} edit={edit} issues={issues} />
      <SmallButton
        onPress={() => {
          edit(removeRule(form, rule.id));
          onRemoved();
        }}
      >
        {t('logic.remove')}
      </SmallButton>
    </div>
  );
}

type EffectProps = {
  form: Form;
  rule: LogicRule;
  put: (then: LogicEffect, about?: string | null) => void;
  edit: Edit;
};

function Effect({ form, rule, put, edit }: EffectProps) {
  const { t } = useTranslation('builder');
  const words = useRuleWords(form);
  const { then } = rule;
  if ('limit' in then) {
    const schema = findItem(form, then.limit)?.schema ?? {};
    const choices = (choicesOf(schema) ?? []).map(({ value }) => value);
    const written = then.to.map(writeValue);
    return (
      <CheckboxGroup
        label={t('logic.limitTo')}
        choices={choices.map((value) => ({
          value: writeValue(value),
          label: words.sayChoice(then.limit, value),
        }))}
        value={written}
        onChange={(kept) => put({ ...then, to: choices.filter((value) => kept.includes(writeValue(value))) })}
      />
    );
  }
  if ('set' in then) return <SetValue form={form} then={then} put={put} />;
  if ('refuse' in then)
    return (
      <>
        <TextField
          label={t('logic.message.ja')}
          required
          value={then.message.ja}
          onChange={(ja) => put({ ...then, message: { ...then.message, ja } }, 'message ja')}
        />
        <TextField
          label={t('logic.message.en')}
          value={then.message.en ?? ''}
          onChange={(en) =>
            put({ ...then, message: { ja: then.message.ja, ...(en === '' ? {} : { en }) } }, 'message en')
          }
        />
      </>
    );
  return <Targets form={form} rule={rule} edit={edit} />;
}

/** The fields that one rule shows, demands or wants: more of the same entries may be added. */
function Targets({ form, rule, edit }: Omit<EffectProps, 'put'>) {
  const { t } = useTranslation('builder');
  const { titleOf } = useRuleWords(form);
  const targets = targetsOf(rule.then);
  const scope = scopeOf(targets[0] ?? '');
  const others = fieldsFor(form, effectOf(rule.then)).filter(
    ({ path }) => scopeOf(path) === scope && !targets.includes(path),
  );
  return (
    <div className="space-y-3">
      <p className="font-bold">{t('logic.fields')}</p>
      <ul className="space-y-2">
        {targets.map((path) => (
          <li key={path} className="flex items-center justify-between gap-2">
            {titleOf(path)}
            <SmallButton
              label={t('logic.dropField', { title: titleOf(path) })}
              closed={targets.length === 1}
              onPress={() =>
                edit(
                  setTargets(
                    form,
                    rule.id,
                    targets.filter((target) => target !== path),
                  ),
                )
              }
            >
              {t('rules:remove')}
            </SmallButton>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <ComboBox
          // Made anew with each field that is added: it is empty again.
          key={targets.join(' ')}
          label={t('logic.addField')}
          value=""
          choices={others.map(({ path }) => ({ value: path, label: titleOf(path) }))}
          onChange={(path) => path && edit(setTargets(form, rule.id, [...targets, path]))}
        />
      )}
    </div>
  );
}

type SetProps = { form: Form; then: { set: string; value: LogicValue }; put: EffectProps['put'] };

function SetValue({ form, then, put }: SetProps) {
  const { t } = useTranslation('builder');
  const language = useLanguage();
  const { modelAt, titleOf } = useRuleWords(form);
  const { set, value } = then;
  const schema = findItem(form, set)?.schema ?? {};
  const { facts } = modelAt(scopeOf(set));
  const own = facts.find(({ path }) => path === set);
  const alike = facts.filter(({ path, type }) => path !== set && type === own?.type);
  const unit = (path: string): string => JSON.stringify(sayingOf(findItem(form, path)?.schema ?? {}, 'x-unit'));
  const isNumber = own?.type === 'number' || own?.type === 'integer';
  // Numbers of other entries are added up all together.
  const added = isNumber
    ? summandsOf(form, set).filter(
        (item) => unit(item.path) === unit(set) && (own.type === 'number' || item.schema['type'] === 'integer'),
      )
    : [];
  const kind = !isObject(value) ? 'value' : 'fact' in value ? 'fact' : 'sum' in value ? 'sum' : 'kept';
  const kinds = [
    'value' as const,
    ...(alike.length > 0 || kind === 'fact' ? (['fact'] as const) : []),
    ...(added.length > 0 || kind === 'sum' ? (['sum'] as const) : []),
    // Counted, or one less another: said in words, and made where a calculated field is.
    ...(kind === 'kept' ? (['kept'] as const) : []),
  ];
  return (
    <div className="space-y-4">
      {kinds.length > 1 && (
        <RadioGroup
          label={t('logic.value.label')}
          value={kind}
          choices={kinds.map((name) => ({ value: name, label: t(`logic.value.${name}`) }))}
          onChange={(chosen) =>
            chosen !== 'kept' &&
            put({
              set,
              value:
                chosen === 'fact'
                  ? { fact: alike[0]?.path ?? '' }
                  : chosen === 'sum'
                    ? { sum: added.map(({ path }) => path) }
                    : noValue(schema),
            })
          }
        />
      )}
      {!isObject(value) ? (
        own && (
          <ValueField
            fact={own}
            label={t('rules:condition.value')}
            value={isBlank(value) ? undefined : value}
            onChange={(next) => put({ set, value: next as LogicValue }, 'set')}
          />
        )
      ) : 'fact' in value ? (
        <ComboBox
          key={value.fact}
          label={t('logic.value.from')}
          value={value.fact}
          choices={alike.map(({ path, label }) => ({ value: path, label: inWords(label, language) }))}
          onChange={(fact) => fact && fact !== value.fact && put({ set, value: { fact } })}
        />
      ) : (
        'sum' in value && (
          <CheckboxGroup
            label={t('logic.value.added')}
            choices={added.map(({ path }) => ({ value: path, label: titleOf(path) }))}
            value={value.sum}
            onChange={(sum) => sum.length > 0 && put({ set, value: { sum } })}
          />
        )
      )}
    </div>
  );
}

const root = '/rules/0/conditions';

/** The condition of a rule as that of a rule set of one: the same editor changes both. */
function asRuleSet({ id, when }: LogicRule): RuleSet {
  const conditions = when === undefined ? { all: [] } : 'fact' in when ? { all: [when] } : when;
  return {
    key: 'form',
    purpose: 'watch',
    factModel: 'form',
    strategy: 'every',
    texts: { ja: { name: id } },
    rules: [{ name: id, conditions, event: { type: id } }],
  };
}

function When({ form, rule, edit, issues }: Omit<Props, 'onRemoved'>) {
  const { t } = useTranslation('builder');
  const { modelAt, sayEffect } = useRuleWords(form);
  const [chosen, setSelected] = useState<string | null>(null);
  const { when, then } = rule;
  const targets = targetsOf(then);
  const model = without(modelAt(scopeOf(targets[0] ?? '')), 'show' in then || 'set' in then ? targets : [], rule);
  const ruleSet = asRuleSet(rule);
  // What was taken back may have taken the chosen condition with it.
  const selected = chosen !== null && readCondition(ruleSet, chosen) ? chosen : null;
  const change = (next: RuleSet, about: string | null = null) => {
    const conditions = next.rules[0]?.conditions;
    if (conditions && conditions !== ruleSet.rules[0]?.conditions)
      edit(setWhen(form, rule.id, conditions), about && `${about} ${rule.id}`);
  };
  const isAlone = when !== undefined && 'fact' in when;
  const troubled = new Set(
    issues.flatMap(({ path }) => {
      const place = /^\/when((?:\/not|\/(?:all|any)\/\d+)*)/.exec(path)?.[1];
      return place === undefined ? [] : [`${root}${isAlone ? '/all/0' : ''}${place}`];
    }),
  );
  const shared = { ruleSet, model, root, edit: change };
  return (
    <div className="space-y-4">
      <RadioGroup
        label={t('logic.when')}
        value={when === undefined ? 'always' : 'when'}
        choices={[
          { value: 'when', label: t('logic.whenSo') },
          { value: 'always', label: t('logic.always') },
        ]}
        onChange={(kind) => {
          setSelected(null);
          edit(setWhen(form, rule.id, kind === 'always' ? undefined : { all: [] }));
        }}
      />
      {when !== undefined && (
        <>
          <ConditionTree
            {...shared}
            label={t('rules:condition.treeOf', { name: sayEffect(rule) })}
            selected={selected}
            onSelect={setSelected}
            troubled={troubled}
          />
          {selected !== null ? (
            <ConditionEditor {...shared} path={selected} onSelect={setSelected} />
          ) : (
            <div className="space-y-3">
              <p className="text-solid-gray-700">
                {t(askedIn(when).length === 0 ? 'rules:condition.none' : 'rules:condition.choose')}
              </p>
              <AddMenu ruleSet={ruleSet} model={model} group={root} edit={change} onAdded={setSelected} />
            </div>
          )}
        </>
      )}
    </div>
  );
}

/** What a rule decides is not asked by it: the field would hang on itself. One that stands in it all the same can be seen and changed. */
function without(model: FactModel, targets: readonly string[], { when }: LogicRule): FactModel {
  const named = askedIn(when);
  const isIn = ({ path }: FactDeclaration) =>
    targets.some((target) => path === target || path.startsWith(`${target}.`) || path.startsWith(`${target}[]`));
  return { ...model, facts: model.facts.filter((fact) => !isIn(fact) || named.includes(fact.path)) };
}
