import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { SaveProblem } from './conflict-notice.tsx';

type Props = {
  save: Pick<UseMutationResult, 'error' | 'isPending' | 'reset'>;
  label?: string;
  /** What is done cannot simply be undone. */ danger?: boolean;
  /** Left out: there is nothing to close. */ onCancel?: () => void;
};

/** What the server said to a form, and its two buttons. */
export function FormEnd({ save, label, danger, onCancel }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <SaveProblem error={save.error} onReload={save.reset} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind={danger ? 'danger' : 'primary'} busy={save.isPending}>
          {label ?? t('action.save')}
        </Button>
        {onCancel && (
          <Button kind="text" onPress={onCancel}>
            {t('action.cancel')}
          </Button>
        )}
      </div>
    </>
  );
}
