import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import type { Need, Standing } from '../../lib/contract.ts';

/** Where a need stands; one that nobody can meet stands out. */
export function StateBadge({ standing }: { standing: Standing }) {
  const over = isOver(standing);
  const lacking = standing.tags.includes('lacking');
  return <Badge tone={over ? 'neutral' : lacking ? 'attention' : 'accent'}>{standing.name}</Badge>;
}

/** Whether the work on it has ended; it can be taken up again, so the lifecycle itself does not call it done. */
export function isOver(standing: Standing): boolean {
  return standing.done || standing.tags.includes('over');
}

/** How urgent, as a word; only what is urgent stands out. */
export function UrgencyWord({ urgency }: { urgency: Need['urgency'] }) {
  const { t } = useTranslation('needs');
  return urgency === 'high' ? (
    <Badge tone="bad">{t('urgency.high')}</Badge>
  ) : (
    <span className="whitespace-nowrap">{t(`urgency.${urgency}`)}</span>
  );
}
