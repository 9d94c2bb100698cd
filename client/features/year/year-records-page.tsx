import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Table, type Column } from '../../components/table.tsx';
import type { YearRecords } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** What a figure of the year's sheet was counted from, each record with its page. */
export function YearRecordsPage() {
  const { figure = '' } = useParams();
  const [search] = useSearchParams();
  const { api } = usePaths();
  const records = useGet<YearRecords>(api(`year/${figure}/records`), Object.fromEntries(search));
  return <Loaded query={records}>{(records) => <Records records={records} search={search} />}</Loaded>;
}

type Item = YearRecords['items'][number] & { id: string };

function Records({ records, search }: { records: YearRecords; search: URLSearchParams }) {
  const { t } = useTranslation('year');
  const { page } = usePaths();
  const back = new URLSearchParams([...search].filter(([name]) => name === 'area' || name === 'year'));
  const rows = records.items.map((item) => ({ ...item, id: item.path }));
  const columns: [Column<Item>, ...Column<Item>[]] = [
    { key: 'title', header: t('records.title'), cell: ({ title }) => title },
    { key: 'areas', header: t('area'), cell: ({ areas }) => areas.join(t('records.between')) },
    { key: 'day', header: t('records.day'), cell: ({ day }) => formatShortDay(day), short: true },
  ];
  if (records.items.some(({ amount }) => amount !== null))
    columns.push({ key: 'amount', header: t('records.amount'), cell: ({ amount }) => amount, short: true });
  return (
    <div className="space-y-6">
      <div>
        <Breadcrumb items={[{ name: t('title'), to: page(`year?${back}`) }, { name: records.name }]} />
        <PageTitle
          title={records.line === null ? records.name : t('records.ofLine', { name: records.name, line: records.line })}
          lead={
            <>
              <p>
                {t('records.lead', {
                  area: records.area.name,
                  from: formatShortDay(records.from),
                  to: formatShortDay(records.to),
                })}
              </p>
              <p>{records.how}</p>
            </>
          }
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t('records.none')} />
      ) : (
        <Table caption={records.name} columns={columns} rows={rows} to={({ path }) => page(path)} />
      )}
      {records.hidden > 0 && <p>{t('records.hidden', { count: records.hidden })}</p>}
      {records.more && <p>{t('records.more', { count: records.items.length + records.hidden })}</p>}
    </div>
  );
}
