import { Badge } from '../../components/badge.tsx';
import type { Standing } from '../../lib/contract.ts';

/** The stage a council is in (準備, 設置, 運営), or its state where the workflow has no stages. */
export function StageBadge({ standing }: { standing: Standing }) {
  return <Badge tone={standing.done ? 'neutral' : 'accent'}>{standing.stage?.name ?? standing.name}</Badge>;
}
