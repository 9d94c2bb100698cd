import { useTranslation } from 'react-i18next';
import { useSend } from '../lib/queries.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** Asks once more before `DELETE {path}`, which cannot be taken back. Null: closed. */
export function ConfirmDialog({
  title,
  help,
  action,
  path,
  version,
  onClose,
}: {
  title: string;
  help: string;
  action: string;
  path: string | null;
  /** Of what is removed, where it has one. */ version?: number | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const remove = useSend();
  const close = () => {
    remove.reset();
    onClose();
  };
  return (
    <Dialog title={title} isOpen={path !== null} onClose={close}>
      <div className="space-y-6">
        <p className="prose-line">{help}</p>
        {remove.error && <ProblemNotice error={remove.error} />}
        <div className="flex gap-3">
          <Button
            kind="danger"
            busy={remove.isPending}
            onPress={() =>
              path &&
              remove.mutate(
                { method: 'DELETE', path, ...(version === undefined ? {} : { version }) },
                { onSuccess: onClose },
              )
            }
          >
            {action}
          </Button>
          <Button kind="text" onPress={close}>
            {t('action.cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
