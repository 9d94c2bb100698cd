import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Searched } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { useFilters } from '../../lib/use-filters.ts';

/** Everything that one may see and that holds the words, noun by noun. The words stand in the address. */
export function SearchPage() {
  const { t } = useTranslation('search');
  const { api } = usePaths();
  const { values, set } = useFilters(['q']);
  const words = values.q.trim();
  const answer = useGet<Searched>(words === '' ? null : api('search'), { q: words });
  return (
    <div className="space-y-8">
      <PageTitle title={t('title')} lead={t('lead')} />
      <div role="search" className="max-w-160">
        <TextField
          type="search"
          label={t('words')}
          value={values.q}
          maxLength={200}
          onChange={(value) => set('q', value)}
        />
      </div>
      {words !== '' && <Loaded query={answer}>{({ groups }) => <Results groups={groups} />}</Loaded>}
    </div>
  );
}

function Results({ groups }: Searched) {
  const { t } = useTranslation('search');
  const { page } = usePaths();
  const count = groups.reduce((sum, group) => sum + group.total, 0);
  return (
    <>
      <p role="status" className={count === 0 ? 'sr-only' : ''}>
        {t('count', { count })}
      </p>
      {count === 0 && (
        <EmptyState title={t('none')}>
          <p>{t('noneHelp')}</p>
        </EmptyState>
      )}
      {groups.map((group) => (
        <Section key={group.kind} title={t('group', { name: group.name, count: group.total })}>
          <ul className="divide-y divide-solid-gray-300 border-y border-solid-gray-300">
            {group.items.map((item, index) => (
              <li key={`${index} ${item.path}`} className="flex flex-wrap items-baseline gap-x-6 py-1">
                <Link to={page(item.path)} className="link inline-flex min-h-11 items-center font-bold">
                  {item.title}
                </Link>
                {item.note !== '' && <span className="text-solid-gray-700">{item.note}</span>}
              </li>
            ))}
          </ul>
          {group.list !== null && (
            <p>
              <Link to={page(group.list)} className="link inline-flex min-h-11 items-center">
                {t('all', { name: group.name, count: group.total })}
              </Link>
            </p>
          )}
        </Section>
      ))}
    </>
  );
}
