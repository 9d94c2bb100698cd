import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import type { NeedView, NeedViews } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** What a view keeps of the list's address: one of each, and any number. */
const once = ['area', 'type', 'state', 'urgency', 'scope', 'sort', 'sortBy'] as const;
const several = ['where', 'fields', 'hide'] as const;

/** Says in the address that the list stands as the product shows it, where it would else open with a view. */
const STANDARD = 'standard';

/** The saved views of the list, which of them the address names, and what the list is asked now as a view would keep it. */
export function useViews() {
  const { api } = usePaths();
  const [search, setSearch] = useSearchParams();
  const answer = useGet<NeedViews>(api('needs/views'));
  const items = answer.data?.items ?? [];
  const opening = items.find(({ id }) => id === answer.data?.opens);
  const isBare = search.toString() === '';
  const opensWith = isBare ? opening : undefined;
  useEffect(() => {
    if (opensWith) setSearch(addressOf(opensWith), { replace: true });
  }, [opensWith, setSearch]);
  const chosen = items.find(({ id, query }) => id === search.get('view') && query !== null);
  return {
    items,
    chosen,
    mayShare: answer.data?.mayShare ?? false,
    /** The list no longer stands as it was saved. */
    isChanged: chosen !== undefined && whatIsKept(search) !== whatIsKept(addressOf(chosen)),
    query: Object.fromEntries([
      ...once.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])),
      ...several.map((name) => [name, search.getAll(name)]),
    ]) as Record<string, unknown>,
    /** Puts a view in place of what the list is asked; '': none. */
    choose: (id: string) => {
      const view = items.find((item) => item.id === id);
      setSearch(view ? addressOf(view) : opening ? { view: STANDARD } : {}, { replace: true });
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

function addressOf({ id, query }: NeedView): URLSearchParams {
  const address = new URLSearchParams();
  for (const name of once) {
    const value = query?.[name];
    // The order that the list has anyway does not stand in its address.
    if (value && !(name === 'sort' && value === 'newest')) address.set(name, value);
  }
  for (const name of several) for (const value of query?.[name] ?? []) address.append(name, value);
  address.set('view', id);
  return address;
}

const whatIsKept = (address: URLSearchParams): string =>
  JSON.stringify([...once, ...several].map((name) => address.getAll(name)));
