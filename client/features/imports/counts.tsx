import { useTranslation } from 'react-i18next';
import type { ImportRecord } from '../../lib/contract.ts';

const kinds = ['created', 'updated', 'unchanged', 'rejected'] as const;

/** How many rows come in anew, change something, change nothing, and stay out. */
export function Counts({ counts }: { counts: ImportRecord['counts'] }) {
  const { t } = useTranslation('imports');
  return (
    <dl className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      {kinds.map((kind) => (
        <div
          key={kind}
          className={`rounded-8 border p-4 ${kind === 'rejected' && counts.rejected > 0 ? 'border-2 border-red-900' : 'border-solid-gray-420'}`}
        >
          <dt>{t(`counts.${kind}`)}</dt>
          <dd className="text-[1.75rem] leading-tight font-bold tabular-nums">{t('rows', { count: counts[kind] })}</dd>
        </div>
      ))}
    </dl>
  );
}
