import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { MissingPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import type { Definition } from '../../lib/contract.ts';
import { definitionPlace } from '../../lib/definition-place.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { ForEditors } from './studio-title.tsx';

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

/** A page of the definition in the address (a rule set, where it says no kind), for whoever may change it. */
export function WithDefinition({ children }: { children: (definition: Definition) => ReactNode }) {
  return (
    <ForEditors>
      <Found>{children}</Found>
    </ForEditors>
  );
}

function Found({ children }: { children: (definition: Definition) => ReactNode }) {
  const { kind = 'rules', key } = useParams();
  const { api } = usePaths();
  const definitions = useGet<Definition[]>(api(`definitions/${kind}`));
  return (
    <Loaded query={definitions}>
      {(list) => {
        const found = list.find((one) => one.key === key);
        return found ? children(found) : <MissingPage />;
      }}
    </Loaded>
  );
}

/** The versions that can be chosen, the latest first, with the draft where there is one. */
export const listVersions = ({ draft, versions }: Definition): (number | 'draft')[] => [
  ...(draft ? (['draft'] as const) : []),
  ...versions.map(({ number }) => number),
];
