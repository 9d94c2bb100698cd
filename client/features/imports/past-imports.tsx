import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { ImportRecord } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';

/** What was imported before; the whole of an import can be taken back. */
export function PastImports({ kind }: { kind: string }) {
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
      <ConfirmDialog
        title={t('past.undo')}
        help={undoing ? t('past.undoHelp', { file: undoing.fileName, ...undoing.counts }) : ''}
        action={t('past.undo')}
        method="POST"
        path={undoing && api(`imports/${undoing.id}/undo`)}
        version={undoing?.version}
        onClose={() => setUndoing(null)}
      />
    </Section>
  );
}
