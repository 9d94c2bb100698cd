import { useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, useLocation } from 'react-router';
import { Loaded } from '../components/loaded.tsx';
import type { Me } from '../lib/contract.ts';
import { useOwner } from '../lib/device.ts';
import { useIsHeld } from '../lib/held-work.ts';
import { setLanguage } from '../lib/i18n.ts';
import { meKey, useMe } from '../lib/queries.ts';
import { Header } from './header.tsx';

const DuePage = lazy(() => import('../features/sign-in/due-page.tsx').then((module) => ({ default: module.DuePage })));

const SignInAgain = lazy(() =>
  import('../features/sign-in/sign-in-again.tsx').then((module) => ({ default: module.SignInAgain })),
);

/** Pages for people signed in. Without a session: to the sign-in page, and back here afterwards. */
export function RequireSession() {
  const { t } = useTranslation('app');
  const me = useMe();
  const owner = useOwner();
  if (me.data === undefined)
    return (
      <main className="mx-auto max-w-320 px-4 py-8 sm:px-8">
        <Loaded query={me}>{() => null}</Loaded>
        {me.error && owner && (
          <p className="pt-4">
            <Link className="link" to={`/${owner.code}/offline`}>
              {t('offline.open')}
            </Link>
          </p>
        )}
      </main>
    );
  return <ForSession me={me.data} />;
}

/** Where a page holds work, it stays when the session has ended, and the same person signs in over it. */
function ForSession({ me }: { me: Me | null }) {
  const held = useIsHeld();
  const [last, setLast] = useState(me);
  const [leaving, setLeaving] = useState(false);
  if (me && me !== last) setLast(me);
  if (me) return <SignedIn me={me} />;
  if (!last || !held || leaving) return <ToSignIn />;
  return (
    <>
      <SignedIn me={last} />
      <Suspense>
        <SignInAgain me={last} onLeave={() => setLeaving(true)} />
      </Suspense>
    </>
  );
}

function ToSignIn() {
  const { pathname, search } = useLocation();
  return (
    <Navigate to={pathname === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(pathname + search)}`} replace />
  );
}

/** The account's language wins once, when the session begins on this device. */
function SignedIn({ me }: { me: Me }) {
  const client = useQueryClient();
  const [settled, setSettled] = useState(me.language === i18n.language);
  useEffect(() => {
    // Only when another account or another stored choice comes: a switch on the page stores itself.
    if (me.language === i18n.language) return;
    // What the server said so far was said in the other language; nothing more is asked before it is settled.
    void setLanguage(me.language).then(() => {
      setSettled(true);
      return client.invalidateQueries();
    });
  }, [me.language, client]);
  return settled ? <Dues me={me} /> : null;
}

/** What has to be done first stands before every page until it has been seen to its end: recovery codes are shown after the account has nothing due any more. */
function Dues({ me }: { me: Me }) {
  const client = useQueryClient();
  const [due, setDue] = useState(me.due);
  if (me.due && me.due !== due) setDue(me.due);
  if (!due) return <Outlet />;
  const done = async () => {
    await client.invalidateQueries();
    setDue(client.getQueryData<Me>(meKey)?.due ?? null);
  };
  return (
    <>
      <Header />
      <main id="main" className="mx-auto max-w-320 px-4 py-6 sm:px-8 sm:py-8">
        <Suspense>
          <DuePage key={due} due={due} onDone={() => void done()} />
        </Suspense>
      </main>
    </>
  );
}
