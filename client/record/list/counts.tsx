import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Select, type Choice } from '../../components/select.tsx';
import type { Query } from '../../lib/api.ts';
import type { ListCounts } from '../../lib/contract.ts';
import { useGet } from '../../lib/queries.ts';
import type { ListFields } from './use-list-fields.ts';

/** What a list is counted by beside fields of forms. */
export type CountedBy = Choice & {
  /** The list's own filter that narrows it to one row of the table; left out: there is none. */
  filter?: string;
  /** Which rows it narrows to, also where the list is narrowed by it already; left out: all, and not then. */
  narrows?: (value: string) => boolean;
  /** A record can have several: the list is not asked for those that have two. */
  several?: boolean;
};

type Props = {
  /** Below `/api`: of the list, whose counts are at `PATH/counts`. */
  path: string;
  /** What the list is narrowed to now. */
  query: Query;
  own: readonly CountedBy[];
  fields: ListFields;
};

/** How many of what the list finds there are by something of theirs: a table whose rows are drawn as bars. Nothing is asked before it is opened. */
export function Counts(props: Props) {
  const { t } = useTranslation('lists');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="no-print space-y-4" aria-label={t('counts.open')}>
      <Button kind="text" className="-ml-4" expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
        {t(isOpen ? 'counts.close' : 'counts.open')}
      </Button>
      {isOpen && <Counted {...props} />}
    </section>
  );
}

function Counted({ path, query, own, fields: { known } }: Props) {
  const { t } = useTranslation('lists');
  const choices: CountedBy[] = [
    ...own,
    ...known.flatMap(({ field, label, type, askable, ready }) =>
      askable && ready && ['boolean', 'choice', 'choices'].includes(type)
        ? [{ value: field, label, several: type === 'choices' }]
        : [],
    ),
  ];
  const [chosen, setChosen] = useState(choices[0]?.value ?? '');
  const by = choices.find(({ value }) => value === chosen) ?? choices[0];
  const counts = useGet<ListCounts>(by ? `${path}/counts` : null, { ...query, by: by?.value });
  const linkTo = useNarrowed(
    by,
    own.every(({ value }) => value !== by?.value),
  );
  return (
    <div className="space-y-4">
      <Select
        className="w-full sm:w-80"
        label={t('counts.by')}
        value={by?.value ?? ''}
        choices={choices}
        onChange={setChosen}
      />
      <Loaded query={counts} lines={4}>
        {(listed) => <Bars counts={listed} by={by?.label ?? ''} linkTo={linkTo} />}
      </Loaded>
    </div>
  );
}

/** The list's address narrowed to a row of the table; null where it cannot be, or is already. */
function useNarrowed(by: CountedBy | undefined, isField: boolean): (value: string | null) => string | null {
  const [search] = useSearchParams();
  return (value) => {
    if (!by || value === null) return null;
    const next = new URLSearchParams(search);
    if (isField) {
      const others = search.getAll('where').filter((condition) => !condition.startsWith(`${by.value}=`));
      if (by.several && others.length < search.getAll('where').length) return null;
      next.delete('where');
      for (const condition of [...others, `${by.value}=${value}`]) next.append('where', condition);
    } else {
      if (!by.filter || !(by.narrows ? by.narrows(value) : !search.get(by.filter))) return null;
      next.set(by.filter, value);
    }
    return next.toString() === search.toString() ? null : `?${next.toString()}`;
  };
}

/** The longest bar is the most; each says its number beside it, so nothing is told by length or colour alone. */
function Bars({
  counts: { total, rows, several },
  by,
  linkTo,
}: {
  counts: ListCounts;
  by: string;
  linkTo: (value: string | null) => string | null;
}) {
  const { t, i18n } = useTranslation('lists');
  if (rows.length === 0) return <p>{t('counts.none')}</p>;
  const most = Math.max(...rows.map(({ count }) => count));
  const written = (count: number) => count.toLocaleString(i18n.language);
  return (
    <>
      <table className="w-full max-w-200 text-left">
        <caption className="pb-2 text-left font-bold">{t('counts.of', { by })}</caption>
        <thead className="border-b-2 border-solid-gray-600">
          <tr>
            <th scope="col" className="py-2 pr-3">
              {by}
            </th>
            <th scope="col" colSpan={2} className="py-2">
              {t('counts.count')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ value, label, count }) => (
            <tr key={value ?? ''} className="border-b border-solid-gray-200">
              <th scope="row" className="w-2/5 py-2 pr-3 font-normal break-words">
                <Narrowing to={linkTo(value)}>{label}</Narrowing>
              </th>
              <td className="w-20 py-2 pr-3 text-right whitespace-nowrap tabular-nums">{written(count)}</td>
              <td className="py-2" aria-hidden="true">
                <span
                  className="block h-4 min-w-0.5 border border-blue-900 bg-blue-900"
                  style={{ width: `${(count / most) * 100}%` }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t(several ? 'counts.several' : 'counts.total', { number: written(total) })}</p>
    </>
  );
}

/** Leads to the records that a row counts. */
const Narrowing = ({ to, children }: { to: string | null; children: string }) =>
  to === null ? (
    children
  ) : (
    <Link to={to} className="link inline-flex min-h-11 items-center">
      {children}
    </Link>
  );
