import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';

/** What of a studio is shown, by name, also in the address (which follows a moment later): so that it can be linked to and come back to. */
export function useShown<N extends string>(...names: N[]) {
  const [search, setSearch] = useSearchParams();
  const state = useState(
    () => Object.fromEntries(names.map((name) => [name, search.get(name)])) as Record<N, string | null>,
  );
  const address = new URLSearchParams(
    names.flatMap((name) => {
      const value = state[0][name];
      return value === null ? [] : [[name, value]];
    }),
  ).toString();
  useEffect(() => {
    setSearch(address, { replace: true });
  }, [address, setSearch]);
  return state;
}
