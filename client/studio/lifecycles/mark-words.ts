import { useTranslation } from 'react-i18next';
import type { LifecycleOffers } from '../../lib/contract.ts';

type Mark = LifecycleOffers['marks'][number];

/**
 * What a mark or tag is in words: its name is the server's, so it is told by the steps or states in force that carry it, or by what would not work
 * without it.
 */
export function useMarkWords(): (kind: 'tag' | 'mark', mark: Mark) => string {
  const { t } = useTranslation('lifecycles');
  return (kind, { key, why, named }) => {
    if (kind === 'tag' && key === 'over') return t('tagOver');
    if (named.length > 0)
      return t(`as.${kind}`, {
        names: named
          .slice(0, 3)
          .map((name) => t('quoted', { name }))
          .join(''),
      });
    return why === null ? key : t('asWhy', { why });
  };
}
