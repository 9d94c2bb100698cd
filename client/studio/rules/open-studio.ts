import { useQuery } from '@tanstack/react-query';
import { get, send } from '../../lib/api.ts';
import type { Definition, DefinitionBody, RuleCheck, RuleDraft, RuleModel, RuleSetEntry } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import type { Opened } from '../kit/use-draft.ts';

export type Studio = { entry: RuleSetEntry; models: RuleModel[]; opened: Opened };

/** Everything the studio of one rule set begins with. Read once: what is edited does not change under the editor's hands. */
export function useStudio(key: string) {
  const { api } = usePaths();
  return useQuery({
    queryKey: ['rule-studio', api(), key],
    queryFn: async (): Promise<Studio | null> => {
      const [models, rules] = await Promise.all([get<RuleModel[]>(api('rules/models')), openRules(api, key)]);
      return rules && { models, ...rules };
    },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** A rule set as it stands now, with its open draft, or else what a draft would begin from; null when there is no such set. */
export async function openRules(api: (path?: string) => string, key: string): Promise<Omit<Studio, 'models'> | null> {
  const entry = (await get<RuleSetEntry[]>(api('rules'))).find((entry) => entry.key === key);
  return entry
    ? { entry, opened: entry.draft ? await openDraft(api(`rules/${key}/draft`)) : await openPublished(api, entry) }
    : null;
}

async function openDraft(path: string): Promise<Opened> {
  const { body, version, base, check, savedAt, savedBy } = await get<RuleDraft>(path);
  return { body, version, base, check, savedAt, savedBy };
}

async function openPublished(api: (path?: string) => string, { key, latest }: RuleSetEntry): Promise<Opened> {
  const definitions = await get<Definition[]>(api('definitions/rules'));
  const version = definitions
    .find((definition) => definition.key === key)
    ?.versions.find((version) => version.number === latest);
  const { body } = await get<DefinitionBody>(api(`definitions/rules/${version?.id ?? ''}`));
  const check = await send<RuleCheck>('POST', api('rules/check'), { body });
  return { body, version: 0, base: latest, check, savedAt: null, savedBy: null };
}
