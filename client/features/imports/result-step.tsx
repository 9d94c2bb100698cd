import { useTranslation } from 'react-i18next';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { usePaths } from '../../lib/municipality.tsx';
import { Counts } from './counts.tsx';
import type { Import } from './use-import.ts';

/** What was done, and what next; taking it back is in the list below. */
export function ResultStep({ work }: { work: Import }) {
  const { t } = useTranslation('imports');
  const { page } = usePaths();
  if (!work.result) return null;
  const { counts, fileName, can } = work.result;
  return (
    <div className="space-y-6">
      <Notice
        tone="success"
        announce
        title={t('result.title', { file: fileName, count: counts.created + counts.updated })}
      >
        {can['undo'] && <p>{t('result.help')}</p>}
      </Notice>
      <Counts counts={counts} />
      <div className="flex flex-wrap gap-3">
        <ButtonLink to={page(work.list)} kind="primary">
          {work.name === null ? t(`result.toList.${work.kind}`) : t('result.toList.register', { name: work.name })}
        </ButtonLink>
        <Button onPress={work.startAgain}>{t('result.another')}</Button>
      </div>
    </div>
  );
}
