import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { listAreaChoices } from '../../lib/choices.ts';
import type { ImportMapping, ImportPreview } from '../../lib/contract.ts';
import { useMunicipality } from '../../lib/municipality.tsx';
import { FieldSource } from './field-source.tsx';
import { TypeWords } from './type-words.tsx';
import { useFieldLabel } from './use-field-label.ts';
import type { Import } from './use-import.ts';

type Source = ImportMapping['fields'][string];

/** Which column holds what. */
export function MappingStep({ work }: { work: Import }) {
  return work.mapping && work.preview ? <Mapping work={work} mapping={work.mapping} preview={work.preview} /> : null;
}

function Mapping({ work, mapping, preview }: { work: Import; mapping: ImportMapping; preview: ImportPreview }) {
  const { t } = useTranslation('imports');
  const { areas } = useMunicipality();
  const [attempt, setAttempt] = useState(0);
  const { fields } = preview;
  const labelOf = useFieldLabel(preview);
  const lacking = fields.filter(({ field, needed }) => needed && !hasSource(mapping, field)).map(({ field }) => field);
  const seldom = fields.filter((field) => field.seldom);
  const change = (some: Partial<ImportMapping>) => void work.remap({ ...mapping, ...some });
  const changeField = (field: string, next: Source | undefined) => {
    const { [field]: _before, ...others } = mapping.fields;
    change({ fields: next ? { ...others, [field]: next } : others });
  };
  const source = ({ field, needed, choices }: (typeof fields)[number]) => (
    <FieldSource
      key={field}
      field={field}
      name={labelOf(field)}
      choices={choices}
      needed={needed}
      source={mapping.fields[field]}
      columns={preview.columns}
      error={attempt > 0 && lacking.some((missing) => missing === field) ? t('mapping.needed') : null}
      onChange={(next) => changeField(field, next)}
    />
  );
  const next = () => {
    setAttempt(attempt + 1);
    if (lacking.length === 0) void work.check();
  };
  return (
    <div className="space-y-10">
      <p className="prose-line">{t('mapping.lead')}</p>
      <Proposals work={work} mapping={mapping} preview={preview} />
      <ErrorSummary
        attempt={attempt}
        errors={
          attempt > 0
            ? lacking.map((field) => ({
                id: `import-${field}`,
                label: labelOf(field),
                message: t('mapping.needed'),
              }))
            : []
        }
      />
      <div className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
        {fields.filter((field) => !field.seldom).map(source)}
      </div>
      {seldom.length > 0 && (
        <Disclosure title={t('mapping.more')} open={seldom.some(({ field }) => hasSource(mapping, field))}>
          <div className="divide-y divide-solid-gray-200">{seldom.map(source)}</div>
        </Disclosure>
      )}
      {preview.typeWords.length > 0 && (
        <TypeWords
          kind={preview.kind}
          words={preview.typeWords}
          types={mapping.types ?? {}}
          proposed={work.proposed.words}
          onChange={(types) => change({ types })}
        />
      )}
      {fields.some(
        ({ field, label }) => label === null && (field === 'areas' || (preview.kind === 'users' && field === 'area')),
      ) && (
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
      )}
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" busy={work.busy} onPress={next}>
          {t('mapping.next')}
        </Button>
        <Button onPress={() => work.go('file')}>{t('common:action.back')}</Button>
      </div>
    </div>
  );
}

function hasSource({ fields }: ImportMapping, field: string): boolean {
  const source = fields[field];
  return source !== undefined && (!('fixed' in source) || source.fixed !== '');
}

/** What the list does not say and was proposed, so that no row stays out for it unseen. */
function Proposals({ work, mapping, preview }: { work: Import; mapping: ImportMapping; preview: ImportPreview }) {
  const { t } = useTranslation('imports');
  const { areas } = useMunicipality();
  const { words, area } = work.proposed;
  const fallback = area ? areas.find(({ id }) => id === mapping.defaultAreaId) : undefined;
  const source = mapping.fields['areas'];
  const fromAddress =
    source !== undefined &&
    JSON.stringify(source) === JSON.stringify(mapping.fields['address']) &&
    preview.counts.rows > 0;
  const shown = words.filter((word) => word !== '' && mapping.types?.[word]);
  if (shown.length === 0 && !words.includes('') && !fallback && !fromAddress) return null;
  return (
    <Notice tone="info" title={t('proposed.title')}>
      <ul className="list-disc pl-6">
        {fromAddress && <li>{t('proposed.address')}</li>}
        {fallback && <li>{t('proposed.area', { area: fallback.name })}</li>}
        {shown.length > 0 && <li>{t('proposed.words', { words: shown.join(t('common:list.separator')) })}</li>}
        {words.includes('') && <li>{t('proposed.all')}</li>}
      </ul>
    </Notice>
  );
}
