import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import type { ListView, ListViews } from '../../lib/contract.ts';
import { useGet } from '../../lib/queries.ts';
import type { ListOf } from './list-of.ts';

/** What a view keeps of the list's address beside the list's own filters, any number of each. */
const several = ['where', 'fields', 'hide'] as const;

/** How the list is drawn, which stays as it is when another view is chosen. */
const drawn = ['as', 'month', 'by', 'from', 'late'] as const;

/** Says in the address that the list stands as the product shows it, where it would else open with a view. */
const STANDARD = 'standard';

/** The saved views of the list, which of them the address names, and what the list is asked now as a view would keep it. */
export function useViews({ path, filters }: Pick<ListOf, 'path' | 'filters'>) {
  const once = [...filters, 'sortBy'];
  const [search, setSearch] = useSearchParams();
  const answer = useGet<ListViews>(`${path}/views`);
  const items = answer.data?.items ?? [];
  const opening = items.find(({ id }) => id === answer.data?.opens);
  const isBare = search.toString() === '';
  const opensWith = isBare ? opening : undefined;
  useEffect(() => {
    if (opensWith) setSearch(addressOf(opensWith, filters), { replace: true });
  }, [opensWith, setSearch, filters]);
  const chosen = items.find(({ id, query }) => id === search.get('view') && query !== null);
  return {
    items,
    chosen,
    mayShare: answer.data?.mayShare ?? false,
    /** The list no longer stands as it was saved. */
    isChanged: chosen !== undefined && whatIsKept(search, once) !== whatIsKept(addressOf(chosen, filters), once),
    query: Object.fromEntries([
      ...once.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])),
      ...several.map((name) => [name, search.getAll(name)]),
    ]) as Record<string, unknown>,
    /** Puts a view in place of what the list is asked; '': none. */
    choose: (id: string) => {
      const view = items.find((item) => item.id === id);
      const next = view ? addressOf(view, filters) : new URLSearchParams(opening ? { view: STANDARD } : {});
      for (const name of drawn) if (search.get(name)) next.set(name, search.get(name) ?? '');
      setSearch(next, { replace: true });
    },
    /** The list stands as this view was saved. */
    setChosen: (id: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          next.set('view', id);
          return next;
        },
        { replace: true },
      ),
    /** Known whether the list opens with a view; until then it is not asked. */
    isSettled: !isBare || answer.isError || (answer.data !== undefined && opening === undefined),
  };
}

export type Views = ReturnType<typeof useViews>;

function addressOf({ id, query }: ListView, filters: readonly string[]): URLSearchParams {
  const address = new URLSearchParams();
  for (const name of [...filters, 'sortBy']) {
    const value = query?.[name];
    // The order that the list has anyway does not stand in its address.
    if (value === undefined || value === '' || Array.isArray(value) || (name === 'sort' && value === 'newest'))
      continue;
    address.set(name, String(value));
  }
  for (const name of several) for (const value of [query?.[name] ?? []].flat()) address.append(name, String(value));
  address.set('view', id);
  return address;
}

const whatIsKept = (address: URLSearchParams, once: readonly string[]): string =>
  JSON.stringify([...once, ...several].map((name) => address.getAll(name)));
