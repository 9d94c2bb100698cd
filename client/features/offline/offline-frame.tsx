import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { LanguageSwitch } from '../../components/language-switch.tsx';

/** The frame of pages that ask the server nothing: where one is, and the way back. */
export function OfflineFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('offline');
  const { municipality: code = '' } = useParams();
  return (
    <>
      <header data-nav className="no-print border-b border-solid-gray-420 bg-white">
        <div className="mx-auto flex max-w-320 flex-wrap items-center justify-between gap-x-6 px-4 py-2 sm:px-8">
          <Link
            to={`/${code}/home`}
            className="flex min-h-11 items-center gap-2 text-[1.25rem] font-bold hover:underline"
          >
            <img src="/icon.svg" alt="" className="size-8" />
            {t('common:product')}
          </Link>
          <LanguageSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-320 space-y-8 px-4 py-6 sm:px-8 sm:py-8">
        {children}
      </main>
    </>
  );
}
