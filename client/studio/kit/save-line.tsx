import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { formatInstant } from '../../lib/dates.ts';
import { SmallButton } from './action-menu.tsx';
import type { Draft } from './use-draft.ts';

/** Whether the draft is saved, what stands against it (`children`), and the way back; below it what the saving has to say. */
export function SaveLine({ draft, children, conflict }: { draft: Draft; children?: ReactNode; conflict: ReactNode }) {
  const { t } = useTranslation('rules');
  const { status, savedAt, joined, isRestored } = draft;
  const said =
    status === 'same'
      ? savedAt
        ? t('save.draft', { at: formatInstant(savedAt) })
        : t('save.none')
      : status === 'saved'
        ? t('save.saved', { at: formatInstant(savedAt) })
        : t(`save.${status}`);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-8 bg-solid-gray-50 px-4 py-2">
        <p role="status" className="flex min-h-11 items-center gap-2">
          {status === 'saved' && <Icon name="check" className="size-5 text-green-900" />}
          {said}
        </p>
        {children}
        <span className="ml-auto flex gap-2">
          <SmallButton onPress={draft.undo} closed={!draft.canUndo}>
            {t('undo')}
          </SmallButton>
          <SmallButton onPress={draft.redo} closed={!draft.canRedo}>
            {t('redo')}
          </SmallButton>
        </span>
      </div>
      {joined !== null && (
        <Notice announce title={t('save.joined', { by: joined })}>
          <p>{t('save.joinedHelp')}</p>
        </Notice>
      )}
      {isRestored && joined === null && (status === 'waiting' || status === 'saving' || status === 'saved') && (
        <p>{t('save.restored')}</p>
      )}
      {status === 'conflict' && conflict}
      {status === 'signedOut' && (
        <Notice tone="warn" announce title={t('save.signedOut')}>
          <p>{t('save.signedOutHelp')}</p>
        </Notice>
      )}
      {status === 'failed' && draft.error && <ProblemNotice error={draft.error} onRetry={() => void draft.save()} />}
    </div>
  );
}
