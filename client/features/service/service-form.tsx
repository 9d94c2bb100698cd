import { useTranslation } from 'react-i18next';
import { CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import { listAreaChoices, listCodeChoices, withHeld } from '../../lib/choices.ts';
import type { Capacity, Link, ServiceInput, ServiceRecord, Weekday } from '../../lib/contract.ts';
import { useMunicipality } from '../../lib/municipality.tsx';
import { useRecordForm } from '../../lib/use-record-form.ts';
import { FormFrame } from './form-frame.tsx';
import { OrganisationField } from './organisation-field.tsx';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday'] as const satisfies Weekday[];
const urgencies = ['high', 'normal', 'low'] as const;
const capacities = ['has', 'none', 'waiting', 'ask'] as const satisfies Capacity[];
const needed = ['organisationId', 'type', 'name'] as const;

type Values = ReturnType<typeof toValues>;

type Props = {
  /** Null for a new one. */
  service: ServiceRecord | null;
  /** The organisation that a new one is begun for. */
  organisation?: Link;
  busy: boolean;
  onSave: (body: ServiceInput) => Promise<unknown>;
  onCancel: () => void;
};

/** A service's entry: new, or to be corrected. */
export function ServiceForm({ service, organisation, busy, onSave, onCancel }: Props) {
  const { t } = useTranslation('services');
  const { areas, codes } = useMunicipality();
  const required = t('form:issue.required');
  const form = useRecordForm<Values>({
    draft: service ? `service.${service.id}.${service.version}` : 'service.new',
    initial: toValues(service, organisation),
    check: (values) => ({
      ...Object.fromEntries(needed.filter((name) => values[name].trim() === '').map((name) => [name, required])),
      ...(values.areaIds.length === 0 && { areaIds: t('form:issue.chooseOne') }),
      ...(values.urgencies.length === 0 && { urgencies: t('form:issue.chooseOne') }),
    }),
  });
  const { values, change, errors } = form;
  const field = (name: keyof Values) => ({ id: `service-${name}`, label: t(`field.${name}`), error: errors[name] });
  const text = (name: TextName) => ({
    ...field(name),
    value: values[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  return (
    <FormFrame
      errors={(Object.keys(values) as (keyof Values)[]).flatMap((name) =>
        errors[name] ? [{ id: `service-${name}`, label: t(`field.${name}`), message: errors[name] }] : [],
      )}
      onHeld={form.hold}
      problem={form.problem}
      kept={form.kept}
      busy={busy}
      submitLabel={t(service ? 'common:action.save' : 'new.submit')}
      onSubmit={() => void form.submit((all) => onSave(toBody(all, service === null)))}
      onCancel={() => {
        form.forget();
        onCancel();
      }}
      onReload={form.clearProblem}
    >
      <Section title={t('group.what')}>
        <div className="space-y-6">
          <OrganisationField
            {...field('organisationId')}
            value={values.organisationId}
            known={service?.organisation ?? organisation}
            onChange={(organisationId) => change({ organisationId })}
          />
          <TextField {...text('name')} required maxLength={200} />
          <TextField {...text('nameKana')} required={false} maxLength={200} />
          <Select {...text('type')} required choices={listCodeChoices(codes['service-type'], service?.type)} />
          <TextArea {...text('description')} required={false} rows={4} />
        </div>
      </Section>
      <Section title={t('group.who')}>
        <div className="space-y-6">
          <CheckboxGroup
            {...field('areaIds')}
            required
            help={t('field.areaIdsHelp')}
            value={values.areaIds}
            onChange={(areaIds) => change({ areaIds })}
            choices={withHeld(listAreaChoices(areas), service?.areas ?? [])}
          />
          <TextArea {...text('eligibility')} required={false} rows={3} help={t('field.eligibilityHelp')} />
          <CheckboxGroup
            {...field('urgencies')}
            required
            value={values.urgencies}
            onChange={(chosen) => change({ urgencies: urgencies.filter((urgency) => chosen.includes(urgency)) })}
            choices={urgencies.map((value) => ({ value, label: t(`urgency.${value}`) }))}
          />
        </div>
      </Section>
      <Section title={t('group.when')}>
        <div className="space-y-6">
          <CheckboxGroup
            {...field('days')}
            required={false}
            value={values.days}
            onChange={(chosen) => change({ days: days.filter((day) => chosen.includes(day)) })}
            choices={days.map((value) => ({ value, label: t(`day.${value}`) }))}
          />
          <TextField {...text('hours')} required={false} help={t('field.hoursHelp')} maxLength={200} />
          <TextField {...text('fee')} required={false} help={t('field.feeHelp')} maxLength={200} />
          <NumberField
            {...field('feeYen')}
            required={false}
            help={t('field.feeYenHelp')}
            value={values.feeYen}
            onChange={(feeYen) => change({ feeYen })}
          />
          {service === null && (
            <RadioGroup
              {...field('capacity')}
              required
              value={values.capacity}
              onChange={(value) => change({ capacity: capacities.find((capacity) => capacity === value) ?? 'ask' })}
              choices={capacities.map((value) => ({ value, label: t(`common:capacity.${value}`) }))}
            />
          )}
        </div>
      </Section>
      <Section title={t('group.contact')}>
        <div className="space-y-6">
          <TextField {...text('phone')} required={false} type="tel" maxLength={50} />
          <TextField {...text('url')} required={false} type="url" maxLength={500} />
          <TextField {...text('address')} required={false} maxLength={300} />
        </div>
      </Section>
    </FormFrame>
  );
}

type TextName =
  'type' | 'name' | 'nameKana' | 'description' | 'eligibility' | 'hours' | 'fee' | 'phone' | 'url' | 'address';

function toValues(service: ServiceRecord | null, organisation?: Link) {
  return {
    organisationId: service?.organisation.id ?? organisation?.id ?? '',
    name: service?.name ?? '',
    nameKana: service?.nameKana ?? '',
    type: service?.type.key ?? '',
    description: service?.description ?? '',
    areaIds: service?.areas.map((area) => area.id) ?? [],
    eligibility: service?.eligibility ?? '',
    urgencies: urgencies.filter((urgency) => !service || service.urgencies.includes(urgency)),
    days: service?.days ?? [],
    hours: service?.hours ?? '',
    fee: service?.fee ?? '',
    feeYen: service?.feeYen ?? null,
    capacity: service?.capacity ?? 'ask',
    phone: service?.phone ?? '',
    url: service?.url ?? '',
    address: service?.address ?? '',
  };
}

/** Capacity has its own place once a service is there, because saying it confirms it. */
function toBody({ capacity, ...values }: Values, isNew: boolean): ServiceInput {
  const { description, eligibility, hours, fee, phone, url, address } = values;
  return {
    ...values,
    description: description || null,
    eligibility: eligibility || null,
    hours: hours || null,
    fee: fee || null,
    phone: phone || null,
    url: url || null,
    address: address || null,
    ...(isNew && { capacity }),
  };
}
