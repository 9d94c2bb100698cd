import { Badge } from '../components/badge.tsx';
import type { Standing } from '../lib/contract.ts';

/** Where a need stands; one that nobody can meet stands out. */
export function StateBadge({ standing }: { standing: Standing }) {
  const over = isOver(standing);
  const lacking = standing.tags.includes('lacking');
  return <Badge tone={over ? 'neutral' : lacking ? 'attention' : 'accent'}>{standing.name}</Badge>;
}

/** Whether the work on a need has ended; it can be taken up again, so the workflow itself does not call it done. */
export function isOver(standing: Standing): boolean {
  return standing.done || standing.tags.includes('over');
}

/** Where a referral stands; one that waits for an answer stands out. */
export function ReferralBadge({ standing }: { standing: Standing }) {
  return (
    <Badge tone={standing.done ? 'neutral' : standing.tags.includes('waiting') ? 'attention' : 'accent'}>
      {standing.name}
    </Badge>
  );
}
