import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Table } from '../../components/table.tsx';
import type { ImportRecord } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { usePages, useSend } from '../../lib/queries.ts';

/** What was imported before; the whole of an import can be taken back. */
import type { Kind } from './use-import.ts';
export function PastImports({ kind }: { kind: Kind }) {
  const { t } = useTranslation('imports');
  const { api } = usePaths();
  const imports = usePages<ImportRecord>(api('imports'), { kind });
  const [undoing, setUndoing] = useState<ImportRecord | null>(null);
  return (
    <Section title={t('past.title')}>
      <LoadedPages query={imports}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('past.empty')} />
          ) : (
            <Table
              caption={t('past.title')}
              rows={items}
              columns={[
                { key: 'file', header: t('file.name'), cell: (entry) => entry.fileName },
                { key: 'at', header: t('past.at'), cell: (entry) => formatInstant(entry.createdAt) },
                { key: 'by', header: t('past.by'), cell: (entry) => entry.createdBy },
                { key: 'counts', header: t('past.counts'), cell: (entry) => t('past.countsOf', entry.counts) },
                {
                  key: 'undo',
                  header: t('past.undone'),
                  cell: (entry) =>
                    entry.undoneAt ? (
                      t('past.undoneAt', { at: formatInstant(entry.undoneAt) })
                    ) : entry.can['undo'] ? (
                      <Button label={t('past.undoOne', { file: entry.fileName })} onPress={() => setUndoing(entry)}>
                        {t('past.undo')}
                      </Button>
                    ) : (
                      '―'
                    ),
                },
              ]}
            />
          )
        }
      </LoadedPages>
      {undoing && (
        <Dialog title={t('past.undo')} isOpen onClose={() => setUndoing(null)}>
          <Undo record={undoing} onClose={() => setUndoing(null)} />
        </Dialog>
      )}
    </Section>
  );
}

function Undo({ record, onClose }: { record: ImportRecord; onClose: () => void }) {
  const { t } = useTranslation('imports');
  const { api } = usePaths();
  const undo = useSend();
  return (
    <div className="space-y-6">
      <p className="prose-line">{t('past.undoHelp', { file: record.fileName, ...record.counts })}</p>
      {undo.error && <ProblemNotice error={undo.error} />}
      <div className="flex flex-wrap gap-3">
        <Button
          kind="danger"
          busy={undo.isPending}
          onPress={() =>
            undo.mutate({ path: api(`imports/${record.id}/undo`), version: record.version }, { onSuccess: onClose })
          }
        >
          {t('past.undo')}
        </Button>
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </div>
  );
}
