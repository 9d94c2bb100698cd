import { useNavigate } from 'react-router';
import type { Ranking } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

/** Lets the rules rank services for a need, and opens the ranking. */
export function useRank(needId: string) {
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const rank = useSend<Ranking>();
  const start = () =>
    rank.mutate(
      { path: api(`needs/${needId}/ranking`) },
      { onSuccess: ({ decisionId }) => void navigate(page(`needs/${needId}/ranking?decision=${decisionId}`)) },
    );
  return { start, busy: rank.isPending, error: rank.error };
}
