import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { SummaryError } from './error-summary.tsx';

type Entry = SummaryError & { id: string };
type Keep = (entry: Entry, stands: boolean) => void;

/** Who holds what depends on a field while its text cannot be read: `Form`, `Filters`, a studio. */
const Keeper = createContext<Keep | null>(null);

export const KeepUnread = Keeper.Provider;

/** The fields below `KeepUnread value={keep}` in which something stands that is none of what they take, with what to write there. */
export function useUnreadFields(): { unread: Entry[]; keep: Keep } {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const keep = useCallback<Keep>((entry, stands) => {
    setEntries((before) => [...before.filter(({ id }) => id !== entry.id), ...(stands ? [entry] : [])]);
  }, []);
  return useMemo(() => ({ unread: [...entries], keep }), [entries, keep]);
}

type Options<T> = {
  field: { id: string; label: string };
  /** The value as the field writes it; '' for none. */
  text: string;
  /** Null for what is none. */
  read: (text: string) => T | null;
  write: (value: T) => string;
  /** What to write instead of what cannot be read. */
  message: string;
  onChange: (value: T | null) => void;
  onUnread?: ((text: string) => void) | undefined;
};

/**
 * A text that stands for something else (a number, a day, several). What cannot be read never reaches `onChange`: the value stays what it was, and the
 * nearest keeper holds whatever would be done with it; without a keeper it throws, so that no place forgets. With `onUnread` the text itself goes there,
 * to be refused with the rest of the answers.
 */
export function useTyped<T>({ field: { id, label }, text, read, write, message, onChange, onUnread }: Options<T>) {
  const keep = useContext(Keeper);
  /** `over`: the values that the text is about. What was changed elsewhere since takes its place. */
  const [typed, setTyped] = useState<{ text: string; over: string[] } | null>(null);
  const shown = typed?.over.includes(text) ? typed.text : text;
  const isUnread = shown !== '' && read(shown) === null;
  const isKept = isUnread && onUnread === undefined;
  if (!keep && onUnread === undefined) throw new Error(`The field “${label}” stands in no Form, Filters or studio`);
  useEffect(() => {
    if (!isKept || !keep) return;
    const entry = { id, label, message };
    keep(entry, true);
    return () => keep(entry, false);
  }, [isKept, keep, id, label, message]);
  return {
    shown,
    isUnread,
    type: (next: string) => {
      const value = next === '' ? null : read(next);
      const unread = next !== '' && value === null;
      const then = unread ? (onUnread ? next : text) : value === null ? '' : write(value);
      setTyped({ text: next, over: [text, then] });
      if (!unread) onChange(value);
      else onUnread?.(next);
    },
    /** What was read is shown as it is written from here on. */
    settle: () => {
      if (!isUnread) setTyped(null);
    },
    forget: () => setTyped(null),
  };
}
