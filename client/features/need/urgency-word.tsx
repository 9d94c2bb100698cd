import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import type { Need } from '../../lib/contract.ts';

/** How urgent, as a word; only what is urgent stands out. */
export function UrgencyWord({ urgency }: { urgency: Need['urgency'] }) {
  const { t } = useTranslation('needs');
  return urgency === 'high' ? (
    <Badge tone="bad">{t('urgency.high')}</Badge>
  ) : (
    <span className="whitespace-nowrap">{t(`urgency.${urgency}`)}</span>
  );
}
