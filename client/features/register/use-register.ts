import type { UseQueryResult } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { RegisterWhole } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** The register that the address names, and where its pages and records are. */
export function useRegister(): {
  register: UseQueryResult<RegisterWhole>;
  pages: string;
  records: string;
  form: string;
  /** Where the list is a file. */
  file: string;
} {
  const { register = '' } = useParams();
  const { api, page } = usePaths();
  const place = `registers/${register}`;
  return {
    register: useGet<RegisterWhole>(api(place)),
    pages: page(place),
    records: api(`${place}/records`),
    form: api(`${place}/form`),
    file: api(place),
  };
}
