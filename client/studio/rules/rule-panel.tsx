import { useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import { useTranslation } from 'react-i18next';
import {
  addNamedCondition,
  addRule,
  copyRule,
  moveRule,
  newCondition,
  orderedRules,
  removeRule,
  setEnabled,
} from '../../../rules/edit.ts';
import type { FactModel, Rule, RuleSet } from '../../../rules/types.ts';
import { TextField } from '../../components/text-field.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { DragHandle } from '../kit/drag-handle.tsx';
import { nameOf, useLanguage } from '../kit/language.ts';
import type { Edit } from '../kit/condition-editor.tsx';
import { writePlace, type Place } from './place.ts';
import { titleOf } from './words.ts';

type Props = {
  ruleSet: RuleSet;
  model: FactModel;
  at: Place;
  onGo: (place: Place) => void;
  /** Goes to what was just made. */ onBegin: (place: Place) => void;
  edit: Edit;
};

/** What there is: the rules in the order in which they are looked at, named conditions, and the rest of the set. */
export function RulePanel(props: Props) {
  const { t } = useTranslation('rules');
  const { ruleSet, model, at, onGo, onBegin, edit } = props;
  const language = useLanguage();
  const add = () => {
    // What it asks is for whoever makes it to say: a condition that nobody chose would be published unseen.
    const next = addRule(ruleSet, model, { conditions: { all: [] } });
    const added = next.rules.find((rule) => !ruleSet.rules.includes(rule));
    edit(next);
    if (added) onBegin({ kind: 'rule', name: added.name });
  };
  const addNamed = () => {
    const condition = newCondition(model);
    const taken = Object.keys(ruleSet.conditions ?? {});
    let number = taken.length + 1;
    while (taken.includes(`condition-${number}`)) number += 1;
    if (!condition) return;
    edit(addNamedCondition(ruleSet, `condition-${number}`, condition, { ja: t('named.fresh') }));
    onBegin({ kind: 'named', name: `condition-${number}` });
  };
  return (
    <div className="space-y-6">
      <section className="space-y-3">
        <h2 className="text-[1.125rem]">{t('rule.title')}</h2>
        <RuleRows {...props} />
        <SmallButton onPress={add}>{t('rule.add')}</SmallButton>
      </section>
      <section className="space-y-2">
        <h2 className="text-[1.125rem]">{t('named.title')}</h2>
        <ul className="space-y-1">
          {Object.keys(ruleSet.conditions ?? {}).map((name) => (
            <li key={name}>
              <Entry place={{ kind: 'named', name }} at={at} onGo={onGo}>
                {nameOf(ruleSet, name, language)}
              </Entry>
            </li>
          ))}
        </ul>
        <SmallButton onPress={addNamed}>{t('named.add')}</SmallButton>
      </section>
      <section className="space-y-1">
        <h2 className="text-[1.125rem]">{t('rest')}</h2>
        <ul className="space-y-1">
          <li>
            <Entry place={{ kind: 'otherwise' }} at={at} onGo={onGo}>
              {t('otherwise.title')}
            </Entry>
          </li>
          <li>
            <Entry place={{ kind: 'set' }} at={at} onGo={onGo}>
              {t('set.title')}
            </Entry>
          </li>
        </ul>
      </section>
    </div>
  );
}

function Entry({
  place,
  at,
  onGo,
  children,
}: {
  place: Place;
  at: Place;
  onGo: (place: Place) => void;
  children: React.ReactNode;
}) {
  const here = writePlace(place) === writePlace(at);
  return (
    <button
      type="button"
      aria-current={here || undefined}
      onClick={() => onGo(place)}
      className={`flex min-h-11 w-full items-center rounded-8 px-3 py-2 text-left leading-snug hover:bg-solid-gray-50 hover:underline ${here ? 'bg-blue-50 font-bold inset-ring-2 inset-ring-blue-900' : ''}`}
    >
      {children}
    </button>
  );
}

function RuleRows({ ruleSet, at, onGo, edit }: Omit<Props, 'onBegin'>) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const [sought, setSought] = useState('');
  const rules = orderedRules(ruleSet);
  const shown = rules.filter(
    (rule) =>
      sought === '' ||
      [titleOf(rule, language), rule.name, rule.texts?.[language]?.reason ?? ''].some((text) => text.includes(sought)),
  );
  const chosen = at.kind === 'rule' ? rules.find((rule) => rule.name === at.name) : undefined;
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const name = String([...keys][0]);
      const from = rules.findIndex((rule) => rule.name === name);
      const beside =
        rules.findIndex((rule) => rule.name === String(target.key)) + (target.dropPosition === 'after' ? 1 : 0);
      edit(moveRule(ruleSet, name, from < beside ? beside - 1 : beside));
    },
    isDisabled: sought !== '',
  });
  return (
    <>
      {rules.length > 6 && <TextField type="search" label={t('rule.search')} value={sought} onChange={setSought} />}
      <GridList
        aria-label={t('rule.title')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen ? [chosen.name] : []}
        onSelectionChange={(keys) => {
          const [name] = keys === 'all' ? [] : [...keys].map(String);
          if (name) onGo({ kind: 'rule', name });
        }}
        dragAndDropHooks={dragAndDropHooks}
        dependencies={[ruleSet]}
        renderEmptyState={() => <p className="py-2 text-solid-gray-700">{t('rule.none')}</p>}
        className="space-y-1 outline-none"
      >
        {shown.map((rule) => (
          <Row key={rule.name} rule={rule} place={rules.indexOf(rule) + 1} canDrag={sought === ''} />
        ))}
      </GridList>
      {chosen && <RuleActions ruleSet={ruleSet} rule={chosen} rules={rules} edit={edit} onGo={onGo} />}
    </>
  );
}

function Row({ rule, place, canDrag }: { rule: Rule; place: number; canDrag: boolean }) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const title = titleOf(rule, language);
  return (
    <GridListItem
      id={rule.name}
      textValue={title}
      className="flex min-h-11 cursor-pointer items-center gap-1 rounded-8 pr-2 data-selected:bg-blue-50 data-selected:inset-ring-2 data-selected:inset-ring-blue-900 hover:bg-solid-gray-50"
    >
      {canDrag && <DragHandle name={title} />}
      <span className="min-w-0 flex-1 py-2 leading-snug">
        <span className="tabular-nums">{place}. </span>
        {title}
        {rule.disabled && <span className="block text-dns-14N-130 text-solid-gray-700">{t('rule.off')}</span>}
      </span>
    </GridListItem>
  );
}

function RuleActions({
  ruleSet,
  rule,
  rules,
  edit,
  onGo,
}: {
  ruleSet: RuleSet;
  rule: Rule;
  rules: Rule[];
  edit: Edit;
  onGo: (place: Place) => void;
}) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const place = rules.indexOf(rule);
  const copy = () => {
    const next = copyRule(ruleSet, rule.name);
    const added = next.rules.find((rule) => !ruleSet.rules.includes(rule));
    edit(next);
    if (added) onGo({ kind: 'rule', name: added.name });
  };
  const remove = () => {
    const beside = rules[place + 1] ?? rules[place - 1];
    edit(removeRule(ruleSet, rule.name));
    if (beside) onGo({ kind: 'rule', name: beside.name });
  };
  return (
    <div
      className="flex flex-wrap gap-2"
      role="group"
      aria-label={t('rule.actions', { name: titleOf(rule, language) })}
    >
      <SmallButton onPress={() => edit(moveRule(ruleSet, rule.name, place - 1))} closed={place === 0}>
        {t('up')}
      </SmallButton>
      <SmallButton onPress={() => edit(moveRule(ruleSet, rule.name, place + 1))} closed={place === rules.length - 1}>
        {t('down')}
      </SmallButton>
      <SmallButton onPress={copy}>{t('copy')}</SmallButton>
      <SmallButton onPress={() => edit(setEnabled(ruleSet, rule.name, rule.disabled === true))}>
        {rule.disabled ? t('rule.enable') : t('rule.disable')}
      </SmallButton>
      <SmallButton onPress={remove} closed={rules.length === 1}>
        {t('remove')}
      </SmallButton>
    </div>
  );
}
