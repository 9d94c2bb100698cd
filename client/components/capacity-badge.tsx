import { useTranslation } from 'react-i18next';
import type { Capacity } from '../lib/contract.ts';
import { Badge } from './badge.tsx';
import type { Tone } from './badge.tsx';

const tones: Record<Capacity, Tone> = { has: 'good', none: 'bad', waiting: 'attention', ask: 'neutral' };

/** How much room a service has, as a word. */
export function CapacityBadge({ capacity }: { capacity: Capacity }) {
  const { t } = useTranslation();
  return <Badge tone={tones[capacity]}>{t(`capacity.${capacity}`)}</Badge>;
}
