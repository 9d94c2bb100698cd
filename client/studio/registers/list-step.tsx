import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { describedBy, FieldFrame } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { ListColumns } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { columnKinds, lookAt, type LookedColumn } from './list-fields.ts';

/** A list that was read, and what it shall be made into. */
export type LookedList = { list: ListColumns; title: string; area: string; columns: LookedColumn[] };

type Props = { looked: LookedList | null; error: string | null; onChange: (looked: LookedList | null) => void };

/** The file, and what was found in it: every column can be called otherwise, be something else, or be left out. */
export function ListStep({ looked, error, onChange }: Props) {
  const { t } = useTranslation('register-studio');
  const { api } = usePaths();
  const id = useId();
  const reading = useSend<ListColumns>();
  const choose = (file: File | undefined) => {
    onChange(null);
    reading.reset();
    if (!file) return;
    reading.mutate(
      { path: api('imports/columns'), body: file, query: { fileName: file.name } },
      {
        onSuccess: (list) => onChange({ list, title: list.title ?? '', area: list.area ?? '', columns: lookAt(list) }),
      },
    );
  };
  return (
    <div className="space-y-6">
      <FieldFrame label={t('list-file.file')} help={t('list-file.fileHelp')} controlId={id} error={error}>
        <input
          id={id}
          type="file"
          accept=".xlsx,.csv,text/csv"
          className="box"
          aria-describedby={describedBy(id, t('list-file.fileHelp'), error)}
          onChange={(event) => choose(event.target.files?.[0])}
        />
      </FieldFrame>
      <p role="status" className="text-solid-gray-700 empty:hidden">
        {reading.isPending && t('list-file.reading')}
        {looked && t('list-file.read', { rows: looked.list.rows, columns: looked.list.columns.length })}
      </p>
      {reading.error && <ProblemNotice error={reading.error} />}
      {looked && <Look looked={looked} onChange={onChange} />}
    </div>
  );
}

function Look({ looked, onChange }: { looked: LookedList; onChange: (looked: LookedList) => void }) {
  const { t } = useTranslation('register-studio');
  const { list, title, area, columns } = looked;
  const choices = list.columns.map(({ name }) => ({ value: name, label: name }));
  /** Who is neither of the two any more is a field again. */
  const place = (next: { title: string; area: string }) =>
    onChange({
      list,
      ...next,
      columns: lookAt({ ...list, title: next.title || null, area: next.area || null }).map(
        (column) => columns.find((before) => before.column === column.column) ?? column,
      ),
    });
  const change = (index: number, part: Partial<LookedColumn>) =>
    onChange({ ...looked, columns: columns.map((column, at) => (at === index ? { ...column, ...part } : column)) });
  return (
    <>
      <Select
        label={t('list-file.title')}
        help={t('list-file.titleHelp')}
        value={title}
        choices={choices.filter(({ value }) => value !== area)}
        onChange={(value) => place({ title: value, area })}
      />
      <Select
        label={t('list-file.area')}
        help={t('list-file.areaHelp')}
        value={area}
        empty={t('list-file.noArea')}
        choices={choices.filter(({ value }) => value !== title)}
        onChange={(value) => place({ title, area: value })}
      />
      <fieldset className="space-y-4">
        <legend className="pb-2 font-bold">{t('list-file.columns')}</legend>
        {columns.map(({ column, title: name, kind }, index) => (
          <div key={column} className="space-y-3 rounded-8 border border-solid-gray-420 p-4">
            <p className="wrap-anywhere text-solid-gray-700">
              {t('list-file.samples', {
                column,
                samples: (list.columns.find((each) => each.name === column)?.samples ?? []).join(
                  t('common:list.separator'),
                ),
              })}
            </p>
            <div className="grid gap-4 sm:grid-cols-2">
              <Select
                label={t('list-file.kindOf', { column })}
                value={kind ?? ''}
                empty={t('list-file.leaveOut')}
                choices={columnKinds.map((value) => ({ value, label: t(`list-file.kind.${value}`) }))}
                onChange={(value) => change(index, { kind: columnKinds.find((each) => each === value) ?? null })}
              />
              {kind !== null && (
                <TextField
                  label={t('list-file.nameOf', { column })}
                  value={name}
                  onChange={(text) => change(index, { title: text })}
                />
              )}
            </div>
          </div>
        ))}
      </fieldset>
      <Notice title={t('list-file.rows')}>
        <p>{t('list-file.rowsHelp')}</p>
      </Notice>
    </>
  );
}
