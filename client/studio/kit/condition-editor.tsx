import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decoratedOperator, describeCondition, operatorsFor } from '../../../rules/edit-words.ts';
import {
  addCondition,
  addNamedCondition,
  changeCondition,
  moveCondition,
  newCondition,
  readCondition,
  removeCondition,
  setFact,
  setGroupKind,
  setOperator,
  setValue,
  unwrapCondition,
  wrapCondition,
} from '../../../rules/edit.ts';
import { kindOf, readOperator } from '../../../rules/operators.ts';
import type { Condition, FactDeclaration, FactModel, RuleSet } from '../../../rules/types.ts';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { ComboBox } from '../../components/combo-box.tsx';
import { Form } from '../../components/form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ActionMenu, SmallButton } from './action-menu.tsx';
import { findCondition, nextPlace, standsIn } from './condition-place.ts';
import { ValueField } from './value-field.tsx';
import { inWords, nameOf, useLanguage } from './language.ts';

type Leaf = Extract<Condition, { fact: string }>;
export type Edit = (ruleSet: RuleSet, about?: string | null) => void;

type Props = {
  ruleSet: RuleSet;
  model: FactModel;
  root: string;
  path: string;
  edit: Edit;
  onSelect: (path: string | null) => void;
  /** Left out where conditions have no names of their own. */
  onOpenNamed?: (name: string) => void;
};

/** The chosen condition: what it asks, and everything that can be done with it. */
export function ConditionEditor(props: Props) {
  const { t } = useTranslation('rules');
  const { ruleSet, model, path, edit } = props;
  const condition = readCondition(ruleSet, path);
  if (!condition) return null;
  return (
    <section className="surface space-y-6" aria-label={t('condition.chosen')}>
      {'fact' in condition ? (
        <LeafEditor key={path} ruleSet={ruleSet} model={model} path={path} leaf={condition} edit={edit} />
      ) : 'condition' in condition ? (
        <ReferenceEditor {...props} name={condition.condition} />
      ) : 'not' in condition ? (
        <p>{t('condition.notHelp')}</p>
      ) : (
        <RadioGroup
          label={t('condition.group')}
          value={'all' in condition ? 'all' : 'any'}
          choices={[
            { value: 'all', label: t('condition.all') },
            { value: 'any', label: t('condition.any') },
          ]}
          onChange={(kind) => {
            const next = setGroupKind(ruleSet, path, kind === 'all' ? 'all' : 'any');
            edit(next);
          }}
        />
      )}
      <Actions {...props} condition={condition} />
    </section>
  );
}

function LeafEditor({
  ruleSet,
  model,
  path,
  leaf,
  edit,
}: {
  ruleSet: RuleSet;
  model: FactModel;
  path: string;
  leaf: Leaf;
  edit: Edit;
}) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const fact = model.facts.find((fact) => fact.path === leaf.fact);
  const choices = fact ? operatorsFor(fact, language) : [];
  const operator = writeOperator(leaf.operator, leaf.path);
  const offered = choices.find((choice) => writeOperator(choice.operator, choice.path) === operator);
  const chosen = offered ?? (leaf.path === undefined ? decoratedOperator(leaf.operator, language) : null);
  // A path into a value is kept as it is written: what is chosen here would take it away.
  if (leaf.path !== undefined && !offered) return <AsWritten />;
  return (
    <div className="space-y-4">
      <ComboBox
        key={leaf.fact}
        label={t('condition.fact')}
        error={fact ? null : t('condition.unknownFact', { fact: leaf.fact })}
        value={leaf.fact}
        choices={model.facts.map((fact) => ({ value: fact.path, label: inWords(fact.label, language) }))}
        onChange={(name) => name && name !== leaf.fact && edit(setFact(ruleSet, path, name, model))}
      />
      {fact && (
        <Select
          label={t('condition.operator')}
          value={operator}
          choices={[
            ...choices.map((choice) => ({ value: writeOperator(choice.operator, choice.path), label: choice.text })),
            ...(offered ? [] : [{ value: operator, label: chosen?.text ?? leaf.operator }]),
          ]}
          onChange={(written) => {
            const choice = choices.find((choice) => writeOperator(choice.operator, choice.path) === written);
            if (choice) edit(setOperator(ruleSet, path, choice.operator, model, choice.path));
          }}
        />
      )}
      {fact && chosen && (
        <Value
          leaf={leaf}
          fact={fact}
          model={model}
          many={chosen.takes === 'list'}
          onChange={(value, about) => edit(setValue(ruleSet, path, value), about)}
        />
      )}
      {fact && !chosen && <AsWritten />}
    </div>
  );
}

/** A condition, or a part of one, that only the JSON can say. */
function AsWritten() {
  const { t } = useTranslation('rules');
  return <p>{t('condition.asJson')}</p>;
}

const writeOperator = (operator: string, path: string | undefined): string => `${operator} ${path ?? ''}`.trim();

type ValueProps = {
  leaf: Leaf;
  fact: FactDeclaration;
  model: FactModel;
  many: boolean;
  onChange: (value: unknown, about: string | null) => void;
};

/** What the fact is compared with: a value, or another fact of the same kind. */
function Value({ leaf, fact, model, many, onChange }: ValueProps) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const counted: Pick<FactDeclaration, 'type' | 'unit' | 'choices'> =
    leaf.path === undefined ? fact : { type: 'integer' };
  const compared =
    typeof leaf.value === 'object' && leaf.value !== null && 'fact' in leaf.value ? String(leaf.value.fact) : null;
  const shape = readOperator(leaf.operator) && many ? 'list' : 'one';
  const others = model.facts.filter(
    (fact) =>
      fact.path !== leaf.fact &&
      kindOf(fact.type).kind === kindOf(counted.type).kind &&
      kindOf(fact.type).shape === shape,
  );
  return (
    <div className="space-y-4">
      {others.length > 0 && leaf.path === undefined && (
        <RadioGroup
          label={t('condition.compare')}
          value={compared === null ? 'value' : 'fact'}
          choices={[
            { value: 'value', label: t('condition.withValue') },
            { value: 'fact', label: t('condition.withFact') },
          ]}
          onChange={(kind) =>
            onChange(kind === 'fact' ? { fact: others[0]?.path } : many ? [] : startValue(fact), null)
          }
        />
      )}
      {compared === null ? (
        <ValueField
          fact={counted}
          label={t('condition.value')}
          many={many}
          value={leaf.value}
          onChange={(value) => onChange(value, `value ${leaf.fact}`)}
        />
      ) : (
        <ComboBox
          key={compared}
          label={t('condition.otherFact')}
          value={compared}
          choices={others.map((other) => ({ value: other.path, label: inWords(other.label, language) }))}
          onChange={(name) => name && name !== compared && onChange({ fact: name }, null)}
        />
      )}
    </div>
  );
}

function startValue(fact: FactDeclaration): unknown {
  const { kind } = kindOf(fact.type);
  return kind === 'number'
    ? 1
    : kind === 'boolean'
      ? true
      : kind === 'date'
        ? '2026-04-01'
        : (fact.choices?.[0]?.value ?? '');
}

function ReferenceEditor({ ruleSet, path, edit, name, onOpenNamed }: Props & { name: string }) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  return (
    <div className="space-y-4">
      <Select
        label={t('condition.named')}
        value={name}
        choices={Object.keys(ruleSet.conditions ?? {}).map((key) => ({
          value: key,
          label: nameOf(ruleSet, key, language),
        }))}
        onChange={(chosen) =>
          chosen && edit(changeCondition(ruleSet, path, (before) => ({ ...before, condition: chosen })))
        }
      />
      {onOpenNamed && <SmallButton onPress={() => onOpenNamed(name)}>{t('condition.openNamed')}</SmallButton>}
    </div>
  );
}

function Actions({
  ruleSet,
  model,
  root,
  path,
  condition,
  edit,
  onSelect,
  onOpenNamed,
}: Props & { condition: Condition }) {
  const { t } = useTranslation('rules');
  const [naming, setNaming] = useState(false);
  const here = standsIn(path);
  /** Where one is added: into the chosen group, or beside the chosen condition. */
  const around = here && readCondition(ruleSet, here.parent);
  const group = 'all' in condition || 'any' in condition ? path : around && !('not' in around) ? here.parent : null;
  /** Applies a change and goes on with the same condition, wherever it stands now. */
  const apply = (next: RuleSet, follow: Condition | null) => {
    edit(next);
    onSelect((follow && findCondition(next, root, follow)) ?? (readCondition(next, path) ? path : root));
  };
  const move = (direction: 'up' | 'down') => {
    const target = nextPlace(ruleSet, path, direction);
    if (target) apply(moveCondition(ruleSet, path, target.group, target.index), condition);
  };
  const wraps = (['all', 'any', 'not'] as const).map((kind) => ({
    id: kind,
    name: t(`condition.wrap.${kind}`),
    onAction: () => apply(wrapCondition(ruleSet, path, kind), null),
  }));
  return (
    <div className="flex flex-wrap gap-2" role="group" aria-label={t('condition.actions')}>
      {group && <AddMenu ruleSet={ruleSet} model={model} group={group} edit={edit} onAdded={onSelect} />}
      <SmallButton onPress={() => move('up')} closed={!nextPlace(ruleSet, path, 'up')}>
        {t('up')}
      </SmallButton>
      <SmallButton onPress={() => move('down')} closed={!nextPlace(ruleSet, path, 'down')}>
        {t('down')}
      </SmallButton>
      <ActionMenu title={t('condition.wrap.title')} actions={wraps} />
      {!('fact' in condition) && !('condition' in condition) && (
        <SmallButton
          onPress={() => apply(unwrapCondition(ruleSet, path), null)}
          closed={unwrapCondition(ruleSet, path) === ruleSet}
        >
          {t('condition.unwrap')}
        </SmallButton>
      )}
      {here && around && !('not' in around) && (
        <SmallButton
          onPress={() => apply(addCondition(ruleSet, here.parent, structuredClone(condition), here.index + 1), null)}
        >
          {t('copy')}
        </SmallButton>
      )}
      {onOpenNamed && !('condition' in condition) && here && (
        <SmallButton onPress={() => setNaming(true)}>{t('condition.giveName')}</SmallButton>
      )}
      <SmallButton
        onPress={() => {
          edit(removeCondition(ruleSet, path));
          onSelect(null);
        }}
        closed={removeCondition(ruleSet, path) === ruleSet}
      >
        {t('remove')}
      </SmallButton>
      {naming && (
        <NameDialog
          onClose={() => setNaming(false)}
          onName={(text) => {
            edit(nameCondition(ruleSet, path, condition, text));
            setNaming(false);
          }}
        />
      )}
    </div>
  );
}

/** Makes a named condition of one and asks for it by that name in its place. */
function nameCondition(ruleSet: RuleSet, path: string, condition: Condition, text: string): RuleSet {
  const taken = Object.keys(ruleSet.conditions ?? {});
  let number = taken.length + 1;
  while (taken.includes(`condition-${number}`)) number += 1;
  const name = `condition-${number}`;
  return changeCondition(addNamedCondition(ruleSet, name, condition, { ja: text }), path, () => ({ condition: name }));
}

function NameDialog({ onClose, onName }: { onClose: () => void; onName: (text: string) => void }) {
  const { t } = useTranslation('rules');
  const [text, setText] = useState('');
  return (
    <Dialog title={t('condition.giveName')} isOpen onClose={onClose}>
      <Form onSubmit={() => text.trim() && onName(text.trim())}>
        <TextField
          label={t('condition.name')}
          help={t('condition.nameHelp')}
          required
          value={text}
          onChange={setText}
        />
        <Button type="submit" kind="primary">
          {t('condition.giveName')}
        </Button>
      </Form>
    </Dialog>
  );
}

type AddProps = { ruleSet: RuleSet; model: FactModel; group: string; edit: Edit; onAdded: (path: string) => void };

/** Adds a condition, a group with one, or a named condition to a group, and chooses it. */
export function AddMenu({ ruleSet, model, group, edit, onAdded }: AddProps) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const add = (condition: Condition | undefined) => {
    if (!condition) return;
    const next = addCondition(ruleSet, group, condition);
    edit(next);
    const path = findCondition(next, group, condition);
    if (path) onAdded(path);
  };
  const leaf = () => newCondition(model);
  const inGroup = (kind: 'all' | 'any'): Condition | undefined => {
    const condition = leaf();
    return condition && (kind === 'all' ? { all: [condition] } : { any: [condition] });
  };
  const named = Object.keys(ruleSet.conditions ?? {}).map((name) => ({
    id: `named ${name}`,
    name: t('condition.addNamed', { name: nameOf(ruleSet, name, language) }),
    onAction: () => add({ condition: name }),
  }));
  return (
    <ActionMenu
      title={t('condition.add')}
      actions={[
        { id: 'fact', name: t('condition.addOne'), onAction: () => add(leaf()) },
        { id: 'all', name: t('condition.addAll'), onAction: () => add(inGroup('all')) },
        { id: 'any', name: t('condition.addAny'), onAction: () => add(inGroup('any')) },
        ...named,
      ]}
    />
  );
}

/** A condition as it stands in the tree: a group's heading, or a sentence. */
export function useConditionWords(ruleSet: RuleSet, model: FactModel): (condition: Condition) => string {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  return (condition) => {
    if ('all' in condition) return t('condition.all');
    if ('any' in condition) return t('condition.any');
    return 'not' in condition ? t('condition.not') : describeCondition(condition, model, language, ruleSet);
  };
}
