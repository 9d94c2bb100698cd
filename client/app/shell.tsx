import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, ScrollRestoration, useParams } from 'react-router';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import type { Municipality } from '../lib/contract.ts';
import { formatDay } from '../lib/dates.ts';
import { useOwnWords } from '../lib/i18n.ts';
import { MunicipalityProvider } from '../lib/municipality.tsx';
import { useIsDeviceUsed, useOwner } from '../lib/device.ts';
import { useGet, useMe } from '../lib/queries.ts';
import { Header } from './header.tsx';

// Of most people nothing lies on the device.
const DeviceWork = lazy(() =>
  import('../features/offline/device-work.tsx').then((module) => ({ default: module.DeviceWork })),
);

/** The frame of every page: skip link, header, the page. With a municipality in the address, its pages. */
export function Shell() {
  const { municipality: code } = useParams();
  return code ? <MunicipalityShell code={code} /> : <AccountShell />;
}

/** Pages of the account: the places of its municipality are there too. */
function AccountShell() {
  const { data: me } = useMe();
  const [membership] = me?.memberships ?? [];
  const municipality = useGet<Municipality>(membership ? `/municipalities/${membership.municipality.code}` : null);
  return (
    <Frame municipality={municipality.data}>
      <Outlet />
    </Frame>
  );
}

function MunicipalityShell({ code }: { code: string }) {
  const municipality = useGet<Municipality>(`/municipalities/${encodeURIComponent(code)}`);
  return (
    <Frame municipality={municipality.data}>
      <Loaded query={municipality}>
        {(city) => (
          <MunicipalityProvider value={city}>
            <Outlet />
          </MunicipalityProvider>
        )}
      </Loaded>
    </Frame>
  );
}

function Frame({ municipality, children }: { municipality?: Municipality; children: React.ReactNode }) {
  useOwnWords(municipality?.words);
  const { t } = useTranslation('app');
  const { data: me } = useMe();
  const isDeviceUsed = useIsDeviceUsed();
  return (
    <>
      <a
        href="#main"
        className="link no-print fixed top-0 left-4 z-50 -translate-y-20 bg-white p-3 focus:translate-y-2"
      >
        {t('skip')}
      </a>
      <Header municipality={municipality} />
      <OfflineNotice />
      {isDeviceUsed && me && (
        <Suspense fallback={null}>
          <DeviceWork me={me} />
        </Suspense>
      )}
      {municipality && <Printed municipality={municipality} />}
      <main id="main" tabIndex={-1} className="mx-auto max-w-320 px-4 py-6 sm:px-8 sm:py-8">
        <Suspense fallback={<Skeleton />}>{children}</Suspense>
      </main>
      <ScrollRestoration />
    </>
  );
}

/** What stands on each printed sheet: whose it is (with its office), who printed it, and when. */
function Printed({ municipality: { name, today, words: own } }: { municipality: Municipality }) {
  const { t } = useTranslation('app');
  const { data: me } = useMe();
  const words = t('printed', {
    office: own.office ? `${name}　${own.office}` : name,
    by: me?.name ?? '',
    day: formatDay(today),
  });
  useEffect(() => {
    document.documentElement.style.setProperty('--printed', JSON.stringify(words));
  }, [words]);
  return <p className="print-only mx-auto max-w-320 px-4 sm:px-8">{words}</p>;
}

function OfflineNotice() {
  const { t } = useTranslation('app');
  const online = useOnline();
  const owner = useOwner();
  if (online) return null;
  return (
    <div className="mx-auto max-w-320 px-4 pt-4 sm:px-8">
      <Notice tone="warn" announce title={t('offline.title')}>
        <p>{t('offline.help')}</p>
        {owner && (
          <Link className="link" to={`/${owner.code}/offline`}>
            {t('offline.open')}
          </Link>
        )}
      </Notice>
    </div>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return online;
}
