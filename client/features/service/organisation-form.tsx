import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AlikeNotice } from '../../components/alike-notice.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import { isNamedAlike } from '../../lib/alike.ts';
import { listCodeChoices } from '../../lib/choices.ts';
import type { Organisation, OrganisationInput, OrganisationRecord, Page } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { useRecordForm } from '../../lib/use-record-form.ts';
import { FormFrame } from './form-frame.tsx';

type Values = ReturnType<typeof toValues>;

type Props = {
  organisation: OrganisationRecord | null;
  busy: boolean;
  onSave: (body: OrganisationInput) => Promise<unknown>;
  onCancel: () => void;
};

/** An organisation's entry: new, or to be corrected. */
export function OrganisationForm({ organisation, busy, onSave, onCancel }: Props) {
  const { t } = useTranslation('services');
  const { codes } = useMunicipality();
  const { api, page } = usePaths();
  const required = t('form:issue.required');
  const form = useRecordForm<Values>({
    draft: organisation ? `organisation.${organisation.id}.${organisation.version}` : 'organisation.new',
    initial: toValues(organisation),
    check: (values) => ({
      ...(values.name.trim() === '' && { name: required }),
      ...(values.kind === '' && { kind: required }),
      ...(values.corporateNumber !== '' &&
        !/^\d{13}$/.test(toPlain(values.corporateNumber)) && { corporateNumber: t('field.corporateNumberWrong') }),
    }),
  });
  const { values, change, errors } = form;
  /** The name once it is typed: whether there is another of it. */
  const [typedName, setTypedName] = useState('');
  const named =
    useGet<Page<Organisation>>(typedName === '' ? null : api('organisations'), { q: typedName }).data?.items ?? [];
  const alike = named.filter(({ id, name }) => id !== organisation?.id && isNamedAlike(name, values.name));
  const text = (name: keyof Values) => ({
    id: `organisation-${name}`,
    label: t(`field.${name}`),
    error: errors[name],
    value: values[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  return (
    <FormFrame
      errors={(Object.keys(values) as (keyof Values)[]).flatMap((name) =>
        errors[name] ? [{ id: `organisation-${name}`, label: t(`field.${name}`), message: errors[name] }] : [],
      )}
      onHeld={form.hold}
      problem={form.problem}
      kept={form.kept}
      busy={busy}
      submitLabel={t(organisation ? 'common:action.save' : 'new.submit')}
      onSubmit={() => void form.submit((all) => onSave(toBody(all)))}
      onCancel={() => {
        form.forget();
        onCancel();
      }}
      onReload={form.clearProblem}
    >
      <div className="space-y-6">
        <TextField {...text('name')} required maxLength={200} onBlur={() => setTypedName(values.name.trim())} />
        <AlikeNotice
          title={t('alike')}
          items={alike.map(({ id, name, kind }) => ({
            id,
            text: `${name}（${kind.name}）`,
            to: page(`services/organisations/${id}`),
          }))}
        />
        <TextField {...text('nameKana')} required={false} maxLength={200} />
        <Select {...text('kind')} required choices={listCodeChoices(codes['organisation-kind'], organisation?.kind)} />
        <TextField {...text('phone')} required={false} type="tel" maxLength={50} />
        <TextField {...text('email')} required={false} type="email" maxLength={254} />
        <TextField {...text('url')} required={false} type="url" maxLength={500} />
        <TextField {...text('postalCode')} required={false} maxLength={10} />
        <TextField {...text('address')} required={false} maxLength={300} />
        <TextField
          {...text('corporateNumber')}
          required={false}
          inputMode="numeric"
          help={t('field.corporateNumberHelp')}
        />
        <TextArea {...text('note')} required={false} rows={4} />
      </div>
    </FormFrame>
  );
}

function toValues(organisation: OrganisationRecord | null) {
  return {
    name: organisation?.name ?? '',
    nameKana: organisation?.nameKana ?? '',
    kind: organisation?.kind.key ?? '',
    phone: organisation?.phone ?? '',
    email: organisation?.email ?? '',
    url: organisation?.url ?? '',
    postalCode: organisation?.postalCode ?? '',
    address: organisation?.address ?? '',
    corporateNumber: organisation?.corporateNumber ?? '',
    note: organisation?.note ?? '',
  };
}

function toBody({ name, nameKana, kind, corporateNumber, ...rest }: Values): OrganisationInput {
  const optional = Object.fromEntries(Object.entries(rest).map(([field, value]) => [field, value || null]));
  return { name, nameKana, kind, corporateNumber: toPlain(corporateNumber) || null, ...optional };
}

function toPlain(number: string): string {
  return number.normalize('NFKC').replace(/[-\s]/g, '');
}
