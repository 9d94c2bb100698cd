import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import type { Figures } from '../../lib/contract.ts';
import { formatFiscalYear, formatShortDay } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

type Item = Figures['groups'][number]['items'][number];

/** The asker's areas in this fiscal year, beside the year before up to the same day. Nothing for who steers none. */
export function FiscalYear() {
  const { api } = usePaths();
  const figures = useGet<Figures>(api('figures'));
  return <Loaded query={figures}>{(figures) => figures.groups.length > 0 && <Year figures={figures} />}</Loaded>;
}

function Year({ figures: { from, to, groups, whole } }: { figures: Figures }) {
  const { t } = useTranslation('home');
  const { name, can } = useMunicipality();
  const { page } = usePaths();
  const title = t(whole ? 'figures.title' : 'figures.titleOwn', { year: formatFiscalYear(from), name });
  return (
    <Section title={title} actions={can['year'] && <ButtonLink to={page('year')}>{t('figures.year')}</ButtonLink>}>
      <p className="flex flex-wrap gap-x-6 gap-y-1 text-dns-14N-130 text-solid-gray-700">
        <span className="inline-flex items-center gap-2">
          <span aria-hidden="true" className="h-3 w-8 bg-blue-900" />
          {t('figures.period', { from: formatShortDay(from), to: formatShortDay(to) })}
        </span>
        <span className="inline-flex items-center gap-2">
          <span aria-hidden="true" className="h-4 w-1 bg-solid-gray-900" />
          {t('figures.mark')}
        </span>
        <span>{t('figures.scale')}</span>
      </p>
      <table className="w-full text-left">
        <caption className="sr-only">{title}</caption>
        <thead className="border-b-2 border-solid-gray-600 max-sm:sr-only">
          <tr>
            <th scope="col" className="py-2 pr-3">
              {t('figures.what')}
            </th>
            <th scope="col" className="px-3 py-2 text-right whitespace-nowrap">
              {t('figures.now')}
            </th>
            <th scope="col" className="px-3 py-2 text-right whitespace-nowrap">
              {t('figures.before')}
            </th>
            <th scope="col" className="px-3 py-2 max-lg:hidden">
              {t('figures.compare')}
            </th>
            <th scope="col" className="py-2 pl-3">
              {t('figures.told')}
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.name}>
            <tr>
              <th scope="rowgroup" colSpan={5} className="bg-solid-gray-50 px-2 py-1 text-dns-14N-130">
                {group.name}
              </th>
            </tr>
            {group.items.map((item) => (
              <Row key={item.key} item={item} />
            ))}
          </tbody>
        ))}
      </table>
    </Section>
  );
}

function Row({ item }: { item: Item }) {
  const { t } = useTranslation('home');
  const { page } = usePaths();
  const { before } = item;
  return (
    <tr className="border-b border-solid-gray-420 max-sm:flex max-sm:flex-wrap max-sm:items-baseline max-sm:gap-x-4 max-sm:py-2">
      <th scope="row" className="py-2 pr-3 font-normal max-sm:w-full max-sm:py-0">
        <Link to={page(item.path)} className="link inline-flex min-h-8 items-center">
          {item.name}
        </Link>
      </th>
      <td className="px-3 py-2 text-right font-bold whitespace-nowrap tabular-nums max-sm:p-0">{item.said}</td>
      <td className="px-3 py-2 text-right whitespace-nowrap tabular-nums max-sm:p-0 max-sm:text-dns-14N-130">
        <span className="sm:sr-only">{t('figures.before')} </span>
        {before ? before.said : t('figures.none')}
      </td>
      <td aria-hidden="true" className="w-2/5 px-3 py-2 max-lg:hidden">
        <Bar count={item.count} before={before?.count ?? null} />
      </td>
      <td className="py-2 pl-3 text-dns-14N-130 text-solid-gray-700 max-sm:p-0">
        {before && <Told item={item} before={before} />}
      </td>
    </tr>
  );
}

/** Each row has a scale of its own: the larger of the two years is nine tenths of it. */
function Bar({ count, before }: { count: number; before: number | null }) {
  const most = Math.max(count, before ?? 0, 1);
  const width = (number: number): string => `${(number / most) * 90}%`;
  return (
    <div className="relative h-4 bg-solid-gray-50">
      <div className="h-4 bg-blue-900" style={{ width: width(count) }} />
      {before !== null && <div className="absolute -top-1 h-6 w-1 bg-solid-gray-900" style={{ left: width(before) }} />}
    </div>
  );
}

function Told({ item, before }: { item: Item; before: NonNullable<Item['before']> }) {
  const { t } = useTranslation('home');
  const difference = item.count - before.count;
  if (difference === 0) return t('figures.same');
  return t(difference > 0 ? 'figures.more' : 'figures.fewer', { difference: before.difference });
}
