import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle, Section } from '../../components/page-title.tsx';
import type { Home, News } from '../../lib/contract.ts';
import { formatDay, formatInstant } from '../../lib/dates.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useMe, useSend } from '../../lib/queries.ts';
import { FiscalYear } from './figures.tsx';
import { Handovers } from './handovers.tsx';
import { NewsList } from './news-list.tsx';
import { WaitingList } from './waiting-list.tsx';

/** Enough of what is new for one look. */
const atFirst = 5;

/** Today: what waits for me, what the rules noticed, what happened. */
export function HomePage() {
  const { t } = useTranslation('home');
  const { today } = useMunicipality();
  const { api } = usePaths();
  const me = useMe();
  const home = useGet<Home>(api('home'));
  return (
    <div className="space-y-10">
      <PageTitle title={t('title')} lead={<p>{t('lead', { day: formatDay(today), name: me.data?.name ?? '' })}</p>} />
      <Handovers />
      <Loaded query={home} lines={8}>
        {(loaded) => (
          <>
            {loaded.first.length > 0 && <FirstThings things={loaded.first} />}
            <WaitingList waiting={loaded.waiting} />
            <LatestNews />
            <FiscalYear />
            <div className="grid gap-10 lg:grid-cols-2">
              <Section title={t('noticed.title')}>
                <Noticed noticed={loaded.noticed} />
              </Section>
              <Section title={t('recent.title')}>
                <Recent recent={loaded.recent} />
              </Section>
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

/** What is new to the reader; the page behind it has the rest. */
function LatestNews() {
  const { api } = usePaths();
  const news = useGet<News>(api('news'));
  return <Loaded query={news}>{(data) => <Unread news={data} />}</Loaded>;
}

function Unread({ news }: { news: News }) {
  const { t } = useTranslation('home');
  const { page } = usePaths();
  const unread = news.items.filter((item) => !item.read);
  return (
    <Section
      title={t('news.titleCount', { count: news.unread })}
      actions={<ButtonLink to={page('news')}>{t('news.all')}</ButtonLink>}
    >
      {unread.length === 0 ? (
        <p className="text-solid-gray-700">{t('news.empty')}</p>
      ) : (
        <NewsList items={unread.slice(0, atFirst)} />
      )}
    </Section>
  );
}

function FirstThings({ things }: { things: Home['first'] }) {
  const { t } = useTranslation('home');
  const { api, page } = usePaths();
  const { mutate } = useSend();
  return (
    <Section title={t('first.title')}>
      <p className="prose-line">{t('first.lead')}</p>
      <ol className="grid gap-4 lg:grid-cols-3">
        {things.map((thing, index) => (
          <li key={thing.path} className="surface flex flex-col gap-4 border-2 border-blue-900">
            <p className="flex flex-1 gap-3">
              <span
                aria-hidden="true"
                className="flex size-8 shrink-0 items-center justify-center rounded-full bg-blue-900 font-bold text-white tabular-nums"
              >
                {index + 1}
              </span>
              <span className="font-bold">{thing.text}</span>
            </p>
            <div>
              <ButtonLink
                to={page(thing.path)}
                kind={index === 0 ? 'primary' : 'secondary'}
                onClick={() => {
                  if (thing.mark) mutate({ path: api('news/read'), body: { ids: [thing.mark] } });
                }}
              >
                {thing.action}
              </ButtonLink>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Noticed({ noticed }: { noticed: Home['noticed'] }) {
  const { t } = useTranslation('home');
  const { page } = usePaths();
  if (noticed.length === 0) return <p className="text-solid-gray-700">{t('noticed.empty')}</p>;
  return (
    <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
      {noticed.map((notice, index) => (
        <li key={index} className="flex gap-3 py-2">
          <Icon name="info" className="mt-2.5 size-6 text-blue-900" />
          <Link to={page(notice.path)} className="link inline-flex min-h-11 min-w-0 items-center py-1">
            {notice.text}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Recent({ recent }: { recent: Home['recent'] }) {
  const { t } = useTranslation('home');
  const { page } = usePaths();
  if (recent.length === 0) return <p className="text-solid-gray-700">{t('recent.empty')}</p>;
  return (
    <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
      {recent.map((line, index) => (
        <li key={index} className="py-3">
          <p className="text-dns-14N-130 text-solid-gray-700">
            <time dateTime={line.at}>{formatInstant(line.at)}</time>
            {'\u3000'}
            {line.by}
          </p>
          <Link to={page(line.path)} className="link inline-flex min-h-8 items-center">
            {line.text}
          </Link>
          {line.others.length > 0 && (
            <Disclosure title={t('recent.others', { count: line.others.length })}>
              <ul>
                {line.others.map((other) => (
                  <li key={other.path}>
                    <Link to={page(other.path)} className="link inline-flex min-h-8 items-center">
                      {other.title}
                    </Link>
                  </li>
                ))}
              </ul>
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  );
}
