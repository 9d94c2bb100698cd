import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Badge } from '../../components/badge.tsx';
import type { News } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

/** What others did and concerns the reader; following one marks it as read. */
export function NewsList({ items }: { items: News['items'] }) {
  const { t } = useTranslation('home');
  const { api, page } = usePaths();
  const { mutate } = useSend();
  return (
    <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
      {items.map((item) => (
        <li key={item.id} className="py-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dns-14N-130 text-solid-gray-700">
            {!item.read && <Badge tone="attention">{t('news.unread')}</Badge>}
            <span>
              <time dateTime={item.at}>{formatInstant(item.at)}</time>
              {'\u3000'}
              {item.by}
            </span>
          </p>
          <Link
            to={page(item.path)}
            className={`link inline-flex min-h-8 items-center ${item.read ? '' : 'font-bold'}`}
            onClick={() => {
              if (!item.read) mutate({ path: api('news/read'), body: { ids: [item.id] } });
            }}
          >
            {item.text}
          </Link>
        </li>
      ))}
    </ul>
  );
}
