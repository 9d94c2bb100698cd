import type { UseInfiniteQueryResult, InfiniteData, UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../lib/api.ts';
import type { Page } from '../lib/contract.ts';
import { Button } from './button.tsx';
import { MissingPage, NotAllowedPage } from './error-pages.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { Skeleton } from './skeleton.tsx';

/** What was read, or its skeleton, or why it cannot be shown. */
export function Loaded<T>({
  query,
  children,
  lines,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  lines?: number;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton lines={lines} />;
}

/** A paged list so far, with its total and a button for more. */
export function LoadedPages<T>({
  query,
  children,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  children: (items: T[], total: number) => ReactNode;
}) {
  if (query.data === undefined)
    return query.error ? <Failed error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton lines={8} />;
  const items = query.data.pages.flatMap((page) => page.items);
  const total = query.data.pages[0]?.total ?? items.length;
  const uncounted = query.data.pages[0]?.more ?? false;
  return (
    <div className="space-y-4">
      {children(items, total)}
      {query.isFetchNextPageError && <ProblemNotice error={query.error} />}
      <Pager
        shown={items.length}
        total={total}
        uncounted={uncounted}
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </div>
  );
}

/** How much of it is shown, and more of it. */
export function Pager({
  shown,
  total,
  uncounted = false,
  more,
  busy,
  onMore,
}: {
  shown: number;
  total: number;
  /** There are more than `total`, which nobody counted. */
  uncounted?: boolean;
  more: boolean;
  busy: boolean;
  onMore: () => void;
}) {
  const { t, i18n } = useTranslation();
  if (total === 0) return null;
  const written = (count: number) => count.toLocaleString(i18n.language);
  return (
    <div className="flex flex-wrap items-center gap-4">
      <p className="text-solid-gray-700" role="status">
        {t(uncounted ? 'pager.shownOfMore' : 'pager.shown', { shown: written(shown), total: written(total) })}
      </p>
      {more && (
        <Button onPress={onMore} busy={busy}>
          {t('pager.more')}
        </Button>
      )}
    </div>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (error instanceof ApiProblem && error.status === 404) return <MissingPage />;
  if (error instanceof ApiProblem && error.status === 403) return <NotAllowedPage detail={error.problem.detail} />;
  return <ProblemNotice error={error} onRetry={onRetry} />;
}
