import { useTranslation } from 'react-i18next';
import type { RuleComparison } from '../../lib/contract.ts';

/** What is different, each with what was and what is where the server tells it. */
export function Differences({ differences }: { differences: RuleComparison['differences'] }) {
  const { t } = useTranslation('settings');
  if (differences.length === 0) return <p>{t('draft.same')}</p>;
  return (
    <ul className="list-disc space-y-2 pl-6">
      {differences.map((difference, index) => (
        <li key={index} className="wrap-anywhere">
          {difference.message}
          {(difference.before ?? difference.after) !== undefined && (
            <span className="block text-solid-gray-700">
              {t('draft.beforeAfter', { before: difference.before ?? '―', after: difference.after ?? '―' })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
