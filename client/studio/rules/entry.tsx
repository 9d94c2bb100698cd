import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { MissingPage } from '../../components/error-pages.tsx';
import { Loaded } from '../../components/loaded.tsx';
import type { RuleSetEntry } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { ForEditors } from '../kit/studio-title.tsx';

/** A page of the rule set in the address, for whoever may change rules. */
export function WithEntry({ children }: { children: (entry: RuleSetEntry) => ReactNode }) {
  return (
    <ForEditors>
      <Entry>{children}</Entry>
    </ForEditors>
  );
}

function Entry({ children }: { children: (entry: RuleSetEntry) => ReactNode }) {
  const { key } = useParams();
  const { api } = usePaths();
  const entries = useGet<RuleSetEntry[]>(api('rules'));
  return (
    <Loaded query={entries}>
      {(list) => {
        const entry = list.find((entry) => entry.key === key);
        return entry ? children(entry) : <MissingPage />;
      }}
    </Loaded>
  );
}

/** The versions that can be chosen, the latest first, with the draft where there is one. */
export function listVersions(entry: RuleSetEntry): (number | 'draft')[] {
  return [
    ...(entry.draft ? ['draft' as const] : []),
    ...Array.from({ length: entry.latest }, (_, index) => entry.latest - index),
  ];
}
