import { useTranslation } from 'react-i18next';
import { useSend } from '../lib/queries.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** Asks once more before `{method} {path}`: left out, a `DELETE`, which cannot be taken back. Null: closed. */
export function ConfirmDialog({
  title,
  help,
  action,
  path,
  method = 'DELETE',
  kind = 'danger',
  body,
  version,
  onClose,
}: {
  title: string;
  help: string;
  action: string;
  path: string | null;
  method?: 'POST' | 'DELETE';
  kind?: 'danger' | 'primary';
  body?: unknown;
  /** Of what is removed, where it has one. */ version?: number | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const save = useSend();
  const close = () => {
    save.reset();
    onClose();
  };
  return (
    <Dialog title={title} isOpen={path !== null} onClose={close}>
      <div className="space-y-6">
        <p className="prose-line">{help}</p>
        {save.error && <ProblemNotice error={save.error} />}
        <div className="flex flex-wrap gap-3">
          <Button
            kind={kind}
            busy={save.isPending}
            onPress={() =>
              path &&
              save.mutate({ method, path, body, ...(version === undefined ? {} : { version }) }, { onSuccess: onClose })
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
