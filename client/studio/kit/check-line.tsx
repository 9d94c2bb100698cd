import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import type { Draft } from './use-draft.ts';

/** In the line that says whether a draft is saved: how many things stand against it, leading to them (`onCheck`; null: nowhere), or that there are none. */
export function CheckLine({ draft: { check }, onCheck }: { draft: Draft; onCheck: (() => void) | null }) {
  const { t } = useTranslation('rules');
  if (!check) return null;
  const count = check.issues.length;
  if (count === 0)
    return (
      <p className="flex items-center gap-2">
        <Icon name="check" className="size-5 text-green-900" />
        {t('check.fine')}
      </p>
    );
  const words = (
    <>
      <Icon name="error" className="size-5 text-red-900" />
      {t('check.count', { count })}
    </>
  );
  return onCheck ? (
    <button type="button" className="link flex min-h-11 items-center gap-2" onClick={onCheck}>
      {words}
    </button>
  ) : (
    <p className="flex items-center gap-2">{words}</p>
  );
}
