import { useTranslation } from 'react-i18next';
import type { RegisterWhole } from '../../lib/contract.ts';

type Props = { stages: RegisterWhole['stages']; chosen: string; onChoose: (stage: string) => void };

/** How many records stand in each stage, as bars true to the counts; pressing one shows those alone, pressing it again all. */
export function StageBar({ stages, chosen, onChoose }: Props) {
  const { t } = useTranslation('registers');
  const most = Math.max(1, ...stages.map(({ count }) => count));
  if (stages.every(({ count }) => count === 0)) return null;
  return (
    <ul aria-label={t('stages')} className="no-print grid gap-2 sm:grid-cols-3 lg:grid-cols-5">
      {stages.map(({ key, name, count }) => (
        <li key={key}>
          <button
            type="button"
            aria-label={`${name} ${t('count', { count })}`}
            aria-pressed={chosen === key}
            onClick={() => onChoose(chosen === key ? '' : key)}
            className="min-h-11 w-full rounded-8 border border-solid-gray-420 px-3 py-2 text-left hover:bg-blue-50 aria-pressed:border-blue-900 aria-pressed:bg-blue-50"
          >
            <span className="flex items-baseline justify-between gap-2">
              <span>{name}</span>
              <span className="font-bold tabular-nums">{t('count', { count })}</span>
            </span>
            <span
              aria-hidden="true"
              className="mt-1 block h-2 bg-blue-900"
              style={{ width: `${(count / most) * 100}%` }}
            />
          </button>
        </li>
      ))}
    </ul>
  );
}
