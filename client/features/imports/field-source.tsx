import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { listCodeChoices } from '../../lib/choices.ts';
import type { ImportMapping, ImportPreview } from '../../lib/contract.ts';
import { useMunicipality } from '../../lib/municipality.tsx';
import { roles } from '../../lib/roles.ts';

type Source = ImportMapping['fields'][string];
type Props = {
  field: string;
  name: string;
  /** What it may be in every row, in words, where the list's own form says so. */
  choices: readonly string[] | null;
  needed: boolean;
  source: Source | undefined;
  columns: ImportPreview['columns'];
  error: string | null;
  onChange: (source: Source | undefined) => void;
};

const fixedChoice = 'fixed';
const columnChoice = 'column:';
const partsChoice = 'columns:';
const capacities = ['has', 'none', 'waiting', 'ask'] as const;

/** Where one field comes from: a column, a value that is the same in all rows, or nothing. */
export function FieldSource({ field, name, choices, needed, source, columns, error, onChange }: Props) {
  const { t } = useTranslation('imports');
  // Parts of an address, as they were found; other parts are not put together by hand.
  const [parts] = useState(source && 'columns' in source ? source.columns : null);
  const choose = (value: string) => {
    if (value === '') onChange(undefined);
    else if (value === fixedChoice) onChange({ fixed: '' });
    else if (value === partsChoice && parts) onChange({ columns: parts });
    else onChange({ column: value.slice(columnChoice.length) });
  };
  const value = !source
    ? ''
    : 'fixed' in source
      ? fixedChoice
      : 'columns' in source
        ? partsChoice
        : columnChoice + source.column;
  const column = source && 'column' in source ? columns.find((column) => column.name === source.column) : undefined;
  return (
    <div className="grid gap-x-8 gap-y-2 py-4 md:grid-cols-2">
      <Select
        id={`import-${field}`}
        label={name}
        error={error}
        required={needed ? true : undefined}
        empty={t('source.none')}
        value={value}
        choices={[
          ...(parts
            ? [{ value: partsChoice, label: t('source.columns', { names: parts.join(t('source.and')) }) }]
            : []),
          ...columns.map((column) => ({
            value: columnChoice + column.name,
            label: t('source.column', { name: column.name }),
          })),
          { value: fixedChoice, label: t('source.fixed') },
        ]}
        onChange={choose}
      />
      {source && 'fixed' in source && (
        <FixedValue
          field={field}
          offered={choices}
          label={t('source.fixedOf', { name })}
          value={source.fixed}
          onChange={(fixed) => onChange({ fixed })}
        />
      )}
      {column && column.samples.length > 0 && (
        <p className="self-end pb-2 text-solid-gray-700">
          {t('source.samples')}
          {column.samples.join(t('common:list.separator'))}
        </p>
      )}
    </div>
  );
}

function FixedValue({
  field,
  offered,
  label,
  value,
  onChange,
}: {
  field: string;
  offered: readonly string[] | null;
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { areas, codes } = useMunicipality();
  const lists: Partial<Record<string, { value: string; label: string }[]>> = {
    type: listCodeChoices(codes['service-type']),
    organisationKind: listCodeChoices(codes['organisation-kind']),
    role: roles.map((role) => ({ value: role, label: t(`role.${role}`) })),
    areas: areas.filter((area) => !area.closed).map((area) => ({ value: area.name, label: area.name })),
    capacity: capacities.map((capacity) => ({ value: capacity, label: t(`capacity.${capacity}`) })),
  };
  const choices = offered?.map((word) => ({ value: word, label: word })) ?? lists[field];
  return choices ? (
    <Select label={label} value={value} choices={choices} onChange={onChange} />
  ) : (
    <TextField label={label} value={value} onChange={onChange} />
  );
}
