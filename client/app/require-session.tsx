import { useQueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import { useEffect, useState } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { Loaded } from '../components/loaded.tsx';
import type { Me } from '../lib/contract.ts';
import { setLanguage } from '../lib/i18n.ts';
import { useMe } from '../lib/queries.ts';

/** Pages for people signed in. Without a session: to the sign-in page, and back here afterwards. */
export function RequireSession() {
  const me = useMe();
  if (me.data === undefined) return <main className="mx-auto max-w-320 px-4 py-8 sm:px-8"><Loaded query={me}>{() => null}</Loaded></main>;
  return me.data ? <SignedIn me={me.data} /> : <ToSignIn />;
}

function ToSignIn() {
  const { pathname, search } = useLocation();
  return <Navigate to={pathname === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(pathname + search)}`} replace />;
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
  return settled ? <Outlet /> : null;
}
