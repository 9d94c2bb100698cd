import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { markedOf, readCalculation, setCalculation, summandsOf } from '../../../forms/edit.ts';
import { allItems, outlineOf, type Item } from '../../../forms/outline.ts';
import type { Calculation, Form } from '../../../forms/types.ts';
import { CheckboxGroup } from '../../components/choice-group.tsx';
import { Select, type Choice } from '../../components/select.tsx';
import { isObject } from '../../lib/is-object.ts';
import { useTitleOf, type Edit } from './words.ts';

const ways = ['sum', 'difference', 'days', 'count'] as const;
type Way = (typeof ways)[number];

/** From what a field is calculated, and how: chosen, not written. */
export function CalculationFields({ form, item, edit }: { form: Form; item: Item; edit: Edit }) {
  const { t, i18n } = useTranslation('builder');
  const titleOf = useTitleOf(form);
  const calculation = readCalculation(form, item.path);
  const all = allItems(outlineOf(form));
  /** What the form says counts: it may come back by undoing. What was chosen last holds until it says something. */
  const [chosen, setChosen] = useState<Way>(() => wayOf(calculation, all));
  const way = calculation ? wayOf(calculation, all) : chosen;
  const put = (next: Calculation | undefined) => {
    setChosen(way);
    edit(setCalculation(form, item.path, next));
  };
  /** Named with what it stands in, where that is not the form. */
  const nameOf = (field: Item): string => {
    const around = all.find(({ path }) => path !== field.path && field.holder.replace(/\[\]$/, '') === path);
    const unit = field.schema['x-unit'];
    const counted = isObject(unit) ? String((i18n.language === 'en' ? unit['en'] : undefined) ?? unit['ja']) : '';
    return `${around ? `${titleOf(around)}：` : ''}${titleOf(field)}${counted && `（${counted}）`}`;
  };
  // Of a list's entries only a sum can be made from outside.
  const numbers = summandsOf(form, item.path);
  const offered = all.filter((each) => {
    if (each.path === item.path) return false;
    const isBeside = each.holder === '' || each.holder === item.holder || !each.holder.includes('[]');
    if (way === 'sum') return numbers.includes(each);
    if (way === 'difference') return isBeside && numbers.includes(each);
    if (way === 'days') return isBeside && (each.kind === 'date' || isDayPeriod(each));
    return isBeside && ['list', 'several', 'severalListed', 'lines'].includes(each.kind);
  });
  const choices: Choice[] = offered.flatMap((each) =>
    each.kind === 'period'
      ? (['to', 'from'] as const).map((end) => ({
          value: `${each.path}.${end}`,
          label: `${nameOf(each)}：${titleOf({ path: `${each.path}.${end}` })}`,
        }))
      : [{ value: each.path, label: nameOf(each) }],
  );
  /** One end of two: nothing that the form could say. */
  const [half, setHalf] = useState({ more: '', less: '' });
  const [more, less] = calculation && 'difference' in calculation ? calculation.difference : [half.more, half.less];
  const ends = { more, less };
  const putEnd = (end: 'more' | 'less', path: string) => {
    const next = { ...ends, [end]: path };
    const isWhole = next.more !== '' && next.less !== '';
    setHalf(isWhole ? { more: '', less: '' } : next);
    if (isWhole || calculation) put(isWhole ? { difference: [next.more, next.less] } : undefined);
  };
  const pick = (end: 'more' | 'less') => (
    <Select
      label={t(`calculation.${way}.${end}`)}
      value={ends[end]}
      choices={choices}
      onChange={(path) => putEnd(end, path)}
    />
  );
  return (
    <div className="space-y-4">
      <Select
        label={t('calculation.how')}
        value={way}
        choices={ways.map((each) => ({ value: each, label: t(`calculation.${each}.name`) }))}
        onChange={(value) => {
          if (calculation) put(undefined);
          setChosen(ways.find((each) => each === value) ?? 'sum');
          setHalf({ more: '', less: '' });
        }}
      />
      {choices.length === 0 && <p>{t(`calculation.${way}.none`)}</p>}
      {way === 'sum' && choices.length > 0 && (
        <CheckboxGroup
          label={t('calculation.sum.of')}
          value={calculation && 'sum' in calculation ? calculation.sum : []}
          choices={choices}
          onChange={(sum) => put(sum.length === 0 ? undefined : { sum })}
        />
      )}
      {(way === 'difference' || way === 'days') && choices.length > 0 && (
        <>
          {pick('more')}
          {pick('less')}
        </>
      )}
      {way === 'count' && choices.length > 0 && (
        <Select
          label={t('calculation.count.of')}
          value={calculation && 'count' in calculation ? calculation.count : ''}
          choices={choices}
          onChange={(count) => put(count === '' ? undefined : { count })}
        />
      )}
    </div>
  );
}

const isDayPeriod = (item: Item): boolean => item.kind === 'period' && markedOf(item)['format'] === 'date';

function wayOf(calculation: Calculation | undefined, all: Item[]): Way {
  if (!calculation || 'sum' in calculation) return 'sum';
  if ('count' in calculation) return 'count';
  const [first] = calculation.difference;
  return all.some(({ path, kind }) => path === first && kind !== 'date') ? 'difference' : 'days';
}
