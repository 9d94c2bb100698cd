import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { getFile } from '../../lib/api.ts';
import type { Year } from '../../lib/contract.ts';
import { formatDay, formatFiscalYear } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useFilters, type ActiveFilters } from '../../lib/use-filters.ts';

type Figure = Year['groups'][number]['figures'][number];
type Line = Figure['lines'][number];
type Value = Line['total'];
type Filters = ActiveFilters<'area' | 'year' | 'by'>;

/** What was done in a fiscal year, by quarter or by area: for the report, on the screen, on A4 and as a file. */
export function YearPage() {
  const { api } = usePaths();
  const filters = useFilters(['area', 'year', 'by'] as const);
  const { area, year } = filters.values;
  const sheet = useGet<Year>(api('year'), { ...(area && { area }), ...(year && { year }) });
  return <Loaded query={sheet}>{(sheet) => <Sheet sheet={sheet} filters={filters} />}</Loaded>;
}

/** A fiscal year in words. */
const fiscal = (year: number): string => formatFiscalYear(`${year}-04-01`);

function Sheet({ sheet, filters }: { sheet: Year; filters: Filters }) {
  const { t } = useTranslation('year');
  const { api, page } = usePaths();
  const { today } = useMunicipality();
  const saving = useMutation({
    mutationFn: async () => {
      const file = await getFile(api('year/export'), { area: sheet.area.id, year: sheet.year });
      saveFile(file.name, file.content, file.content.type);
    },
  });
  const byArea = filters.values.by === 'area' && sheet.parts.length > 0;
  const title = t('titleOf', { area: sheet.area.name, year: fiscal(sheet.year) });
  return (
    <div className="wide-page space-y-8">
      <div>
        <div className="no-print">
          <Breadcrumb items={[{ name: t('home'), to: page('home') }, { name: t('title') }]} />
        </div>
        <PageTitle
          title={title}
          lead={<p>{t('lead', { day: formatDay(today) })}</p>}
          actions={
            <>
              <ButtonLink to={page('needs/lacks')}>{t('lacks')}</ButtonLink>
              <Button onPress={() => window.print()}>{t('print')}</Button>
              <Button busy={saving.isPending} onPress={() => saving.mutate()}>
                {t('export')}
              </Button>
            </>
          }
        />
      </div>
      {saving.error && <ProblemNotice error={saving.error} />}
      <Choices sheet={sheet} filters={filters} />
      <Section title={t(byArea ? 'byArea' : 'byQuarter')}>
        <ul className="list-disc pl-6 text-dns-14N-130 text-solid-gray-700">
          <li>{t('unknown')}</li>
          {byArea ? <li>{t('sum')}</li> : <li>{t('small')}</li>}
          <li>{t('recorded', { day: formatDay(sheet.recordedSince) })}</li>
        </ul>
        <Figures sheet={sheet} title={title} byArea={byArea} />
      </Section>
      <Section title={t('how')}>
        <Disclosure title={t('howAll')} printed>
          <dl className="space-y-3">
            {sheet.groups.flatMap(({ figures }) =>
              figures.map((figure) => (
                <div key={figure.key}>
                  <dt className="font-bold">{t('howOf', { name: figure.name, unit: figure.unit })}</dt>
                  <dd>
                    <p>
                      {t(`counts.${figure.counts}`)} {figure.how}
                    </p>
                    {figure.origin === 'G' && <p className="text-solid-gray-700">{t('guess')}</p>}
                  </dd>
                </div>
              )),
            )}
          </dl>
        </Disclosure>
      </Section>
    </div>
  );
}

function Choices({ sheet, filters: { values, set } }: { sheet: Year; filters: Filters }) {
  const { t } = useTranslation('year');
  return (
    <div className="no-print flex flex-wrap gap-x-6 gap-y-4">
      <Select
        className="w-full sm:w-70"
        label={t('area')}
        value={values.area}
        empty={sheet.areas[0]?.name ?? sheet.area.name}
        choices={sheet.areas.slice(1).map(({ id, name, depth }) => ({
          value: id,
          label: `${'\u3000'.repeat(Math.max(0, depth - (sheet.areas[0]?.depth ?? 0)))}${name}`,
        }))}
        onChange={(area) => set('area', area)}
      />
      <Select
        className="w-full sm:w-50"
        label={t('year')}
        value={values.year}
        empty={fiscal(sheet.years[0] ?? sheet.year)}
        choices={sheet.years.slice(1).map((year) => ({ value: String(year), label: fiscal(year) }))}
        onChange={(year) => set('year', year)}
      />
      {sheet.parts.length > 0 && (
        <Select
          className="w-full sm:w-50"
          label={t('by')}
          value={values.by}
          empty={t('byQuarter')}
          choices={[{ value: 'area', label: t('byArea') }]}
          onChange={(by) => set('by', by)}
        />
      )}
    </div>
  );
}

type Column = {
  key: string;
  head: ReactNode;
  /** Said before the number on a phone, where no head stands above it. */
  word: string;
  value: (line: Line) => Value;
  before?: (line: Line) => Value;
  /** What its list is narrowed by; null: there is none. */
  narrow: Record<string, string> | null;
  strong?: true;
};

function useColumns(sheet: Year, byArea: boolean): Column[] {
  const { t } = useTranslation('year');
  const whole: Column[] = [
    {
      key: 'year',
      head: fiscal(sheet.year),
      word: fiscal(sheet.year),
      value: ({ total }) => total,
      narrow: {},
      strong: true,
    },
    {
      key: 'before',
      head: fiscal(sheet.year - 1),
      word: fiscal(sheet.year - 1),
      value: ({ before }) => before,
      narrow: { year: String(sheet.year - 1) },
    },
  ];
  if (byArea)
    return [
      ...whole.slice(0, 1),
      ...sheet.parts.map(({ id, name }, index): Column => ({
        key: id,
        head: name,
        word: name,
        value: ({ parts, total }) => parts[index]?.value ?? total,
        narrow: { area: id },
      })),
      {
        key: 'own',
        head: t('own', { area: sheet.area.name }),
        word: t('own', { area: sheet.area.name }),
        value: ({ own }) => own,
        narrow: null,
      },
    ];
  return [
    ...sheet.quarters.map(({ quarter, from, to, state }, index): Column => ({
      key: `q${quarter}`,
      head: (
        <>
          {t('quarter', { quarter })}
          <span className="block text-dns-14N-130 font-normal">
            {state === 'under-way' ? t('underWay') : t('months', { from: month(from), to: month(to) })}
          </span>
        </>
      ),
      word: t('quarter', { quarter }),
      value: ({ quarters, total }) => quarters[index]?.value ?? total,
      before: ({ quarters, total }) => quarters[index]?.before ?? total,
      narrow: { quarter: String(quarter) },
    })),
    ...whole,
  ];
}

const month = (day: string): number => Number(day.slice(5, 7));

function Figures({ sheet, title, byArea }: { sheet: Year; title: string; byArea: boolean }) {
  const { t } = useTranslation('year');
  const columns = useColumns(sheet, byArea);
  return (
    // Many areas are wider than any screen; the page itself stays where it is.
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={title}>
      <table className="w-full text-left max-sm:block">
        <caption className="sr-only">{title}</caption>
        <thead className="border-b-2 border-solid-gray-600 max-sm:sr-only">
          <tr>
            <th scope="col" className="py-2 pr-3 align-bottom">
              {t('figure')}
            </th>
            {columns.map(({ key, head }) => (
              <th key={key} scope="col" className="px-2 py-2 text-right align-bottom leading-tight">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {sheet.groups.map((group) => (
          <tbody key={group.key} className="max-sm:block">
            <tr className="max-sm:block">
              <th
                scope="rowgroup"
                colSpan={columns.length + 1}
                className="bg-solid-gray-50 px-2 py-1 text-dns-14N-130 max-sm:block"
              >
                {group.name}
              </th>
            </tr>
            {group.figures.flatMap((figure) =>
              figure.lines.map((line) => (
                <Row key={`${figure.key} ${line.key}`} {...{ sheet, figure, line, columns, byArea }} />
              )),
            )}
          </tbody>
        ))}
      </table>
    </div>
  );
}

type RowOf = { sheet: Year; figure: Figure; line: Line; columns: Column[]; byArea: boolean };

function Row({ sheet, figure, line, columns, byArea }: RowOf) {
  const { t } = useTranslation('year');
  const isPart = line.key !== null;
  return (
    <tr
      className={`border-b align-top max-sm:grid max-sm:grid-cols-3 max-sm:gap-x-3 max-sm:py-2 ${isPart ? 'border-solid-gray-200' : 'border-solid-gray-420'}`}
    >
      <th
        scope="row"
        className={`pt-3 pr-3 pb-2 leading-snug max-sm:col-span-3 max-sm:py-1 sm:sticky sm:left-0 sm:min-w-56 sm:bg-white ${isPart ? 'pl-6 text-dns-14N-130 font-normal' : 'font-bold'}`}
      >
        {line.name ?? figure.name}
        {byArea && figure.shared && !isPart && (
          <span className="block text-dns-14N-130 font-normal text-solid-gray-700">{t('shared')}</span>
        )}
      </th>
      {columns.map((column) => (
        <Cell key={column.key} {...{ sheet, figure, line, column, byArea }} />
      ))}
    </tr>
  );
}

function Cell({ sheet, figure, line, column, byArea }: Omit<RowOf, 'columns'> & { column: Column }) {
  const { t } = useTranslation('year');
  const { page } = usePaths();
  const value = column.value(line);
  const before = column.before?.(line);
  const isEmpty = value.state === 'known' && value.count === 0 && value.unknown === 0;
  const isMuted = isEmpty || value.count === null;
  const opens = column.narrow !== null && !isEmpty && (value.count !== null || value.unknown > 0);
  const search = new URLSearchParams({
    year: String(sheet.year),
    area: sheet.area.id,
    ...(line.key === null ? {} : { line: line.key }),
    ...column.narrow,
  });
  const name = [figure.name, line.name, column.word].filter(Boolean).join(' ');
  return (
    <td
      className={`px-2 py-2 text-right whitespace-nowrap tabular-nums max-sm:px-0 max-sm:py-0.5 max-sm:text-left max-sm:whitespace-normal ${column.strong ? 'font-bold' : ''} ${isMuted ? 'text-solid-gray-700' : ''}`}
    >
      <span aria-hidden="true" className="hidden text-dns-14N-130 font-normal text-solid-gray-700 max-sm:block">
        {column.word}
      </span>
      <span>
        {opens ? (
          <Link
            to={page(`year/${figure.key}?${search}`)}
            className="link inline-flex min-h-8 items-center"
            aria-label={t('open', { name, value: value.said })}
          >
            {value.said}
          </Link>
        ) : (
          // Among many areas those that have any are looked for.
          <span className="inline-flex min-h-8 items-center">{byArea && isEmpty ? 0 : value.said}</span>
        )}
        {before && (
          <span className="block text-dns-14N-130 font-normal text-solid-gray-700 max-sm:sr-only">
            {t('beforeQuarter', { value: before.said })}
          </span>
        )}
      </span>
    </td>
  );
}
