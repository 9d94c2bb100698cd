import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { Table } from '../../components/table.tsx';
import type { Query } from '../../lib/api.ts';
import type { Gantt, RegisterWhole } from '../../lib/contract.ts';
import { formatDay, formatFiscalYear, formatMonthName, formatShortDay, toDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { fiscalYearOf, makeAxis, monthsPast, placeOn, scales, type Axis } from '../../lib/time-axis.ts';
import { useFilters, type ActiveFilters } from '../../lib/use-filters.ts';
import { useRegister } from './use-register.ts';

type Item = Gantt['items'][number];
type Chosen = ActiveFilters<'by' | 'from' | 'late'>;
type Props = {
  register: RegisterWhole;
  /** What the list is narrowed to. */
  query: Query;
};

/** The register's records by time, on tracks: the plan above, what happened below, what is late as a list. Years and how fine they are drawn live in the address. */
export function RecordGantt({ register, query }: Props) {
  const { api } = usePaths();
  const gantt = useGet<Gantt>(api(`registers/${register.key}/gantt`), query);
  return <Loaded query={gantt}>{(gantt) => <Chart register={register} gantt={gantt} />}</Loaded>;
}

function Chart({ register, gantt }: { register: RegisterWhole; gantt: Gantt }) {
  const { t } = useTranslation('registers');
  const chosen = useFilters(['by', 'from', 'late'] as const);
  const scale = scales.find((each) => each === chosen.values.by) ?? 'quarter';
  const year = /^\d{4}$/.test(chosen.values.from) ? Number(chosen.values.from) : fiscalYearOf(gantt.today);
  const axis = makeAxis(year, scale);
  const late = gantt.items.filter((item) => item.late);
  const drawn = chosen.values.late === '1' ? late : gantt.items;
  const inSight = drawn.filter((item) => placeOn(axis, spanOf(item)));
  const tracks = [...gantt.tracks, { key: null, name: t(gantt.tracks.length > 0 ? 'gantt.noTrack' : 'gantt.all') }];
  const [paper, setPaper] = useState<'A4' | 'A3'>('A4');
  const print = (on: 'A4' | 'A3'): void => {
    // The browser lays out what stands there when it is asked to print.
    flushSync(() => setPaper(on));
    window.print();
  };
  return (
    <div className={`wide-page space-y-8 ${paper === 'A3' ? 'wide-page-a3' : ''}`}>
      <Choices axis={axis} year={year} chosen={chosen} late={late.length} today={gantt.today} onPrint={print} />
      {gantt.more && <Notice tone="warn" title={t('gantt.more', { many: register.many })} />}
      <section className="space-y-4" aria-label={t('gantt.title', { name: register.name })}>
        <h2>{t('gantt.title', { name: register.name })}</h2>
        {inSight.length === 0 ? (
          <EmptyState title={t('gantt.none')}>
            <p>{t('gantt.noneHelp')}</p>
          </EmptyState>
        ) : (
          <div className="border-b border-solid-gray-600">
            <Head axis={axis} today={gantt.today} />
            {tracks.map(({ key, name }) => (
              <Track
                key={key}
                name={name}
                axis={axis}
                today={gantt.today}
                items={inSight.filter((item) => item.track === key)}
              />
            ))}
          </div>
        )}
        <Legend />
        {drawn.length > inSight.length && <p>{t('gantt.outside', { count: drawn.length - inSight.length })}</p>}
        {gantt.undated > 0 && <p>{t('gantt.undated', { count: gantt.undated })}</p>}
      </section>
      <Late items={late} today={gantt.today} />
    </div>
  );
}

type ChoicesProps = {
  axis: Axis;
  year: number;
  chosen: Chosen;
  late: number;
  today: string;
  onPrint: (paper: 'A4' | 'A3') => void;
};

function Choices({ axis, year, chosen: { values, set }, late, today, onPrint }: ChoicesProps) {
  const { t } = useTranslation('registers');
  const show = (next: number) => set('from', next === fiscalYearOf(today) ? '' : String(next));
  return (
    <div className="no-print flex flex-wrap items-end gap-3">
      <Select
        className="w-full sm:w-40"
        label={t('gantt.by')}
        value={values.by}
        empty={t('gantt.scale.quarter')}
        choices={scales.slice(1).map((value) => ({ value, label: t(`gantt.scale.${value}`) }))}
        onChange={(by) => set('by', by)}
      />
      <Button onPress={() => show(year - axis.years.length)}>{t('gantt.before')}</Button>
      <Button onPress={() => show(year + axis.years.length)}>{t('gantt.after')}</Button>
      {year !== fiscalYearOf(today) && (
        <Button kind="text" onPress={() => show(fiscalYearOf(today))}>
          {t('gantt.now')}
        </Button>
      )}
      <button
        type="button"
        aria-pressed={values.late === '1'}
        onClick={() => set('late', values.late === '1' ? '' : '1')}
        className="inline-flex min-h-12 items-center rounded-full border border-blue-900 px-4 text-blue-1000 hover:underline aria-pressed:bg-blue-50 aria-pressed:font-bold"
      >
        {t('gantt.onlyLate', { count: late })}
      </button>
      {(['A4', 'A3'] as const).map((paper) => (
        <Button key={paper} onPress={() => onPrint(paper)}>
          {t('gantt.print', { paper })}
        </Button>
      ))}
    </div>
  );
}

const row = 'grid gap-x-3 sm:grid-cols-[16rem_minmax(0,1fr)] print:grid-cols-[56mm_minmax(0,1fr)]';

/** Years, and below them quarters or months. What they say every row says too, in words. */
function Head({ axis, today }: { axis: Axis; today: string }) {
  const { t } = useTranslation('registers');
  const now = placeOn(axis, { from: today, to: today });
  const nameOf = ({ from, to }: { from: string; to: string }): string =>
    axis.scale === 'quarter'
      ? t('gantt.months', { from: formatMonthName(from), to: formatMonthName(to) })
      : formatMonthName(from);
  return (
    <div className={row} aria-hidden="true">
      <span />
      <div className="relative pt-6">
        {now && (
          <span
            className="absolute top-0 max-w-full -translate-x-1/2 bg-red-900 px-1 text-dns-14N-130 whitespace-nowrap text-white [print-color-adjust:exact]"
            style={{ left: `${Math.min(92, Math.max(8, now.left))}%` }}
          >
            {t('gantt.today', { day: formatShortDay(today) })}
          </span>
        )}
        <div className="flex border-t border-solid-gray-600">
          {axis.years.map(({ from, cells }) => (
            <div key={from} className="min-w-0 flex-1 border-l border-solid-gray-600">
              <p className="truncate px-1 font-bold">{formatFiscalYear(from)}</p>
              {axis.scale !== 'year' && (
                <div className="flex">
                  {cells.map((cell, index) => (
                    <span
                      key={cell.from}
                      className={`min-w-0 flex-1 border-solid-gray-420 text-center text-dns-14N-130 wrap-anywhere ${index > 0 ? 'border-l' : ''}`}
                    >
                      {nameOf(cell)}
                    </span>
                  ))}
                </div>
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function Track({ name, axis, today, items }: { name: string; axis: Axis; today: string; items: Item[] }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className="border-y border-solid-gray-420 bg-solid-gray-50 px-2 py-1 text-[1rem] [print-color-adjust:exact]">
        {name}
      </h3>
      <ul className="divide-y divide-solid-gray-200">
        {items.map((item) => (
          <Row key={item.id} item={item} axis={axis} today={today} />
        ))}
      </ul>
    </section>
  );
}

const nameOf = ({ title, number }: Item): string => title ?? number;

/** What has no end goes on, until it stands as over. */
const spanOf = ({ from, to, standing }: Item): { from: string; to: string | null } => {
  if (to !== null || !standing.tags.includes('over')) return { from, to };
  const since = toDay(standing.since);
  return { from, to: since < from ? from : since };
};

function Row({ item, axis, today }: { item: Item; axis: Axis; today: string }) {
  const { pages } = useRegister();
  const say = useSay();
  return (
    <li className={`${row} py-1`}>
      <div className="min-w-0">
        <Link to={`${pages}/${item.id}`} className="link inline-flex min-h-11 items-center wrap-anywhere print:min-h-0">
          {nameOf(item)}
        </Link>
        <p className="text-dns-14N-130 text-solid-gray-700">{say.when(item)}</p>
        {say.count(item) && <p className="text-dns-14N-130">{say.count(item)}</p>}
        {item.late && <LateMark />}
      </div>
      <div className="min-w-0">
        <Bars item={item} axis={axis} today={today} />
        <Happened item={item} />
      </div>
    </li>
  );
}

function LateMark() {
  const { t } = useTranslation('registers');
  return (
    <p className="flex items-center gap-1 text-dns-14N-130 font-bold text-orange-800">
      <Icon name="warn" className="size-4" />
      {t('gantt.late')}
    </p>
  );
}

/** The plan as a frame, what happened as dots below it, and how long it has been late. */
function Bars({ item, axis, today }: { item: Item; axis: Axis; today: string }) {
  const plan = placeOn(axis, spanOf(item));
  const now = placeOn(axis, { from: today, to: today });
  const happened = (item.done?.happened ?? []).flatMap(({ day }) => placeOn(axis, { from: day, to: day }) ?? []);
  const overdue = item.late && item.to !== null ? placeOn(axis, { from: item.to, to: today }) : null;
  const line = (left: number): { left: string } => ({ left: `${left}%` });
  return (
    <div aria-hidden="true" className="relative h-12 [print-color-adjust:exact]">
      {axis.years.flatMap(({ cells }) =>
        cells.map((cell) => (
          <span
            key={cell.from}
            className="absolute inset-y-0 border-l border-solid-gray-200"
            style={line(placeOn(axis, cell)?.left ?? 0)}
          />
        )),
      )}
      {plan && (
        <span
          className={`absolute top-1 h-4 min-w-2 rounded-4 border-2 border-blue-900 ${item.standing.tags.includes('over') ? 'bg-solid-gray-100' : 'bg-white'}`}
          style={{ left: `${plan.left}%`, width: `${plan.width}%` }}
        />
      )}
      {overdue && (
        <span
          className="absolute top-8 h-1 min-w-2 bg-orange-800"
          style={{ left: `${overdue.left}%`, width: `${overdue.width}%` }}
        />
      )}
      {happened.map(({ left }, index) => (
        <span
          key={index}
          className="absolute top-7 size-3 -translate-x-1/2 rounded-full bg-blue-900"
          style={line(left)}
        />
      ))}
      {now && <span className="absolute inset-y-0 border-l-2 border-red-900" style={line(now.left)} />}
    </div>
  );
}

function Happened({ item: { done, title, number } }: { item: Item }) {
  const { t } = useTranslation('registers');
  const { page } = usePaths();
  if (!done || done.happened.length === 0) return null;
  return (
    <div className="no-print">
      <Disclosure
        title={
          <span>
            <span className="sr-only">{t('gantt.of', { name: title ?? number })}</span>
            {t('gantt.happened', { count: done.happened.length })}
          </span>
        }
      >
        <ul>
          {done.happened.map(({ day, title: what, path }, index) => (
            <li key={index} className="flex flex-wrap gap-x-3">
              <span className="tabular-nums">{formatShortDay(day)}</span>
              {path !== null && (
                <Link to={page(path)} className="link wrap-anywhere">
                  {what}
                </Link>
              )}
            </li>
          ))}
        </ul>
        {done.more && <p>{t('gantt.latestOnly')}</p>}
      </Disclosure>
    </div>
  );
}

function Legend() {
  const { t } = useTranslation('registers');
  return (
    <ul aria-hidden="true" className="flex flex-wrap gap-x-6 gap-y-1 text-dns-14N-130 [print-color-adjust:exact]">
      <li className="flex items-center gap-2">
        <span className="h-4 w-8 rounded-4 border-2 border-blue-900" />
        {t('gantt.legend.plan')}
      </li>
      <li className="flex items-center gap-2">
        <span className="size-3 rounded-full bg-blue-900" />
        {t('gantt.legend.done')}
      </li>
      <li className="flex items-center gap-2">
        <span className="h-1 w-8 bg-orange-800" />
        {t('gantt.legend.late')}
      </li>
    </ul>
  );
}

/** What is late, the longest first. */
function Late({ items, today }: { items: Item[]; today: string }) {
  const { t } = useTranslation('registers');
  const { pages } = useRegister();
  const say = useSay();
  const rows = items.toSorted((a, b) => ((a.to ?? '') < (b.to ?? '') ? -1 : 1));
  return (
    <Section title={t('gantt.lateTitle', { count: items.length })}>
      {items.length === 0 ? (
        <p>{t('gantt.noneLate')}</p>
      ) : (
        <Table
          caption={t('gantt.lateTitle', { count: items.length })}
          rows={rows}
          to={({ id }) => `${pages}/${id}`}
          columns={[
            { key: 'what', header: t('gantt.column.what'), cell: nameOf },
            { key: 'area', header: t('gantt.column.area'), cell: ({ area }) => area.name },
            { key: 'to', header: t('gantt.column.to'), short: true, cell: ({ to }) => formatDay(to) },
            { key: 'now', header: t('gantt.column.now'), cell: (item) => say.count(item) || t('gantt.notDone') },
            {
              key: 'late',
              header: t('gantt.column.late'),
              short: true,
              cell: ({ to }) => {
                const months = monthsPast(to ?? today, today);
                return months === 0 ? t('gantt.lessThanAMonth') : t('gantt.monthsLate', { count: months });
              },
            },
          ]}
        />
      )}
    </Section>
  );
}

/** A row in words, for whoever does not see the bars. */
function useSay(): { when: (item: Item) => string; count: (item: Item) => string } {
  const { t } = useTranslation('registers');
  return {
    when: ({ from, to }) =>
      to === null
        ? t('gantt.fromOn', { from: formatShortDay(from) })
        : from === to
          ? formatShortDay(from)
          : t('gantt.fromTo', { from: formatShortDay(from), to: formatShortDay(to) }),
    count: ({ aim, done }) =>
      done && aim !== null
        ? t('gantt.doneOf', { done: done.said, aim })
        : done
          ? t('gantt.done', { done: done.said })
          : aim !== null
            ? t('gantt.aim', { aim })
            : '',
  };
}
