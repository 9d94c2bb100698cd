import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Counts } from './counts.tsx';
import type { Import } from './use-import.ts';

/** The last word before anything is stored. */
export function ConfirmStep({ work }: { work: Import }) {
  const { t } = useTranslation('imports');
  if (!work.preview) return null;
  const { counts, fileName, can } = work.preview;
  return (
    <div className="space-y-6">
      <p className="prose-line">{t('confirm.lead', { file: fileName })}</p>
      <Counts counts={counts} />
      {counts.rejected > 0 && (
        <Notice tone="warn" title={t('confirm.rejected', { count: counts.rejected })}>
          <p>{t('confirm.rejectedHelp')}</p>
        </Notice>
      )}
      {can['undo'] && <p className="prose-line">{t('confirm.undo')}</p>}
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" busy={work.busy} onPress={() => void work.run()}>
          {t('confirm.run', { count: counts.created + counts.updated })}
        </Button>
        <Button onPress={() => work.go('check')}>{t('common:action.back')}</Button>
      </div>
    </div>
  );
}
