/** A value with what it was before and what was taken back. */
export type History<T> = {
  past: T[];
  present: T;
  future: T[];
  /** What the last change was about; the same again soon joins it. */ about: string | null;
  at: number;
};

const limit = 200;
const joinMs = 1500;

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], about: null, at: 0 };
}

/** A change. Changes about the same thing (typing in one field) within moments of each other are one step back. `atMs` is the time now. */
export function change<T>(history: History<T>, present: T, about: string | null, atMs: number): History<T> {
  if (present === history.present) return history;
  const joins = about !== null && about === history.about && atMs - history.at < joinMs && history.past.length > 0;
  return {
    past: joins ? history.past : [...history.past, history.present].slice(-limit),
    present,
    future: [],
    about,
    at: atMs,
  };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    about: null,
    at: 0,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, about: null, at: 0 };
}
