import { useRef } from 'react';
import type { RegisterParts } from '../../../registers/begin.ts';
import type { Definition } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';

/** Saves the three drafts of a register that is begun, itself last: until it is there, what was saved of it is gone on from. */
export function useBeginning() {
  const { api } = usePaths();
  const lists = {
    form: useGet<Definition[]>(api('definitions/form')).data ?? [],
    workflow: useGet<Definition[]>(api('definitions/workflow')).data ?? [],
    register: useGet<Definition[]>(api('definitions/register')).data ?? [],
  };
  const { mutateAsync, isPending, error } = useSend<{ version: number }>();
  /** By kind and key, what this page saved and at which version: a second attempt writes over its own. */
  const saved = useRef(new Map<string, number>());
  return {
    /** Whether there is something under this key that this page did not save. */
    taken: (key: string): boolean =>
      (['form', 'workflow', 'register'] as const).some(
        (kind) => lists[kind].some((entry) => entry.key === key) && !saved.current.has(`${kind} ${key}`),
      ),
    /** False where it could not be saved; `error` says why. */
    begin: async (parts: RegisterParts): Promise<boolean> => {
      try {
        for (const kind of ['form', 'workflow', 'register'] as const) {
          const body = parts[kind];
          const { version } = await mutateAsync({
            method: 'PUT',
            path: api(`definitions/${kind}/${body.key}/draft`),
            body: { body },
            version: saved.current.get(`${kind} ${body.key}`) ?? 0,
          });
          saved.current.set(`${kind} ${body.key}`, version);
        }
        return true;
      } catch {
        return false;
      }
    },
    isPending,
    error,
  };
}
