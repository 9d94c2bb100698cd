import { createContext, useContext } from 'react';
import type { Municipality } from './contract.ts';

const Current = createContext<Municipality | null>(null);

export const MunicipalityProvider = Current.Provider;

/** The municipality whose pages these are. Only below `/:municipality`. */
export function useMunicipality(): Municipality {
  const municipality = useContext(Current);
  if (!municipality) throw new Error('useMunicipality outside /:municipality');
  return municipality;
}

/** `/04202/needs` for a page and `/municipalities/04202/needs` for the API. */
export function usePaths(): { page: (path?: string) => string; api: (path?: string) => string } {
  const { code } = useMunicipality();
  return {
    page: (path = '') => `/${code}${path && `/${path}`}`,
    api: (path = '') => `/municipalities/${code}${path && `/${path}`}`,
  };
}
