import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { useSend } from '../../lib/queries.ts';

type Props = {
  path: string;
  record: { name: string; closed: boolean; version: number };
  /** Which words: of a service or of an organisation. */ words: 'close' | 'closeOrganisation';
  onClose: () => void;
};

/** Takes an entry out of the directory, or puts it back. Nothing is deleted. */
export function CloseForm({ path, record, words, onClose }: Props) {
  const { t } = useTranslation('services');
  const save = useSend();
  const act = () =>
    save.mutate(
      { method: 'PATCH', path, body: { closed: !record.closed }, version: record.version },
      { onSuccess: onClose },
    );
  return (
    <div className="space-y-6">
      <p className="prose-line">{t(`${words}.${record.closed ? 'reopenHelp' : 'help'}`, { name: record.name })}</p>
      <SaveProblem error={save.error} onReload={save.reset} />
      <div className="flex flex-wrap gap-3">
        <Button kind={record.closed ? 'primary' : 'danger'} busy={save.isPending} onPress={act}>
          {t(`${words}.${record.closed ? 'reopen' : 'action'}`)}
        </Button>
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </div>
  );
}
