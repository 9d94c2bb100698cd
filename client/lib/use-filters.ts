import { useSearchParams } from 'react-router';

/** What a list is filtered by; it lives in the address, so that it can be gone back to and handed on. */
export type ActiveFilters<N extends string> = {
  values: Record<N, string>;
  set: (name: N, value: string) => void;
  clear: () => void;
  /** Those in force, for `<Filters chips>`; `say` gives label and value in words. */
  toChips: (
    say: (name: N, value: string) => { label: string; value: string },
  ) => { key: string; label: string; value: string; onRemove: () => void }[];
};

/** Reads the filters `names` from the address; what else stands there (a view, a tab) is left alone. */
export function useFilters<N extends string>(names: readonly N[]): ActiveFilters<N> {
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<N, string>;
  const change = (values: Partial<Record<N, string>>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries<string | undefined>(values))
          value ? next.set(name, value) : next.delete(name);
        return next;
      },
      { replace: true },
    );
  const set = (name: N, value: string) => change({ [name]: value } as Partial<Record<N, string>>);
  return {
    values,
    set,
    clear: () => change(Object.fromEntries(names.map((name) => [name, ''])) as Record<N, string>),
    toChips: (say) =>
      names.flatMap((name) =>
        values[name] ? [{ key: name, ...say(name, values[name]), onRemove: () => set(name, '') }] : [],
      ),
  };
}
