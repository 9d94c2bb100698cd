import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
import { ComboBox } from '../../components/combo-box.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { AnswerList } from '../../components/key-facts.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import { TextField } from '../../components/text-field.tsx';
import { getFile } from '../../lib/api.ts';
import type { AuditChoices, AuditLine } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, usePages } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { ResidentFilter } from './resident-filter.tsx';
import { SettingsTitle } from './settings-title.tsx';

const filters = ['from', 'to', 'actor', 'action', 'kind', 'number', 'recordId', 'resident'] as const;

/** Every change, and every look at a resident's record: who, when, what. Read only. */
export function AuditPage() {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(filters.map((name) => [name, search.get(name) ?? '']));
  const lines = usePages<AuditLine>(api('audit'), values);
  const choices = useGet<AuditChoices>(api('audit/choices')).data;
  const saving = useMutation({
    mutationFn: async () => {
      const { name, content } = await getFile(api('audit/export'), values);
      saveFile(name, content, content.type);
    },
  });
  const set = (name: string, value: string | null) =>
    setSearch(
      (before) => {
        value ? before.set(name, value) : before.delete(name);
        return before;
      },
      { replace: true },
    );
  const nameOf = (of: keyof AuditChoices, value: string): string =>
    choices?.[of].find(({ key }) => key === value)?.name ?? value;
  const words: Record<(typeof filters)[number], (value: string) => string> = {
    from: (day) => formatDay(day),
    to: (day) => formatDay(day),
    actor: (value) => value,
    action: (value) => nameOf('actions', value),
    kind: (value) => nameOf('kinds', value),
    number: (value) => value,
    // The lines that are found have its name.
    recordId: () => lines.data?.pages[0]?.items[0]?.recordName ?? t('audit.thisRecord'),
    // Reading the resident for their name would be on record as a look at them.
    resident: (id) =>
      lines.data?.pages
        .flatMap(({ items }) => items)
        .find((line) => line.recordKind === 'person' && line.recordId === id)?.recordTitle ?? t('audit.thisResident'),
  };
  const chips = filters.flatMap((name) =>
    values[name]
      ? [{ key: name, label: t(`audit.${name}`), value: words[name](values[name]), onRemove: () => set(name, null) }]
      : [],
  );
  return (
    <div className="space-y-6">
      <SettingsTitle part="audit" />
      <Filters chips={chips} onClear={() => setSearch({}, { replace: true })}>
        <DateField label={t('audit.from')} value={values['from'] || null} onChange={(day) => set('from', day)} />
        <DateField label={t('audit.to')} value={values['to'] || null} onChange={(day) => set('to', day)} />
        <TextField
          label={t('audit.actor')}
          type="search"
          value={values['actor'] ?? ''}
          onChange={(value) => set('actor', value)}
        />
        <ComboBox
          key={`action ${values['action']} ${choices?.actions.length}`}
          label={t('audit.action')}
          required={false}
          value={values['action'] ?? ''}
          choices={(choices?.actions ?? []).map(({ key, name }) => ({ value: key, label: name }))}
          onChange={(value) => set('action', value)}
        />
        <Select
          label={t('audit.kind')}
          value={values['kind'] ?? ''}
          empty={t('common:filter.all')}
          choices={(choices?.kinds ?? []).map(({ key, name }) => ({ value: key, label: name }))}
          onChange={(value) => set('kind', value)}
        />
        <TextField
          label={t('audit.number')}
          type="search"
          inputMode="numeric"
          value={values['number'] ?? ''}
          onChange={(value) => set('number', value.normalize('NFKC').replace(/\D/g, ''))}
        />
        <ResidentFilter onChoose={(id) => set('resident', id)} />
      </Filters>
      <Button kind="secondary" busy={saving.isPending} onPress={() => saving.mutate()}>
        {t('audit.export')}
      </Button>
      {saving.error && <ProblemNotice error={saving.error} />}
      <LoadedPages query={lines}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('audit.empty')} />
          ) : (
            <Table
              caption={t('part.audit.title')}
              rows={items}
              columns={[
                { key: 'at', header: t('audit.at'), short: true, cell: (line) => formatInstant(line.at) },
                { key: 'actor', header: t('audit.actor'), short: true, cell: (line) => line.actor },
                { key: 'action', header: t('audit.action'), cell: (line) => line.actionName },
                { key: 'record', header: t('audit.record'), cell: (line) => line.recordName ?? '―' },
                {
                  key: 'details',
                  header: t('audit.details'),
                  cell: (line) =>
                    line.told.length > 0 ? (
                      <Disclosure title={t('audit.show')}>
                        <AnswerList answers={line.told} />
                      </Disclosure>
                    ) : (
                      '―'
                    ),
                },
              ]}
            />
          )
        }
      </LoadedPages>
    </div>
  );
}
