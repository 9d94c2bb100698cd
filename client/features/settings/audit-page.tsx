import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Filters } from '../../components/chips.tsx';
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
import type { AuditLine } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { SettingsTitle } from './settings-title.tsx';

const filters = ['from', 'to', 'actor', 'action', 'kind', 'number', 'resident'] as const;
const kinds = ['need', 'referral', 'person', 'council', 'proposal', 'organisation', 'service', 'user'] as const;

/** Every change, and every look at a resident's record: who, when, what. Read only. */
export function AuditPage() {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(filters.map((name) => [name, search.get(name) ?? '']));
  const lines = usePages<AuditLine>(api('audit'), values);
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
  /** An action is asked for by its key; the lines that are found have its name. */
  const say = (name: (typeof filters)[number], value: string): string =>
    name === 'from' || name === 'to'
      ? formatDay(value)
      : name === 'action'
        ? (lines.data?.pages[0]?.items[0]?.actionName ?? value)
        : name === 'kind'
          ? t(`audit.kinds.${value}`, value)
          : name === 'resident'
            ? t('audit.thisResident')
            : value;
  const chips = filters.flatMap((name) =>
    values[name]
      ? [{ key: name, label: t(`audit.${name}`), value: say(name, values[name]), onRemove: () => set(name, null) }]
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
        <Select
          label={t('audit.kind')}
          value={values['kind'] ?? ''}
          empty={t('common:filter.all')}
          choices={kinds.map((value) => ({ value, label: t(`audit.kinds.${value}`) }))}
          onChange={(value) => set('kind', value)}
        />
        <TextField
          label={t('audit.number')}
          type="search"
          inputMode="numeric"
          value={values['number'] ?? ''}
          onChange={(value) => set('number', value.normalize('NFKC').replace(/\D/g, ''))}
        />
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
