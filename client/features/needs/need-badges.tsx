import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import type { Need, Standing } from '../../lib/contract.ts';

/** Where a need stands; one that nobody can meet stands out. */
export function StateBadge({ standing }: { standing: Standing }) {
  const lacking = standing.state === 'unmet' || standing.state === 'atCouncil';
  return <Badge tone={standing.done ? 'neutral' : lacking ? 'attention' : 'accent'}>{standing.name}</Badge>;
}

/** How urgent, as a word; only what is urgent stands out. */
export function UrgencyWord({ urgency }: { urgency: Need['urgency'] }) {
  const { t } = useTranslation('needs');
  return urgency === 'high' ? <Badge tone="bad">{t('urgency.high')}</Badge> : t(`urgency.${urgency}`);
}
