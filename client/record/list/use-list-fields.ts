import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import type { ListField } from '../../lib/contract.ts';
import { useGet } from '../../lib/queries.ts';
import type { ListOf } from './list-of.ts';

export type Sign = '=' | '>=' | '<=';
export type Condition = { field: string; sign: Sign; value: string };
/** What a list is asked of fields, as it stands in the address. */
export type Asked = { fields: string[]; where: Condition[]; sortBy: string; hide: string[] };

const LOOK_AGAIN_MS = 2000;

/** The fields that the list may show, filter and sort by, and what it is asked of them; that lives in the address. `drawnBy`: what it is asked beside that, as a calendar by its day. */
export function useListFields(
  { path, columns, hasFields }: Pick<ListOf, 'path' | 'columns' | 'hasFields'>,
  drawnBy: readonly string[] = [],
) {
  const [search, setSearch] = useSearchParams();
  const offered = useGet<{ items: ListField[] }>(hasFields ? `${path}/fields` : null);
  const known = offered.data?.items ?? [];
  const values: Asked = {
    fields: search.getAll('fields'),
    where: search.getAll('where').flatMap((text) => read(text, known) ?? []),
    sortBy: search.get('sortBy') ?? '',
    hide: columns.map(({ value }) => value).filter((column) => search.getAll('hide').includes(column)),
  };
  const names = new Set([
    ...drawnBy,
    ...values.fields,
    ...values.where.map(({ field }) => field),
    ...(values.sortBy ? [values.sortBy.replace(/^-/, '')] : []),
  ]);
  const waiting = known.filter(({ field, ready }) => names.has(field) && !ready);
  const { refetch } = offered;
  const isWaiting = waiting.length > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => void refetch(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isWaiting, refetch]);
  const set = ({ fields, where, sortBy, hide }: Asked) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const name of ['fields', 'where', 'sortBy', 'hide']) next.delete(name);
        for (const field of fields) next.append('fields', field);
        for (const condition of where) next.append('where', write(condition));
        if (sortBy) next.set('sortBy', sortBy);
        for (const column of hide) next.append('hide', column);
        return next;
      },
      { replace: true },
    );
  /** Leaves out all conditions, and others of the address: two changes of it at once would not both hold. */
  const clear = (others: readonly string[]) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const name of [...others, 'where']) next.delete(name);
        return next;
      },
      { replace: true },
    );
  return {
    known,
    values,
    set,
    clear,
    waiting,
    /** As the server is asked; what stands in the address and cannot be read is its to refuse. */
    query: { fields: values.fields, where: search.getAll('where'), sortBy: values.sortBy },
    isLoaded: !hasFields || offered.data !== undefined || names.size === 0,
  };
}

export type ListFields = ReturnType<typeof useListFields>;

export const write = ({ field, sign, value }: Condition): string => `${field}${sign}${value}`;

/** The longest field that the text begins with: a field's name may hold signs too. */
function read(text: string, known: ListField[]): Condition | undefined {
  const names = known.map(({ field }) => field).filter((field) => text.startsWith(field));
  for (const field of names.toSorted((a, b) => b.length - a.length)) {
    const [, sign, value] = /^(=|>=|<=)(.+)$/s.exec(text.slice(field.length)) ?? [];
    if (sign !== undefined && value !== undefined) return { field, sign: sign as Sign, value };
  }
  return undefined;
}
