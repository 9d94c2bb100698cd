import { Badge } from '../../components/badge.tsx';
import type { Standing } from '../../lib/contract.ts';

/** Where a referral stands; one that waits for an answer stands out. */
export function ReferralBadge({ standing }: { standing: Standing }) {
  return (
    <Badge tone={standing.done ? 'neutral' : standing.tags.includes('waiting') ? 'attention' : 'accent'}>
      {standing.name}
    </Badge>
  );
}
