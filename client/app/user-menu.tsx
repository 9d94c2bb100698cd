import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '../components/icon.tsx';
import { useMe } from '../lib/queries.ts';
import { useSignOut } from './use-sign-out.ts';

const item = 'flex min-h-11 w-full items-center px-4 text-left hover:bg-blue-50 hover:underline';

/** The account: its page, and the way out. The browser's own popover, as a menu of components would be a sixth of the first load. */
export function UserMenu() {
  const { t } = useTranslation('app');
  const { data: me } = useMe();
  const signOut = useSignOut();
  const list = useRef<HTMLUListElement>(null);
  if (!me) return null;
  const close = () => list.current?.hidePopover();
  return (
    <>
      <button
        type="button"
        popoverTarget="user-menu"
        className="flex min-h-11 items-center gap-2 rounded-8 px-3 hover:bg-solid-gray-50 hover:underline"
      >
        <Icon name="person" />
        {me.name}
        <Icon name="down" className="size-4" />
      </button>
      {/* At the right edge of the page's column, below the button. */}
      <ul
        ref={list}
        id="user-menu"
        popover="auto"
        className="absolute inset-auto top-15 right-[max(2rem,calc((100vw-80rem)/2+2rem))] m-0 min-w-60 rounded-8 border border-solid-gray-420 bg-white py-2 shadow-2"
      >
        <li>
          <Link to="/account" className={item} onClick={close}>
            {t('user.account')}
          </Link>
        </li>
        <li>
          <button
            type="button"
            className={item}
            onClick={() => {
              close();
              void signOut();
            }}
          >
            {t('user.signOut')}
          </button>
        </li>
      </ul>
    </>
  );
}
