import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import type { Begun, Chosen, Keeper } from '../lib/answer-drafts.ts';
import { AsideList, ChangeList } from './form-changes.tsx';

type Props = { begun: NonNullable<Begun>; onDecide: Keeper['save'] };

/** What has changed in a form since somebody began to fill it in, and what they typed that has no place any more, until they decide. */
export function BegunNotice({ begun: { asks, aside }, onDecide }: Props) {
  const { t } = useTranslation('form');
  const [isSeen, setSeen] = useState(asks.length === 0);
  const [isDropped, setDropped] = useState(aside.length === 0);
  if (isSeen && isDropped) return null;
  return (
    <div className="space-y-4">
      {!isSeen && (
        <Notice tone="warn" title={t('begun.changed')}>
          <p>{t('begun.changedHelp')}</p>
          <ChangeList changes={asks} />
          <Button
            onPress={() => {
              setSeen(true);
              void onDecide();
            }}
          >
            {t('begun.seen')}
          </Button>
        </Notice>
      )}
      {!isDropped && (
        <Notice title={t('begun.aside')}>
          <p>{t('begun.asideHelp')}</p>
          <AsideList aside={aside} />
          <Button
            kind="text"
            onPress={() => {
              setSeen(true);
              setDropped(true);
              void onDecide('drop');
            }}
          >
            {t('begun.drop')}
          </Button>
        </Notice>
      )}
    </div>
  );
}

/** One thing at a time that may be refused, and its refusal. */
function useChoice(onChoose: (which: Chosen) => Promise<void>) {
  const [problem, setProblem] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const choose = async (which: Chosen) => {
    setBusy(true);
    try {
      await onChoose(which);
    } catch (error) {
      setProblem(error as Error);
      setBusy(false);
    }
  };
  return { problem, busy, choose: (which: Chosen) => void choose(which) };
}

/** What another window has saved stands against what was typed here, until its writer chooses. */
export function BothNotice({ onChoose }: { onChoose: (which: Chosen) => Promise<void> }) {
  const { t } = useTranslation('form');
  const { problem, busy, choose } = useChoice(onChoose);
  return (
    <Notice tone="warn" announce intoView title={t('begun.both')}>
      <p>{t('begun.bothHelp')}</p>
      {problem && <ProblemNotice error={problem} />}
      <div className="flex flex-wrap gap-3">
        <Button busy={busy} onPress={() => choose('mine')}>
          {t('begun.mine')}
        </Button>
        <Button busy={busy} onPress={() => choose('theirs')}>
          {t('begun.theirs')}
        </Button>
      </div>
    </Notice>
  );
}

/** Throws away what was typed, once it was asked again. */
export function GiveUp({ onGiveUp }: { onGiveUp: (which: Chosen) => Promise<void> }) {
  const { t } = useTranslation('form');
  const [isAsking, setAsking] = useState(false);
  const { problem, busy, choose } = useChoice(onGiveUp);
  return (
    <>
      <Button kind="text" onPress={() => setAsking(true)}>
        {t('begun.giveUp')}
      </Button>
      <Dialog title={t('begun.giveUp')} isOpen={isAsking} onClose={() => setAsking(false)}>
        <div className="space-y-6">
          <p className="prose-line">{t('begun.giveUpHelp')}</p>
          {problem && <ProblemNotice error={problem} />}
          <div className="flex flex-wrap gap-3">
            <Button kind="danger" busy={busy} onPress={() => choose('neither')}>
              {t('begun.giveUpNow')}
            </Button>
            <Button kind="text" onPress={() => setAsking(false)}>
              {t('common:action.cancel')}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
