import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { listAreaChoices } from '../../lib/choices.ts';
import type { ImportField, ImportMapping, ImportPreview } from '../../lib/contract.ts';
import { useMunicipality } from '../../lib/municipality.tsx';
import { FieldSource } from './field-source.tsx';
import { TypeWords } from './type-words.tsx';
import type { Import } from './use-import.ts';

const main = [
  'name',
  'organisation',
  'type',
  'areas',
  'phone',
  'address',
  'capacity',
  'fee',
  'days',
  'hours',
] as const satisfies ImportField[];
const more = [
  'nameKana',
  'organisationKind',
  'corporateNumber',
  'url',
  'hoursUntil',
  'hoursNote',
  'eligibility',
  'description',
  'latitude',
  'longitude',
  'latlng',
  'externalKey',
] as const satisfies ImportField[];

/** Which column holds what. */
export function MappingStep({ work }: { work: Import }) {
  return work.mapping && work.preview ? <Mapping work={work} mapping={work.mapping} preview={work.preview} /> : null;
}

function Mapping({ work, mapping, preview }: { work: Import; mapping: ImportMapping; preview: ImportPreview }) {
  const { t } = useTranslation('imports');
  const { areas } = useMunicipality();
  const [attempt, setAttempt] = useState(0);
  const lacking = (['name', 'type'] as const).filter((field) => !hasSource(mapping, field));
  const change = (some: Partial<ImportMapping>) => void work.remap({ ...mapping, ...some });
  const source = (field: ImportField) => (
    <FieldSource
      key={field}
      field={field}
      source={mapping.fields[field]}
      columns={preview.columns}
      error={attempt > 0 && lacking.some((one) => one === field) ? t('mapping.needed') : null}
      onChange={(next) => change({ fields: { ...mapping.fields, [field]: next } })}
    />
  );
  const next = () => {
    setAttempt(attempt + 1);
    if (lacking.length === 0) void work.check();
  };
  return (
    <div className="space-y-10">
      <p className="prose-line">{t('mapping.lead')}</p>
      <ErrorSummary
        attempt={attempt}
        errors={
          attempt > 0
            ? lacking.map((field) => ({
                id: `import-${field}`,
                label: t(`field.${field}`),
                message: t('mapping.needed'),
              }))
            : []
        }
      />
      <div className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">{main.map(source)}</div>
      <Disclosure title={t('mapping.more')} open={more.some((field) => hasSource(mapping, field))}>
        <div className="divide-y divide-solid-gray-200">{more.map(source)}</div>
      </Disclosure>
      {preview.typeWords.length > 0 && (
        <TypeWords words={preview.typeWords} types={mapping.types ?? {}} onChange={(types) => change({ types })} />
      )}
      <Section title={t('mapping.areaTitle')}>
        <Select
          label={t('mapping.defaultArea')}
          help={t('mapping.defaultAreaHelp')}
          empty={t('mapping.noDefaultArea')}
          value={mapping.defaultAreaId ?? ''}
          choices={listAreaChoices(areas)}
          onChange={(value) => change({ defaultAreaId: value || undefined })}
        />
      </Section>
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" busy={work.busy} onPress={next}>
          {t('mapping.next')}
        </Button>
        <Button onPress={() => work.go('file')}>{t('common:action.back')}</Button>
      </div>
    </div>
  );
}

function hasSource({ fields }: ImportMapping, field: ImportField): boolean {
  const source = fields[field];
  return source !== undefined && ('column' in source || source.fixed !== '');
}
