import type { StandingChoices } from './contract.ts';
import { usePaths } from './municipality.tsx';
import { useGet } from './queries.ts';

/** What the state filter of a kind's list offers, in the words of the workflows in force; empty while they are asked for. */
export function useStandingChoices(kind: 'need' | 'referral' | 'proposal'): { value: string; label: string }[] {
  const { api } = usePaths();
  const { data } = useGet<StandingChoices>(api('standings'), { kind });
  return (data?.items ?? []).map(({ value, name }) => ({ value, label: name }));
}
