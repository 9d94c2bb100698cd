import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';

type Sending = Pick<UseMutationResult, 'error' | 'isPending' | 'reset'>;

/** What the server said to a form, and its two buttons. */
export function FormEnd({ save, label, onCancel }: { save: Sending; label?: string; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <SaveProblem error={save.error} onReload={save.reset} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {label ?? t('action.save')}
        </Button>
        <Button kind="text" onPress={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </>
  );
}
