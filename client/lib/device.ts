import { useMemo, useSyncExternalStore } from 'react';

/** Whose things on this device are shown and sent: the person who signed in last, and of which municipality. */
export type Owner = { user: string; name: string; code: string };

const store = 'sasaeai.device';
const listeners = new Set<() => void>();

function read(): { owner: Owner | null } | null {
  try {
    const text = localStorage.getItem(store);
    return text ? (JSON.parse(text) as { owner: Owner | null }) : null;
  } catch {
    return null;
  }
}

/** Has anybody taken forms along on this device? Asked before anything of the device's store is loaded. */
export const isDeviceUsed = (): boolean => read() !== null;

/** Null: nobody is signed in, or nobody who has anything here. */
export const readOwner = (): Owner | null => read()?.owner ?? null;

/** `'nothing'`: nothing of anybody is left on the device. */
export function setOwner(owner: Owner | null | 'nothing'): void {
  if (owner === 'nothing') localStorage.removeItem(store);
  else localStorage.setItem(store, JSON.stringify({ owner }));
  listeners.forEach((listen) => listen());
}

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
};

export const useIsDeviceUsed = (): boolean => useSyncExternalStore(listen, isDeviceUsed);

/** What is shown follows where somebody signs in or out in another window. */
export function useOwner(): Owner | null {
  const text = useSyncExternalStore(listen, () => JSON.stringify(readOwner()));
  return useMemo(() => JSON.parse(text) as Owner | null, [text]);
}
