import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import type { Tone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Pager } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import type { ImportPreview } from '../../lib/contract.ts';
import { Counts } from './counts.tsx';
import { useFieldLabel } from './use-field-label.ts';
import type { Import } from './use-import.ts';

type Action = ImportPreview['rows'][number]['action'];

const tones: Record<Action, Tone> = { create: 'accent', update: 'good', unchanged: 'neutral', reject: 'bad' };
const atOnce = 50;

/** What the import would do, counted, with what is wrong, the same fault of many rows once, and every row. */
export function CheckStep({ work }: { work: Import }) {
  const { t } = useTranslation('imports');
  const { preview } = work;
  if (!preview) return null;
  const { counts, issues, issueCount } = preview;
  const comes = counts.created + counts.updated;
  return (
    <div className="space-y-10">
      <Counts counts={counts} />
      {issues.length === 0 ? (
        <Notice tone="success" title={t('check.fine')} />
      ) : (
        <Issues issues={issues} count={issueCount} />
      )}
      <Doubts work={work} doubts={preview.doubts} />
      {preview.aside.map((aside) => (
        <Aside key={aside.kind} work={work} aside={aside} />
      ))}
      <Rows preview={preview} />
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" reason={comes === 0 ? t('check.nothing') : null} onPress={() => work.go('confirm')}>
          {t('check.next')}
        </Button>
        <Button onPress={() => work.go('mapping')}>{t('common:action.back')}</Button>
      </div>
    </div>
  );
}

/** Rows that may be what is there already, or something new: the list does not tell, so a person does. */
function Doubts({ work, doubts }: { work: Import; doubts: ImportPreview['doubts'] }) {
  const { t } = useTranslation('imports');
  if (doubts.length === 0) return null;
  return (
    <Section title={t('doubt.title', { count: doubts.length })}>
      <p className="prose-line">{t('doubt.lead')}</p>
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {doubts.map(({ row, name, place, candidates, decision }) => (
          <Select
            key={row}
            label={t('doubt.row', { row, name, place: place || '―' })}
            empty={t('doubt.leave')}
            value={decision ?? ''}
            choices={[
              ...candidates.map(({ id, label }) => ({ value: id, label: t('doubt.same', { label }) })),
              { value: 'new', label: t('doubt.new') },
            ]}
            onChange={(value) => void work.decide(row, value)}
          />
        ))}
      </div>
    </Section>
  );
}

/** Rows that are no entries of the list; a click takes them in. */
function Aside({ work, aside }: { work: Import; aside: ImportPreview['aside'][number] }) {
  const { t } = useTranslation('imports');
  const { kind, count, taken, rows } = aside;
  return (
    <Notice tone="info" title={t(taken ? `aside.taken.${kind}` : `aside.left.${kind}`, { count })}>
      <ul className="list-disc pl-6">
        {rows.slice(0, 10).map(({ row, text }) => (
          <li key={row}>{t('aside.row', { row, text })}</li>
        ))}
        {count > 10 && <li>{t('aside.more', { count: count - 10 })}</li>}
      </ul>
      <Button busy={work.busy} onPress={() => void work.takeIn(kind, !taken)}>
        {t(taken ? 'aside.leaveOut' : 'aside.takeIn')}
      </Button>
    </Notice>
  );
}

function Issues({ issues, count }: { issues: ImportPreview['issues']; count: number }) {
  const { t } = useTranslation('imports');
  const [shown, setShown] = useState(atOnce);
  const groups = [...Map.groupBy(issues, ({ level, column, message }) => JSON.stringify([level, column, message]))].map(
    ([id, [first, ...more]]) => ({ ...first, id, rows: [first, ...more].map((issue) => issue?.row ?? 0) }),
  );
  const sorted = [
    ...groups.filter((group) => group.level !== 'warning'),
    ...groups.filter((group) => group.level === 'warning'),
  ];
  return (
    <Section title={t('check.issues', { count })}>
      <p className="prose-line">{t('check.issuesHelp')}</p>
      {count > issues.length && <p className="prose-line">{t('check.issuesLeft', { count: count - issues.length })}</p>}
      <Table
        caption={t('check.issues', { count })}
        rows={sorted.slice(0, shown)}
        columns={[
          { key: 'message', header: t('column.message'), cell: (group) => group.message },
          {
            key: 'level',
            header: t('column.level'),
            cell: (group) =>
              group.level === 'warning' ? (
                <Badge tone="attention">{t('level.warning')}</Badge>
              ) : (
                <Badge tone="bad">{t('level.error')}</Badge>
              ),
          },
          { key: 'column', header: t('column.column'), cell: (group) => group.column ?? '―' },
          { key: 'rows', header: t('column.rows'), cell: (group) => <RowNumbers rows={group.rows} /> },
        ]}
      />
      <Pager
        shown={Math.min(shown, sorted.length)}
        total={sorted.length}
        more={shown < sorted.length}
        busy={false}
        onMore={() => setShown(shown + atOnce)}
      />
    </Section>
  );
}

const rangesShown = 6;

/** `2〜4、13行目`: runs of rows in short, the first few of them. */
function RowNumbers({ rows }: { rows: number[] }) {
  const { t } = useTranslation('imports');
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last && row === last[1] + 1) last[1] = row;
    else ranges.push([row, row]);
  }
  const said = ranges
    .slice(0, rangesShown)
    .map(([from, to]) => (from === to ? String(from) : `${from}〜${to}`))
    .join(t('common:list.separator'));
  const more = ranges.slice(rangesShown).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return t(more > 0 ? 'check.rowsMore' : 'check.rowsOf', { rows: said, count: more });
}

function Rows({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation('imports');
  const labelOf = useFieldLabel(preview);
  const {
    rows,
    shown: fields,
    counts: { rows: count },
  } = preview;
  const [shown, setShown] = useState(atOnce);
  return (
    <Section title={t('check.rows')}>
      {count > rows.length && <p className="prose-line">{t('check.rowsLeft', { count, shown: rows.length })}</p>}
      <Table
        caption={t('check.rows')}
        rows={rows.slice(0, shown).map((row) => ({ id: String(row.row), ...row }))}
        columns={[
          { key: 'row', header: t('column.row'), cell: (row) => t('rowNumber', { row: row.row }) },
          {
            key: 'action',
            header: t('column.action'),
            cell: (row) => <Badge tone={tones[row.action]}>{t(`action.${row.action}`)}</Badge>,
          },
          { key: 'name', header: t('field.name'), cell: (row) => row.name || '―' },
          ...fields.map((field) => ({
            key: field,
            header: labelOf(field),
            cell: (row: ImportPreview['rows'][number]) => row.shown[field] || '―',
          })),
        ]}
      />
      <Pager
        shown={Math.min(shown, rows.length)}
        total={rows.length}
        more={shown < rows.length}
        busy={false}
        onMore={() => setShown(shown + atOnce)}
      />
    </Section>
  );
}
