import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isDeviceUsed } from '../../lib/device.ts';
import { sendWaiting, type Standing } from './send-waiting.ts';

/** Well below the minute within which what waits is sent once the server is back; in a window behind others browsers wake a page once a minute. */
const EVERY_MS = 10_000;

/** Sends what waits while the page is open: now and then, and at once where the network comes back or somebody looks. */
export function useSending(): { standing: Standing; sendNow: () => Promise<void> } {
  const client = useQueryClient();
  const [standing, setStanding] = useState<Standing>('nothing');
  const [sendNow] = useState(() => async () => {
    if (!isDeviceUsed()) return;
    const next = await sendWaiting();
    setStanding(next);
    await client.invalidateQueries({ queryKey: ['device'] });
    // Lists and figures hold it now.
    if (next === 'sent') await client.invalidateQueries();
  });
  useEffect(() => {
    const look = () => void sendNow().catch(() => setStanding('away'));
    look();
    const timer = setInterval(look, EVERY_MS);
    addEventListener('online', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      removeEventListener('online', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [sendNow]);
  return { standing, sendNow };
}
