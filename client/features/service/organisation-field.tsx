import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Link, Organisation, Page } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

const most = 200;

type Props = {
  id: string;
  label: string;
  help?: string;
  error?: string;
  required?: boolean;
  value: string;
  known?: Link;
  /** One that is not offered. */ but?: string;
  onChange: (id: string) => void;
};

/** An organisation, as a rule the one that offers a service; where there are too many to choose from, found by name first. */
export function OrganisationField({ id, label, help, error, required = true, value, known, but, onChange }: Props) {
  const { t } = useTranslation('services');
  const { api } = usePaths();
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState(known);
  const everything = useGet<Page<Organisation>>(api('organisations'), { limit: most });
  const many = (everything.data?.total ?? 0) > most;
  const query = useGet<Page<Organisation>>(many ? api('organisations') : null, { q, limit: most });
  const listed = ((many ? query.data : everything.data)?.items ?? [])
    .filter((organisation) => organisation.id !== but)
    .map((organisation) => ({ value: organisation.id, label: organisation.name }));
  const choices =
    chosen && !listed.some((choice) => choice.value === chosen.id)
      ? [{ value: chosen.id, label: chosen.name }, ...listed]
      : listed;
  const choose = (next: string) => {
    const choice = choices.find((choice) => choice.value === next);
    setChosen(choice && { id: choice.value, name: choice.label });
    onChange(next);
  };
  return (
    <div className="space-y-4">
      {many && (
        <TextField
          type="search"
          label={t('field.organisationSearch')}
          help={t('field.organisationSearchHelp')}
          value={q}
          onChange={setQ}
        />
      )}
      <Select
        id={id}
        label={label}
        error={error}
        required={required}
        value={value}
        choices={choices}
        onChange={choose}
        help={help ?? t('field.organisationHelp')}
      />
    </div>
  );
}
