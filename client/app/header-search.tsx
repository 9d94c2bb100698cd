import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { Icon } from '../components/icon.tsx';

/** Searches everything that one may see. `/` goes to the search of the page, and here where it has none. */
export function HeaderSearch({ code }: { code: string }) {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const words = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const begin = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      (document.querySelector<HTMLInputElement>('main input[type="search"]') ?? words.current)?.focus();
    };
    document.addEventListener('keydown', begin);
    return () => document.removeEventListener('keydown', begin);
  }, []);
  const here = pathname === `/${code}/search`;
  return (
    // Words only.
    // oxlint-disable-next-line house/hold-unread
    <form
      role="search"
      aria-label={t('search.label')}
      className="flex items-center"
      onSubmit={(event) => {
        event.preventDefault();
        const q = words.current?.value.trim() ?? '';
        if (q !== '') void navigate(`/${code}/search?q=${encodeURIComponent(q)}`);
      }}
    >
      <input
        // On the page of the search its own field says what is looked for.
        key={here ? search : ''}
        ref={words}
        type="search"
        aria-label={t('search.words')}
        placeholder={t('search.words')}
        maxLength={200}
        autoComplete="off"
        className="box min-h-11! w-64! rounded-r-none! border-r-0! py-1!"
      />
      <button
        type="submit"
        className="flex min-h-11 items-center gap-1 rounded-r-8 border border-solid-gray-600 px-3 hover:bg-solid-gray-50 hover:underline"
      >
        <Icon name="search" />
        {t('search.action')}
      </button>
    </form>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
