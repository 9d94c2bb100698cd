import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { RadioGroup } from '../components/choice-group.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Select } from '../components/select.tsx';
import { get, getFile, type FileBegun, type Query } from '../lib/api.ts';
import type { ExportPreview, ExportProgress } from '../lib/contract.ts';
import { usePaths } from '../lib/municipality.tsx';
import { useGet } from '../lib/queries.ts';
import { saveFile } from '../lib/save-file.ts';

const encodings = ['utf-8-bom', 'utf-8', 'cp932'] as const;
const LOOK_AGAIN_MS = 1000;

type Props = {
  /** Below `/api`: of the list or the record, whose file is at `PATH/export`. */
  path: string;
  /** What the list is asked now: filter, order, columns. */
  query?: Query;
  /** Of the list or the record, as the page calls it. */
  title: string;
  /** One record, not a list. */
  single?: boolean;
};

/** 書き出す: asks for what kind of file, says what will be in it and what will not, and gives it. */
export function ExportButton(props: Props) {
  const { t } = useTranslation('lists');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>{t('export.open')}</Button>
      {isOpen && <ExportDialog {...props} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function ExportDialog({ path, query = {}, title, single = false, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation('lists');
  const [face, setFace] = useState('people');
  const [format, setFormat] = useState('xlsx');
  const [encoding, setEncoding] = useState('utf-8-bom');
  const [begun, setBegun] = useState<FileBegun | null>(null);
  const [isCancelled, setIsCancelled] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const question = { ...query, face, format, ...(format === 'csv' ? { encoding } : {}) };
  const preview = useGet<ExportPreview>(`${path}/export/preview`, question);
  const making = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController();
      setIsCancelled(false);
      const { signal } = stop.current;
      const { name, content } = await getFile(`${path}/export`, question, { signal, onBegin: setBegun });
      saveFile(name, content, content.type);
      return name;
    },
    onSettled: () => setBegun(null),
  });
  const cancel = () => {
    stop.current?.abort();
    setIsCancelled(true);
  };
  const choose = (set: (value: string) => void) => (value: string) => {
    making.reset();
    setIsCancelled(false);
    set(value);
  };
  return (
    <Dialog
      title={t('export.title', { title })}
      isOpen
      onClose={() => {
        stop.current?.abort();
        onClose();
      }}
    >
      <div className="space-y-6">
        <p>{t(single ? 'export.leadRecord' : 'export.lead')}</p>
        <RadioGroup
          label={t('export.face')}
          value={face}
          onChange={choose(setFace)}
          choices={(['people', 'machine'] as const).map((value) => ({
            value,
            label: t(`export.${value}`),
            help: t(`export.${value}Help`),
          }))}
        />
        <RadioGroup
          label={t('export.format')}
          value={format}
          onChange={choose(setFormat)}
          choices={[
            { value: 'xlsx', label: t('export.xlsx') },
            { value: 'csv', label: t(face === 'machine' ? 'export.csvZip' : 'export.csv') },
          ]}
        />
        {format === 'csv' && (
          <Select
            label={t('export.encoding')}
            help={t('export.formulas')}
            value={encoding}
            choices={encodings.map((value) => ({ value, label: t(`export.${value}`) }))}
            onChange={choose(setEncoding)}
          />
        )}
        <Loaded query={preview} lines={3}>
          {(file) => <Content file={file} single={single} />}
        </Loaded>
        {making.error && !isCancelled && <ProblemNotice error={making.error} />}
        <div role="status">
          {making.isPending && <Progress begun={begun} />}
          {isCancelled && !making.isPending && <p>{t('export.cancelled')}</p>}
          {making.data !== undefined && <p>{t('export.done', { name: making.data })}</p>}
        </div>
        <div className="flex flex-wrap gap-3">
          <Button
            kind="primary"
            busy={making.isPending}
            reason={preview.data?.rows === 0 ? t('export.none') : null}
            onPress={() => making.mutate()}
          >
            {t('export.start')}
          </Button>
          {making.isPending ? (
            <Button onPress={cancel}>{t('export.cancel')}</Button>
          ) : (
            <Button onPress={onClose}>{t('common:action.close')}</Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** What will be in the file, and what will not. */
function Content({ file, single }: { file: ExportPreview; single: boolean }) {
  const { t, i18n } = useTranslation('lists');
  const written = (count: number) => count.toLocaleString(i18n.language);
  const { rows, columns, notes, unwritable } = file;
  return (
    <section aria-labelledby="export-what" className="space-y-2">
      <h3 id="export-what" className="text-std-17B-170">
        {t('export.what')}
      </h3>
      {!single && <p>{t('export.rows', { count: rows, number: written(rows) })}</p>}
      <p>{t('export.columns', { columns: columns.map(({ label }) => label).join(t('common:list.separator')) })}</p>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {unwritable.length > 0 && (
        <Notice title={t('export.unwritable')}>
          <ul className="list-disc pl-6">
            {unwritable.map(({ letter, code, records, first }) => (
              <li key={letter}>
                {t('export.letter', { count: records, number: written(records), letter, code, first })}
              </li>
            ))}
          </ul>
          <p>{t('export.unwritableHelp')}</p>
        </Notice>
      )}
    </section>
  );
}

/** How many rows the file has so far; a list of one page is there before anybody could ask. */
function Progress({ begun }: { begun: FileBegun | null }) {
  const { t, i18n } = useTranslation('lists');
  const { api } = usePaths();
  const progress = useQuery({
    queryKey: ['export', begun?.id],
    queryFn: ({ signal }) => get<ExportProgress>(api(`exports/${begun?.id}`), {}, signal),
    enabled: begun !== null,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const rows = progress.data?.rows;
  return (
    <div className="space-y-2">
      <p>{t('export.begun')}</p>
      {begun && rows !== undefined && (
        <>
          <progress className="w-full" max={begun.rows} value={rows} aria-label={t('export.begun')} />
          <p>
            {t('export.progress', {
              rows: rows.toLocaleString(i18n.language),
              total: begun.rows.toLocaleString(i18n.language),
            })}
          </p>
        </>
      )}
    </div>
  );
}
