import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** The shape of what is coming, only when it takes longer than 300 ms. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return <div className="min-h-60" aria-busy="true" />;
  return (
    <div className="min-h-60 animate-pulse space-y-4" aria-busy="true">
      <p className="sr-only" role="status">
        {t('loading')}
      </p>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className="h-8 rounded-4 bg-solid-gray-50" style={{ width: `${100 - (index % 3) * 18}%` }} />
      ))}
    </div>
  );
}
