import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { LoadedPages } from '../../components/loaded.tsx';
import type { Query } from '../../lib/api.ts';
import type { ListedData, RegisterWhole } from '../../lib/contract.ts';
import { formatDay, formatMonth, formatWeekday } from '../../lib/dates.ts';
import { addMonths, endsOf, isMonth, monthOf, weeksOf } from '../../lib/months.ts';
import { useMunicipality } from '../../lib/municipality.tsx';
import { usePages } from '../../lib/queries.ts';
import { StateBadge } from '../../record/state-badges.tsx';
import { useRegister } from './use-register.ts';

/** So many of a day stand in its cell; the list has all. */
const IN_CELL = 3;

type Props = {
  register: RegisterWhole;
  /** What the list is narrowed to. */
  query: Query & { where: string[] };
  /** The day that the calendar goes by, and what it is called. */
  field: string;
  name: string;
};

/** The register's records of a month by one of their days: a grid, and the same as a list. The month lives in the address. */
export function RecordCalendar({ register, query, field, name }: Props) {
  const { t } = useTranslation('registers');
  const { today } = useMunicipality();
  const { records: path } = useRegister();
  const [search, setSearch] = useSearchParams();
  const named = search.get('month') ?? '';
  const month = isMonth(named) ? named : monthOf(today);
  const { first, last } = endsOf(month);
  const records = usePages<ListedData>(path, {
    ...query,
    where: [...query.where, `${field}>=${first}`, `${field}<=${last}`],
    fields: [field],
    sortBy: field,
    limit: 200,
  });
  const show = (next: string) =>
    setSearch(
      (before) => {
        before.set('month', next);
        return before;
      },
      { replace: true },
    );
  return (
    <div className="space-y-6">
      <div className="no-print flex flex-wrap items-end gap-3">
        {([-12, -1, 1, 12] as const).map((by) => (
          <Button key={by} onPress={() => show(addMonths(month, by))}>
            {t(`calendar.by.${by}`)}
          </Button>
        ))}
        {month !== monthOf(today) && (
          <Button kind="text" onPress={() => show(monthOf(today))}>
            {t('calendar.now')}
          </Button>
        )}
      </div>
      <h2>
        <span role="status">{t('calendar.title', { month: formatMonth(month), name })}</span>
      </h2>
      <LoadedPages query={records}>
        {(items, total) => {
          const days = Map.groupBy(items, ({ days: [day] }) => day ?? '');
          return (
            <div className="space-y-6">
              <p>{total === 0 ? t('calendar.none', { name }) : t('calendar.help', { name })}</p>
              <Grid month={month} days={days} name={name} today={today} />
              <DayList register={register} days={days} />
            </div>
          );
        }}
      </LoadedPages>
    </div>
  );
}

type Days = ReadonlyMap<string, ListedData[]>;

const useName = (): ((record: ListedData) => string) => {
  const { t } = useTranslation('registers');
  return ({ number, title }) => (title === null ? number : t('numbered', { number, title }));
};

/** On a phone a cell says how many there are, which leads to them in the list below. */
function Grid({ month, days, name, today }: { month: string; days: Days; name: string; today: string }) {
  const { t } = useTranslation('registers');
  const { pages } = useRegister();
  const nameOf = useName();
  const weeks = weeksOf(month);
  const [week = []] = weeks.slice(1);
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="sr-only">{t('calendar.title', { month: formatMonth(month), name })}</caption>
      <thead>
        <tr>
          {week.map((day) => (
            <th key={day} scope="col" className="border border-solid-gray-420 p-1 text-center">
              {formatWeekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((cells, index) => (
          <tr key={index}>
            {cells.map((day, place) => {
              const records = (day && days.get(day)) || [];
              return (
                <td
                  key={place}
                  className={`h-16 border border-solid-gray-420 p-1 align-top sm:h-24 sm:p-2 ${day ? '' : 'bg-solid-gray-50'}`}
                >
                  {day && (
                    <>
                      <p className={`tabular-nums ${day === today ? 'font-bold text-blue-1000' : ''}`}>
                        {Number(day.slice(8))}
                        {day === today && (
                          <span className="ml-1 inline-block text-dns-14N-130 whitespace-nowrap">
                            {t('calendar.today')}
                          </span>
                        )}
                      </p>
                      {records.length > 0 && (
                        <a href={`#day-${day}`} className="link flex min-h-11 items-center sm:hidden">
                          {t('count', { count: records.length })}
                        </a>
                      )}
                      <ul className="space-y-1 max-sm:hidden">
                        {records.slice(0, IN_CELL).map((record) => (
                          <li key={record.id}>
                            <Link
                              to={`${pages}/${record.id}`}
                              className="link inline-block text-dns-14N-130 [word-break:normal] wrap-anywhere"
                            >
                              {nameOf(record)}
                            </Link>
                          </li>
                        ))}
                        {records.length > IN_CELL && (
                          <li>
                            <a href={`#day-${day}`} className="link text-dns-14N-130">
                              {t('calendar.more', { count: records.length - IN_CELL })}
                            </a>
                          </li>
                        )}
                      </ul>
                    </>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same, day by day, in full. */
function DayList({ register, days }: { register: RegisterWhole; days: Days }) {
  const { t } = useTranslation('registers');
  const { pages } = useRegister();
  const nameOf = useName();
  if (days.size === 0) return null;
  return (
    <section className="space-y-4" aria-label={t('calendar.list')}>
      {[...days].map(([day, records]) => (
        <section key={day} id={`day-${day}`} tabIndex={-1} aria-labelledby={`head-${day}`} className="space-y-2">
          <h3 id={`head-${day}`}>{t('calendar.day', { day: formatDay(day), weekday: formatWeekday(day) })}</h3>
          <ul className="divide-y divide-solid-gray-200">
            {records.map((record) => (
              <li key={record.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
                <Link to={`${pages}/${record.id}`} className="link inline-flex min-h-11 items-center wrap-anywhere">
                  {nameOf(record)}
                </Link>
                <StateBadge standing={record.standing} />
                <span className="text-solid-gray-700">{record.area.name}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="text-solid-gray-700">{t('calendar.undated', { many: register.many })}</p>
    </section>
  );
}
