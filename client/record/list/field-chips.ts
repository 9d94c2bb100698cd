import { useTranslation } from 'react-i18next';
import type { Chip } from '../../components/chips.tsx';
import type { ListField } from '../../lib/contract.ts';
import { write, type Condition, type ListFields, type Sign } from './use-list-fields.ts';

/** The list's conditions on fields in words, each to be taken away. */
export function useFieldChips({ known, values, set }: ListFields): Chip[] {
  const { t } = useTranslation('lists');
  const words = {
    yes: t('fields.yes'),
    no: t('fields.no'),
    sign: (sign: Sign, value: string) => t(`fields.said.${sign}`, { value }),
  };
  return values.where.map((condition) => {
    const field = known.find((field) => field.field === condition.field);
    return {
      key: write(condition),
      label: field?.label ?? condition.field,
      value: sayCondition(condition, field, words),
      onRemove: () => set({ ...values, where: values.where.filter((other) => write(other) !== write(condition)) }),
    };
  });
}

function sayCondition(
  { sign, value }: Condition,
  field: ListField | undefined,
  words: { yes: string; no: string; sign: (sign: Sign, value: string) => string },
): string {
  const chosen =
    field?.type === 'boolean'
      ? value === 'true'
        ? words.yes
        : words.no
      : (field?.choices.find((choice) => choice.value === value)?.label ?? `${value}${field?.unit ?? ''}`);
  return words.sign(sign, chosen);
}
