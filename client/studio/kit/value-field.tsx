import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { kindOf } from '../../../rules/operators.ts';
import type { FactDeclaration } from '../../../rules/types.ts';
import { CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { DateField } from '../../components/date-field.tsx';
import { NumberField, toNumber } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useTyped } from '../../components/unread.tsx';
import { inWords, useLanguage } from './language.ts';

type Props = {
  fact: Pick<FactDeclaration, 'type' | 'unit' | 'choices'>;
  label: string;
  /** Several values are asked for. */
  many?: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** The control that fits a fact: a number with its unit, a choice, choices, yes or no, a day, words. Nothing is given on while what is typed is no value. */
export function ValueField({ fact, label, many = kindOf(fact.type).shape === 'list', value, onChange }: Props) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const { kind } = kindOf(fact.type);
  const unit = fact.unit?.[language]?.split('|').at(-1);
  const known = fact.choices?.map((choice) => ({ value: choice.value, label: inWords(choice.text, language) }));
  // What has left the list since is shown as it is written, so that it does not vanish unseen.
  const choices = known && [
    ...known,
    ...[value]
      .flat()
      .flatMap((item) =>
        typeof item === 'string' && item !== '' && !known.some((choice) => choice.value === item)
          ? [{ value: item, label: item }]
          : [],
      ),
  ];
  if (many && choices)
    return <CheckboxGroup label={label} choices={choices} value={listOf(value)} onChange={onChange} />;
  if (many)
    return <ListField label={label} isOfNumbers={kind === 'number'} value={listOf(value)} onChange={onChange} />;
  if (choices)
    return (
      <Select
        label={label}
        choices={choices}
        value={typeof value === 'string' ? value : ''}
        onChange={(chosen) => chosen && onChange(chosen)}
      />
    );
  if (kind === 'number')
    return (
      <NumberField
        label={label}
        unit={unit}
        value={typeof value === 'number' ? value : null}
        onChange={(number) => number !== null && onChange(number)}
      />
    );
  if (kind === 'boolean')
    return (
      <RadioGroup
        label={label}
        choices={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
        value={String(value)}
        onChange={(chosen) => onChange(chosen === 'true')}
      />
    );
  if (kind === 'date')
    return (
      <DateField
        label={label}
        value={typeof value === 'string' ? value : null}
        onChange={(day) => day && onChange(day)}
      />
    );
  return <TextField label={label} value={typeof value === 'string' ? value : ''} onChange={onChange} />;
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

type ListProps = {
  label: string;
  isOfNumbers: boolean;
  value: string[];
  onChange: (value: string[] | number[]) => void;
};

function ListField({ label, isOfNumbers, value, onChange }: ListProps) {
  const { t } = useTranslation('rules');
  const id = useId();
  const write = (list: readonly (string | number)[]) => list.join(t('value.comma'));
  const { shown, isUnread, type, settle } = useTyped<string[] | number[]>({
    field: { id, label },
    text: write(value),
    read: isOfNumbers ? readNumbers : readWords,
    write,
    message: t('value.notNumbers'),
    onChange: (list) => onChange(list ?? []),
  });
  return (
    <TextField
      id={id}
      label={label}
      help={t('value.listHelp')}
      value={shown}
      error={isUnread ? t('value.notNumbers') : null}
      onChange={type}
      onBlur={settle}
    />
  );
}

const readWords = (text: string): string[] =>
  text
    .split(/[、，,\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

/** Null where one of them is no number. */
function readNumbers(text: string): number[] | null {
  const numbers = readWords(text).map(toNumber);
  return numbers.every((number) => number !== null) ? numbers : null;
}
