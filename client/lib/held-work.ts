import { useEffect, useSyncExternalStore } from 'react';

let held = 0;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listen) => listen());

/**
 * While the component is there it holds work that goes on when the session has ended: the page stays, and whoever it was signs in
 * over it. For pages that show nothing of a resident.
 */
export function useHoldingWork(): void {
  useEffect(() => {
    held += 1;
    tell();
    return () => {
      held -= 1;
      tell();
    };
  }, []);
}

/** Whether the page that is shown holds such work. */
export const useIsHeld = (): boolean =>
  useSyncExternalStore(
    (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    () => held > 0,
  );
