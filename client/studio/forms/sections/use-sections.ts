import { useQueryClient } from '@tanstack/react-query';
import { readForm } from '../../../../forms/edit.ts';
import type { Form } from '../../../../forms/types.ts';
import type { Definition, DefinitionBody } from '../../../lib/contract.ts';
import { usePaths } from '../../../lib/municipality.tsx';
import { getOptions, useGet } from '../../../lib/queries.ts';

/** The city's sections that are in force. */
export function useSections(): Definition[] {
  const { api } = usePaths();
  const list = useGet<Definition[]>(api('definitions/form')).data ?? [];
  return list.filter(({ purpose, current }) => purpose === 'section' && current > 0);
}

/** Reads a form's version in force; null where the builder cannot work with it. */
export function useReadForm(): (definition: Definition) => Promise<Form | null> {
  const { api } = usePaths();
  const client = useQueryClient();
  return async ({ current, versions }) => {
    const version = versions.find(({ number }) => number === current);
    if (!version) return null;
    const { body } = await client.fetchQuery(getOptions<DefinitionBody>(api(`definitions/form/${version.id}`)));
    return readForm(body);
  };
}
