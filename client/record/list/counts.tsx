import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Select, type Choice } from '../../components/select.tsx';
import type { Query } from '../../lib/api.ts';
import type { ListCounts } from '../../lib/contract.ts';
import { useGet } from '../../lib/queries.ts';

type Props = {
  /** Below `/api`: of the list, whose counts are at `PATH/counts`. */
  path: string;
  /** What the list is narrowed to now. */
  query: Query;
  /** What it can be counted by. */
  choices: Choice[];
};

/** How many of what the list finds there are by something of theirs: a table whose rows are drawn as bars. Nothing is asked before it is opened. */
export function Counts(props: Props) {
  const { t } = useTranslation('lists');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="no-print space-y-4" aria-label={t('counts.open')}>
      <Button kind="text" expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
        {t(isOpen ? 'counts.close' : 'counts.open')}
      </Button>
      {isOpen && <Counted {...props} />}
    </section>
  );
}

function Counted({ path, query, choices }: Props) {
  const { t } = useTranslation('lists');
  const [chosen, setChosen] = useState(choices[0]?.value ?? '');
  const by = choices.find(({ value }) => value === chosen) ?? choices[0];
  const counts = useGet<ListCounts>(by ? `${path}/counts` : null, { ...query, by: by?.value });
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
        {(listed) => <Bars counts={listed} by={by?.label ?? ''} />}
      </Loaded>
    </div>
  );
}

/** The longest bar is the most; each says its number beside it, so nothing is told by length or colour alone. */
function Bars({ counts: { total, rows, several }, by }: { counts: ListCounts; by: string }) {
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
                {label}
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
