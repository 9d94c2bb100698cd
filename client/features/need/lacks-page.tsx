import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { Select } from '../../components/select.tsx';
import { getFile } from '../../lib/api.ts';
import { listAreaFilters } from '../../lib/choices.ts';
import type { Lacks } from '../../lib/contract.ts';
import { formatDay, formatFiscalYear } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useFilters } from '../../lib/use-filters.ts';

type Cell = Lacks['cells'][number];
type Area = Lacks['areas'][number];
type Mark = NonNullable<Cell['mark']>;

/** In the order of what has to be looked at first. */
const marks = ['short', 'unreachable', 'unjoined', 'overlapping'] as const satisfies Mark[];
const tones = {
  short: 'attention',
  unreachable: 'attention',
  unjoined: 'attention',
  overlapping: 'neutral',
} as const satisfies Record<Mark, string>;

/** Needs against services, by area and type: what is short, what does not reach, what is there and not joined, what there is too much of. */
export function LacksPage() {
  const { t } = useTranslation('needs');
  const { areas, today, can } = useMunicipality();
  const mayKnow = can['needs.case'] === true;
  const { api, page } = usePaths();
  const { values, set } = useFilters(['area', 'year', 'quarter'] as const);
  const query = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const lacks = useGet<Lacks>(mayKnow ? api('lacks') : null, query);
  const saving = useMutation({
    mutationFn: async () => {
      const file = await getFile(api('lacks/export'), query);
      saveFile(file.name, file.content, file.content.type);
    },
  });
  if (!mayKnow) return <NotAllowedPage />;
  return (
    <div className="wide-page space-y-6">
      <div>
        <div className="no-print">
          <Breadcrumb items={[{ name: t('list.title'), to: page('needs') }, { name: t('lacks.title') }]} />
        </div>
        <PageTitle
          title={t('lacks.title')}
          lead={<p>{t('lacks.lead')}</p>}
          actions={
            <>
              <Button onPress={() => window.print()}>{t('lacks.print')}</Button>
              <Button busy={saving.isPending} onPress={() => saving.mutate()}>
                {t('lacks.export')}
              </Button>
            </>
          }
        />
      </div>
      {saving.error && <ProblemNotice error={saving.error} />}
      <div className="no-print flex flex-wrap gap-x-6 gap-y-4">
        <Select
          className="w-full sm:w-70"
          label={t('filter.area')}
          value={values.area}
          empty={t('common:filter.all')}
          choices={listAreaFilters(areas, (name) => t('common:closedName', { name }))}
          onChange={(area) => set('area', area)}
        />
        <Select
          className="w-full sm:w-60"
          label={t('lacks.year')}
          value={values.year}
          empty={t('lacks.everyYear')}
          choices={(lacks.data?.years ?? []).map((year) => ({
            value: String(year),
            label: formatFiscalYear(`${year}-04-01`),
          }))}
          onChange={(year) => set('year', year)}
        />
        <Select
          className="w-full sm:w-60"
          label={t('lacks.quarter')}
          value={values.quarter}
          empty={t('lacks.everyQuarter')}
          choices={['1', '2', '3', '4'].map((quarter) => ({
            value: quarter,
            label: t('lacks.quarterOf', { quarter }),
          }))}
          onChange={(quarter) => set('quarter', quarter)}
        />
      </div>
      <Loaded query={lacks} lines={8}>
        {(lacks) => (
          <div className="space-y-8">
            <div className="space-y-2">
              <p>
                {lacks.period
                  ? t('lacks.between', { from: formatDay(lacks.period.from), to: formatDay(lacks.period.to) })
                  : t('lacks.asOf', { day: formatDay(today) })}
              </p>
              {lacks.areas.some(({ own }) => !own) && <p>{t('lacks.others', { number: lacks.hidesBelow })}</p>}
            </div>
            {lacks.cells.length === 0 ? (
              <EmptyState title={t('lacks.empty')}>
                <p>{t('lacks.emptyHelp')}</p>
              </EmptyState>
            ) : (
              <>
                <Marked lacks={lacks} />
                <Section title={t('lacks.table')}>
                  <Matrix lacks={lacks} />
                </Section>
              </>
            )}
          </div>
        )}
      </Loaded>
    </div>
  );
}

const areaOf = ({ areas }: Lacks, { areaId }: Cell): Area | undefined => areas.find(({ id }) => id === areaId);

/** What is to be looked at, worst first: the same cells as a list, which a phone shows better than the table. */
function Marked({ lacks }: { lacks: Lacks }) {
  const { t } = useTranslation('needs');
  const marked = marks
    .map((mark) => ({ mark, cells: lacks.cells.filter((cell) => cell.mark === mark) }))
    .filter(({ cells }) => cells.length > 0);
  return (
    <Section title={t('lacks.marked')}>
      {marked.length === 0 && <p>{t('lacks.noneMarked')}</p>}
      <ul className="space-y-2">
        {marked.map(({ mark, cells }, index) => (
          <li key={mark}>
            <Disclosure
              printed
              open={index === 0}
              title={t('lacks.markCount', { mark: t(`lacks.mark.${mark}`), count: cells.length })}
            >
              <p className="prose-line">{t(`lacks.means.${mark}`)}</p>
              <ul className="divide-y divide-solid-gray-200">
                {cells.map((cell) => (
                  <li key={`${cell.areaId} ${cell.type}`} className="py-2">
                    <p className="font-bold [word-break:normal]">
                      {t('lacks.place', {
                        area: areaOf(lacks, cell)?.name,
                        type: lacks.types.find(({ key }) => key === cell.type)?.name,
                      })}
                    </p>
                    <Numbers lacks={lacks} cell={cell} />
                  </li>
                ))}
              </ul>
            </Disclosure>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Matrix({ lacks }: { lacks: Lacks }) {
  const { t } = useTranslation('needs');
  const { areas, types, cells } = lacks;
  return (
    // Many types are wider than any screen; the page itself stays where it is.
    <div role="region" aria-label={t('lacks.title')} tabIndex={0} className="relative overflow-x-auto">
      <table className="border-collapse text-left">
        <caption className="sr-only">{t('lacks.title')}</caption>
        <thead>
          <tr className="border-b-2 border-solid-gray-600 align-bottom">
            <th scope="col" className="sticky left-0 bg-white py-2 pr-4">
              {t('filter.area')}
            </th>
            {types.map((type) => (
              <th key={type.key} scope="col" className="min-w-44 px-3 py-2 leading-snug">
                {type.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => (
            <tr key={area.id} className="border-b border-solid-gray-420 align-top">
              <th
                scope="row"
                className="sticky left-0 bg-white py-2 pr-4 whitespace-nowrap max-sm:min-w-20 max-sm:whitespace-normal"
              >
                {area.name}
                {!area.own && (
                  <span className="block text-dns-14N-130 font-normal text-solid-gray-700">{t('lacks.other')}</span>
                )}
              </th>
              {types.map((type) => {
                const cell = cells.find((cell) => cell.areaId === area.id && cell.type === type.key);
                return (
                  <td key={type.key} className="border-l border-solid-gray-200 px-3 py-2">
                    {cell ? (
                      <>
                        {cell.mark && (
                          <p>
                            <Badge tone={tones[cell.mark]}>{t(`lacks.mark.${cell.mark}`)}</Badge>
                          </p>
                        )}
                        <Numbers lacks={lacks} cell={cell} />
                      </>
                    ) : (
                      <span className="text-solid-gray-700">{t('lacks.nothing')}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a cell counts, each number leading to its records: the lists of needs and services, narrowed. */
function Numbers({ lacks, cell }: { lacks: Lacks; cell: Cell }) {
  const { t } = useTranslation('needs');
  const { can } = useMunicipality();
  const { page } = usePaths();
  const { areaId, type, open, needs, services, room } = cell;
  const own = areaOf(lacks, cell)?.own ?? false;
  const place = `${areaOf(lacks, cell)?.name} ${lacks.types.find(({ key }) => key === type)?.name}`;
  const say = (count: number | null): string =>
    count === null ? t('lacks.below', { number: lacks.hidesBelow }) : t('lacks.needs', { count });
  const listOf = (state: string): string => {
    const search = new URLSearchParams({ area: areaId, type, state });
    if (lacks.period) {
      search.set('receivedFrom', lacks.period.from);
      search.set('receivedTo', lacks.period.to);
    }
    return page(`needs?${search}`);
  };
  const servicesOf = (narrowed: Record<string, string>): string =>
    page(`services?${new URLSearchParams({ area: areaId, type, ...narrowed })}`);
  // Of nothing there is no part.
  const lines = [
    { key: 'open', said: t('lacks.open', { count: say(open) }), to: own && open ? listOf('open') : null },
    { key: 'unmet', said: t('lacks.unmet', { count: say(needs) }), to: own && needs ? listOf('lacking') : null },
    {
      key: 'services',
      said: t('lacks.services', { count: services }),
      to: can['services'] && services ? servicesOf({}) : null,
    },
    {
      key: 'room',
      said: t('lacks.room', { count: room }),
      to: can['services'] && room ? servicesOf({ capacity: 'has' }) : null,
    },
  ].filter(({ key }) => (key === 'unmet' ? needs !== 0 : key !== 'room' || services > 0));
  return (
    <ul className="text-dns-16N-130">
      {lines.map(({ key, said, to }) => (
        <li key={key}>
          {to ? (
            <Link to={to} className="link inline-flex min-h-8 items-center" aria-label={`${place} ${said}`}>
              {said}
            </Link>
          ) : (
            <span className="inline-flex min-h-8 items-center">{said}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
