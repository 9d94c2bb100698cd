import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isConflict } from '../../components/conflict-notice.tsx';
import { ApiProblem, isPassing, send } from '../../lib/api.ts';
import type { RuleBody, RuleCheck, RuleDraftSaved } from '../../lib/contract.ts';
import { begin, change, redo, undo, type History } from '../kit/history.ts';

export type SaveStatus = 'same' | 'waiting' | 'saving' | 'saved' | 'conflict' | 'offline' | 'failed';

/** What there is when the studio opens: the open draft, or the body in force and no draft (version 0). */
export type Opened = {
  body: RuleBody;
  version: number;
  base: number | null;
  check: RuleCheck | null;
  savedAt: string | null;
  savedBy: string | null;
};

const pauseMs = 700;

/** What the server is known to hold, and whether something is on its way there. */
type Seen = {
  version: number;
  body: RuleBody;
  running: Promise<boolean> | null;
  stopped: boolean;
  /** What was sent without an answer: it may have arrived all the same. */ unanswered?: RuleBody | undefined;
};

/**
 * The one open draft, saved as it is typed. Saving goes on one at a time and always against the version that was seen;
 * when somebody else was first it stops, keeps what is here, and overwrites nothing.
 */
export function useDraft(path: string, opened: Opened) {
  const [history, setHistory] = useState<History<RuleBody>>(() => begin(opened.body));
  const [status, setStatus] = useState<SaveStatus>('same');
  const [check, setCheck] = useState<RuleCheck | null>(opened.check);
  const [savedAt, setSavedAt] = useState(opened.savedAt);
  const [error, setError] = useState<Error | null>(null);
  const [base, setBase] = useState(opened.base);
  const seen = useRef<Seen>({ version: opened.version, body: opened.body, running: null, stopped: false });
  /** What `history` will be once it is rendered: saving takes the newest. */
  const live = useRef(history);

  const client = useQueryClient();

  const put = useCallback(async (): Promise<boolean> => {
    const at = seen.current;
    const body = live.current.present;
    setStatus('saving');
    try {
      const saved = await send<RuleDraftSaved>('PUT', path, { body, base }, { version: at.version });
      Object.assign(at, { version: saved.version, body, unanswered: undefined });
      // What other pages knew of the rules is about the draft before this one.
      const rules = path.slice(0, path.indexOf('/rules/') + '/rules'.length);
      client.removeQueries({ type: 'inactive', predicate: ({ queryKey }) => String(queryKey[0]).startsWith(rules) });
      setCheck(saved.check);
      setSavedAt(saved.savedAt);
      setError(null);
      setStatus(live.current.present === body ? 'saved' : 'waiting');
      return true;
    } catch (error) {
      const arrived = at.unanswered && readStored(error);
      if (arrived && JSON.stringify(arrived.body) === JSON.stringify(at.unanswered)) {
        // Not somebody else's, but one's own of a moment ago: go on from it.
        Object.assign(at, { version: arrived.version, body: at.unanswered, unanswered: undefined });
        setStatus('waiting');
        return false;
      }
      if (isPassing(error)) at.unanswered = body;
      at.stopped = isConflict(error instanceof Error ? error : null);
      setError(error instanceof Error ? error : new Error(String(error)));
      setStatus(at.stopped ? 'conflict' : isPassing(error) ? 'offline' : 'failed');
      return false;
    }
  }, [path, base, client]);

  const save = useCallback(async (): Promise<boolean> => {
    const at = seen.current;
    if (at.running) await at.running;
    if (at.stopped) return false;
    if (live.current.present === at.body) {
      setStatus((before) => (before === 'waiting' ? (at.version === 0 ? 'same' : 'saved') : before));
      return true;
    }
    at.running = put();
    try {
      return await at.running;
    } finally {
      at.running = null;
    }
  }, [put]);

  useEffect(() => {
    if (status !== 'waiting') return;
    const timer = setTimeout(() => void save(), pauseMs);
    return () => clearTimeout(timer);
  }, [status, history.present, save]);

  useEffect(() => {
    if (status !== 'offline') return;
    const timer = setInterval(() => void save(), 5000);
    return () => clearInterval(timer);
  }, [status, save]);

  useEffect(() => {
    if (status === 'same' || status === 'saved') return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [status]);

  // What was typed just before leaving for another page of the studio is still sent.
  useEffect(() => () => void save(), [save]);

  const step = (next: (history: History<RuleBody>) => History<RuleBody>) => {
    live.current = next(live.current);
    setHistory(live.current);
    setStatus((before) => (before === 'conflict' ? before : 'waiting'));
  };

  const meet = (theirs: Opened, next: History<RuleBody>) => {
    seen.current = { version: theirs.version, body: theirs.body, running: null, stopped: false };
    live.current = next;
    setHistory(next);
    setBase(theirs.base);
    setCheck(theirs.check);
    setSavedAt(theirs.savedAt);
    setError(null);
  };

  return {
    body: history.present,
    status,
    check,
    savedAt,
    error,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    /** Changes the body. Changes with the same `about` (typing in one field) become one step back. */
    edit: (body: RuleBody, about: string | null = null) => {
      if (body !== live.current.present) step((before) => change(before, body, about, Date.now()));
    },
    undo: () => step(undo),
    redo: () => step(redo),
    /** Saves what is waiting now; false when it could not be. */
    save,
    /** What was last seen on the server: both sides of a conflict began from it. */
    readSeen: (): RuleBody => seen.current.body,
    /** Goes on from what somebody else saved. What was here is one step back. */
    take: (theirs: Opened) => {
      meet(theirs, change(live.current, theirs.body, null, 0));
      setStatus('same');
    },
    /** Goes on with what is here, over what somebody else saved and was shown. Theirs is one step back. */
    keep: (theirs: Opened) => {
      meet(theirs, change(change(live.current, theirs.body, null, 0), live.current.present, null, 0));
      setStatus('waiting');
    },
  };
}

/** The draft that a conflict says is stored now. */
function readStored(error: unknown): { version: number; body: RuleBody } | null {
  const problem = error instanceof ApiProblem && isConflict(error) ? error.problem : null;
  return (problem?.current as { draft?: { version: number; body: RuleBody } | null } | undefined)?.draft ?? null;
}

export type Draft = ReturnType<typeof useDraft>;
