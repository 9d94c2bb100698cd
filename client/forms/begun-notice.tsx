import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import type { Begun, Keeper } from '../lib/answer-drafts.ts';

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
          <ul className="list-disc pl-6">
            {asks.map((change) => (
              <li key={change} className="wrap-anywhere">
                {change}
              </li>
            ))}
          </ul>
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
          <dl className="space-y-2">
            {aside.map(({ label, value }, index) => (
              <div key={index}>
                <dt className="font-bold">{label}</dt>
                <dd className="wrap-anywhere whitespace-pre-wrap">{value}</dd>
              </div>
            ))}
          </dl>
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
