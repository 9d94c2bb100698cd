import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { MissingPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { get } from '../../lib/api.ts';
import type { Definition, DefinitionBody, RuleDraft } from '../../lib/contract.ts';
import { definitionPlace } from '../../lib/definition-place.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { ForEditors } from './studio-title.tsx';
import type { Opened } from './use-draft.ts';

type Kind = Definition['kind'];

/** What the pages of one definition link to, and its part of the API. */
export function useDefinitionPaths({ kind, key }: { kind: Kind; key: string }) {
  const { page, api } = usePaths();
  return {
    page: (rest = '') => page(`${definitionPlace({ kind, key })}${rest && `/${rest}`}`),
    list: page(kind === 'rules' ? 'settings/rules' : `settings/definitions?kind=${kind}`),
    api: (rest = '') => api(`definitions/${kind}/${key}${rest && `/${rest}`}`),
  };
}

type WithProps = { kind?: Kind; children: (definition: Definition) => ReactNode };

/** A page of the definition in the address (of `kind`, where that says none), for whoever may change it. */
export function WithDefinition({ kind, children }: WithProps) {
  return (
    <ForEditors>
      <Found kind={kind}>{children}</Found>
    </ForEditors>
  );
}

function Found({ kind: given = 'rules', children }: WithProps) {
  const { kind = given, key } = useParams();
  const { api } = usePaths();
  const definitions = useGet<Definition[]>(api(`definitions/${kind}`));
  return (
    <Loaded query={definitions}>
      {(list) => {
        const definition = list.find((candidate) => candidate.key === key);
        return definition ? children(definition) : <MissingPage />;
      }}
    </Loaded>
  );
}

type DraftProps = {
  definition: Definition;
  children: (opened: Opened, open: () => Promise<Opened>) => ReactNode;
};

/** The draft of a definition, or what one would begin from. Read once: what is edited does not change under the editor's hands. */
function WithDraft({ definition, children }: DraftProps) {
  const { api } = useDefinitionPaths(definition);
  const open = useOpen(definition);
  const opened = useQuery({
    queryKey: ['definition-draft', api('draft')],
    queryFn: open,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <Loaded query={opened} lines={10}>
      {(loaded) => children(loaded, open)}
    </Loaded>
  );
}

/** A definition with its draft, or what one would begin from, and how that is read anew. */
export type Drafted = { definition: Definition; opened: Opened; open: () => Promise<Opened> };

/** The studio of one kind of definition: of the one in the address, for whoever may change it. */
export function Studio({ kind, children }: { kind: Kind; children: (drafted: Drafted) => ReactNode }) {
  return (
    <WithDefinition kind={kind}>
      {(definition) => (
        <WithDraft key={definition.key} definition={definition}>
          {(opened, open) => children({ definition, opened, open })}
        </WithDraft>
      )}
    </WithDefinition>
  );
}

/** The open draft, or else what one would begin from. */
function useOpen({ kind, key }: Definition): () => Promise<Opened> {
  const { api } = usePaths();
  return async () => {
    const definition = (await get<Definition[]>(api(`definitions/${kind}`))).find((candidate) => candidate.key === key);
    if (definition?.draft) {
      const { body, version, base, check, savedAt, savedBy } = await get<RuleDraft>(
        api(`definitions/${kind}/${key}/draft`),
      );
      return { body, version, base, check, savedAt, savedBy };
    }
    const [latest] = definition?.versions ?? [];
    const { body } = await get<DefinitionBody>(api(`definitions/${kind}/${latest?.id ?? ''}`));
    return { body, version: 0, base: latest?.number ?? null, check: null, savedAt: null, savedBy: null };
  };
}

/** The versions that can be chosen, the latest first, with the draft where there is one. */
export const listVersions = ({ draft, versions }: Definition): (number | 'draft')[] => [
  ...(draft ? (['draft'] as const) : []),
  ...versions.map(({ number }) => number),
];
