import { useTranslation } from 'react-i18next';
import { formatDay, formatShortDay } from '../../lib/dates.ts';
import { useMunicipality } from '../../lib/municipality.tsx';

const dayMs = 86_400_000;
/** From here on an entry is called old; the same as the list's first choice. */
export const staleDays = 90;

/** When the room was last confirmed, and whether that is long ago. */
export function Freshness({ confirmedOn, by }: { confirmedOn: string | null; by?: string | null }) {
  const { t } = useTranslation('services');
  const { today } = useMunicipality();
  if (!confirmedOn) return <span className="text-orange-1000">{t('freshness.never')}</span>;
  const days = Math.round((Date.parse(today) - Date.parse(confirmedOn)) / dayMs);
  return (
    <span className="block">
      {by ? (
        t('freshness.confirmedBy', { day: formatDay(confirmedOn), by })
      ) : (
        <span className="whitespace-nowrap">{formatShortDay(confirmedOn)}</span>
      )}
      {days >= staleDays && <span className="block text-orange-1000">{t('freshness.stale', { count: days })}</span>}
    </span>
  );
}
