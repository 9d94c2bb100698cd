import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import type { Tone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Pager } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { Table } from '../../components/table.tsx';
import type { ImportPreview } from '../../lib/contract.ts';
import { Counts } from './counts.tsx';
import type { Import } from './use-import.ts';

type Action = ImportPreview['rows'][number]['action'];

const tones: Record<Action, Tone> = { create: 'accent', update: 'good', unchanged: 'neutral', reject: 'bad' };
const atOnce = 50;

/** What the import would do, counted, with what is wrong row by row. */
export function CheckStep({ work }: { work: Import }) {
  const { t } = useTranslation('imports');
  const { preview } = work;
  if (!preview) return null;
  const { counts, issues } = preview;
  const comes = counts.created + counts.updated;
  return (
    <div className="space-y-10">
      <Counts counts={counts} />
      {issues.length === 0 ? <Notice tone="success" title={t('check.fine')} /> : <Issues issues={issues} />}
      <Rows rows={preview.rows} />
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" reason={comes === 0 ? t('check.nothing') : null} onPress={() => work.go('confirm')}>{t('check.next')}</Button>
        <Button onPress={() => work.go('mapping')}>{t('common:action.back')}</Button>
      </div>
    </div>
  );
}

function Issues({ issues }: { issues: ImportPreview['issues'] }) {
  const { t } = useTranslation('imports');
  const [shown, setShown] = useState(atOnce);
  const errors = issues.filter((issue) => issue.level !== 'warning');
  const sorted = [...errors, ...issues.filter((issue) => issue.level === 'warning')];
  return (
    <Section title={t('check.issues', { count: issues.length })}>
      <p className="prose-line">{t('check.issuesHelp')}</p>
      <Table
        caption={t('check.issues', { count: issues.length })}
        rows={sorted.slice(0, shown).map((issue, index) => ({ id: String(index), ...issue }))}
        columns={[
          { key: 'row', header: t('column.row'), cell: (issue) => t('rowNumber', { row: issue.row }) },
          { key: 'level', header: t('column.level'), cell: (issue) => (issue.level === 'warning' ? <Badge tone="attention">{t('level.warning')}</Badge> : <Badge tone="bad">{t('level.error')}</Badge>) },
          { key: 'column', header: t('column.column'), cell: (issue) => issue.column ?? '―' },
          { key: 'message', header: t('column.message'), cell: (issue) => issue.message },
        ]}
      />
      <Pager shown={Math.min(shown, issues.length)} total={issues.length} more={shown < issues.length} busy={false} onMore={() => setShown(shown + atOnce)} />
    </Section>
  );
}

function Rows({ rows }: { rows: ImportPreview['rows'] }) {
  const { t } = useTranslation('imports');
  const [shown, setShown] = useState(atOnce);
  return (
    <Section title={t('check.rows')}>
      <Table
        caption={t('check.rows')}
        rows={rows.slice(0, shown).map((row) => ({ id: String(row.row), ...row }))}
        columns={[
          { key: 'row', header: t('column.row'), cell: (row) => t('rowNumber', { row: row.row }) },
          { key: 'action', header: t('column.action'), cell: (row) => <Badge tone={tones[row.action]}>{t(`action.${row.action}`)}</Badge> },
          { key: 'name', header: t('field.name'), cell: (row) => row.name || '―' },
          { key: 'organisation', header: t('field.organisation'), cell: (row) => row.organisation || '―' },
          { key: 'type', header: t('field.type'), cell: (row) => row.type || '―' },
          { key: 'areas', header: t('field.areas'), cell: (row) => row.areas || '―' },
        ]}
      />
      <Pager shown={Math.min(shown, rows.length)} total={rows.length} more={shown < rows.length} busy={false} onMore={() => setShown(shown + atOnce)} />
    </Section>
  );
}
