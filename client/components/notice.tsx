import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

export type NoticeTone = 'info' | 'success' | 'warn' | 'error';

const looks: Record<NoticeTone, string> = {
  info: 'border-blue-900 text-blue-900',
  success: 'border-green-800 text-green-800',
  warn: 'border-orange-800 text-orange-800',
  error: 'border-red-900 text-red-900',
};

type Props = {
  tone?: NoticeTone;
  title: ReactNode;
  children?: ReactNode;
  /** Said aloud when it appears. */ announce?: boolean;
  /** Brought into view when it appears, where what caused it may stand far below. */ intoView?: boolean;
};

/** Something to know, with its kind as icon and word. */
export function Notice({ tone = 'info', title, children, announce, intoView }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (intoView) box.current?.scrollIntoView({ block: 'nearest' });
  }, [intoView]);
  return (
    <div
      ref={box}
      role={announce ? (tone === 'error' ? 'alert' : 'status') : undefined}
      className={`flex gap-3 rounded-8 border-2 bg-white p-4 ${looks[tone]}`}
    >
      <Icon name={tone === 'warn' ? 'warn' : tone} className="mt-0.5 size-6" />
      <div className="min-w-0 flex-1 text-solid-gray-800">
        <p className="font-bold">
          <span className="sr-only">{t(`notice.${tone}`)}</span>
          {title}
        </p>
        {children && <div className="mt-1 space-y-2">{children}</div>}
      </div>
    </div>
  );
}
