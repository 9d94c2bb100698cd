import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Icon } from '../components/icon.tsx';
import { LanguageSwitch } from '../components/language-switch.tsx';
import type { Municipality } from '../lib/contract.ts';
import { useMe } from '../lib/queries.ts';
import { HeaderSearch } from './header-search.tsx';
import { listPlaces, placeOf } from './places.ts';
import { useSignOut } from './use-sign-out.ts';
import { UserMenu } from './user-menu.tsx';

// Overlays are a third of the first load: they come after the page.
const Dialog = lazy(() => import('../components/dialog.tsx').then((module) => ({ default: module.Dialog })));

/** Product, municipality, places and the account; on a phone the places open from メニュー. */
export function Header({ municipality }: { municipality?: Municipality }) {
  const { t } = useTranslation('app');
  return (
    <header data-nav className="no-print border-b border-solid-gray-420 bg-white">
      <div className="mx-auto flex max-w-320 flex-wrap items-center gap-x-6 px-4 py-2 sm:px-8">
        {/* On a phone the city stands below the product, so that search and menu fit beside them. */}
        <div className="flex items-center gap-x-6 max-sm:flex-col max-sm:items-start">
          <Link
            to={municipality ? `/${municipality.code}/home` : '/'}
            className="flex min-h-11 items-center gap-2 text-[1.25rem] font-bold hover:underline"
          >
            <img src="/icon.svg" alt="" className="size-8" />
            {t('common:product')}
          </Link>
          {municipality && <p className="max-sm:-mt-1 max-sm:text-dns-14N-130">{municipality.name}</p>}
        </div>
        <div className="ml-auto flex items-center gap-2 max-lg:hidden">
          {municipality && (
            <>
              <HeaderSearch code={municipality.code} />
              <HelpLink code={municipality.code} />
            </>
          )}
          <LanguageSwitch />
          <UserMenu />
        </div>
        <div className="ml-auto flex items-center gap-2 lg:hidden">
          {municipality && (
            <Link
              to={`/${municipality.code}/search`}
              aria-label={t('search.label')}
              className="flex size-11 items-center justify-center rounded-8 border border-solid-gray-600 hover:bg-solid-gray-50"
            >
              <Icon name="search" />
            </Link>
          )}
          <PhoneMenu municipality={municipality} />
        </div>
      </div>
      {municipality && (
        <nav aria-label={t('nav.label')} className="mx-auto max-w-320 px-4 max-lg:hidden sm:px-8">
          <Places
            municipality={municipality}
            list="-mx-3 flex flex-wrap gap-x-2"
            look="flex min-h-12 items-center border-b-4 border-transparent px-3 hover:bg-solid-gray-50 hover:underline aria-[current=page]:border-blue-900 aria-[current=page]:font-bold aria-[current=page]:text-blue-1000"
          />
        </nav>
      )}
    </header>
  );
}

function HelpLink({ code }: { code: string }) {
  const { t } = useTranslation('app');
  return (
    <Link to={`/${code}/help`} className="link flex min-h-11 items-center px-2">
      {t('help')}
    </Link>
  );
}

function Places({
  municipality,
  list,
  look,
  onClick,
}: {
  municipality: Municipality;
  list?: string;
  look: string;
  onClick?: () => void;
}) {
  const { t } = useTranslation('app');
  const shown = listPlaces(municipality);
  const current = placeOf(useLocation().pathname, shown);
  return (
    <ul className={list}>
      {shown.map((place) => (
        <li key={place.path}>
          <Link
            to={`/${municipality.code}/${place.path}`}
            aria-current={place.path === current ? 'page' : undefined}
            className={look}
            onClick={onClick}
          >
            {t(place.text)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const row =
  'flex min-h-12 w-full items-center border-b border-solid-gray-200 px-2 text-left hover:bg-blue-50 hover:underline aria-[current=page]:font-bold aria-[current=page]:text-blue-1000';

function PhoneMenu({ municipality }: { municipality?: Municipality }) {
  const { t } = useTranslation('app');
  const { data: me } = useMe();
  const signOut = useSignOut();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button
        type="button"
        className="flex min-h-11 items-center gap-2 rounded-8 border border-solid-gray-600 px-3 font-bold"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Icon name="menu" />
        {t('menu')}
      </button>
      {open && (
        <Suspense>
          <Dialog title={t('menu')} isOpen onClose={close}>
            <div data-nav className="space-y-6">
              {municipality && (
                <nav aria-label={t('nav.label')}>
                  <Places municipality={municipality} look={row} onClick={close} />
                </nav>
              )}
              <div>
                {me && <p className="px-2 py-2 text-solid-gray-700">{me.name}</p>}
                <ul>
                  {municipality && (
                    <li>
                      <Link className={row} to={`/${municipality.code}/help`} onClick={close}>
                        {t('help')}
                      </Link>
                    </li>
                  )}
                  <li>
                    <Link className={row} to="/account" onClick={close}>
                      {t('user.account')}
                    </Link>
                  </li>
                  <li>
                    <button
                      type="button"
                      className={row}
                      onClick={() => {
                        close();
                        void signOut();
                      }}
                    >
                      {t('user.signOut')}
                    </button>
                  </li>
                </ul>
              </div>
              <LanguageSwitch />
            </div>
          </Dialog>
        </Suspense>
      )}
    </>
  );
}
