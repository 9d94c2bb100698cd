import { useEffect, useState } from 'react';
import { useBlocker } from 'react-router';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { useUnreadFields } from '../../components/unread.tsx';

/** The browser asks before the window is closed or read anew. */
export function useStay(isHeld: boolean): void {
  useEffect(() => {
    if (!isHeld) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isHeld]);
}

/**
 * While a field below `KeepUnread value={keep}` cannot be read, its page is not left, and `hold` refuses what would publish or hide it: true then, and
 * `summary` names the field and what to write.
 */
export function useUnreadHold() {
  const { unread, keep } = useUnreadFields();
  const isHeld = unread.length > 0;
  const [attempt, setAttempt] = useState(0);
  useStay(isHeld);
  const hold = (): boolean => {
    // After what was pressed has taken the focus.
    if (isHeld) requestAnimationFrame(() => setAttempt((before) => before + 1));
    return isHeld;
  };
  const { state, reset } = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && hold(),
  );
  useEffect(() => {
    if (state === 'blocked') reset();
  }, [state, reset]);
  return { keep, hold, summary: <ErrorSummary errors={attempt > 0 ? unread : []} attempt={attempt} /> };
}
