import { useTranslation } from 'react-i18next';
import type { Definition } from './contract.ts';
import { formatInstant } from './dates.ts';

type Mark = NonNullable<Definition['draft']>;

/** Who saved a draft last and when: a person, the server's command line, or the product where nobody has changed it since. */
export function useDraftWords(): (draft: Mark) => string {
  const { t } = useTranslation('settings');
  return ({ savedBy, savedAt, release }) =>
    savedBy
      ? t('draft.saved', { by: savedBy, at: formatInstant(savedAt) })
      : release
        ? t('draft.fromProduct', { release, at: formatInstant(savedAt) })
        : t('draft.savedByOperator', { at: formatInstant(savedAt) });
}
