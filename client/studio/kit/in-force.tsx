import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';

/** Which version of a definition is in force; 0: none yet. */
export function InForce({ current }: { current: number }) {
  const { t } = useTranslation('rules');
  return (
    <Badge tone={current > 0 ? 'accent' : 'neutral'}>
      {current > 0 ? t('list.inForce', { number: current }) : t('list.notYet')}
    </Badge>
  );
}
