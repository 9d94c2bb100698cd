import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { isConflict } from '../../components/conflict-notice.tsx';
import { ApiProblem, isPassing, send } from '../../lib/api.ts';
import type { DraftMerged, RuleBody, RuleCheck, RuleDraftSaved } from '../../lib/contract.ts';
import { forgetDraft, readDraft, writeDraft } from '../../lib/drafts.ts';
import { useHoldingWork } from '../../lib/held-work.ts';
import { meKey, useMe } from '../../lib/queries.ts';
import { begin, change, redo, undo, type History } from './history.ts';

export type SaveStatus = 'same' | 'waiting' | 'saving' | 'saved' | 'conflict' | 'offline' | 'failed' | 'signedOut';

/** What there is when the studio opens: the open draft, or the body in force and no draft (version 0). */
export type Opened = {
  body: RuleBody;
  version: number;
  base: number | null;
  check: RuleCheck | null;
  savedAt: string | null;
  savedBy: string | null;
};

export type Take = Record<string, 'mine' | 'theirs'>;

/** Both changed the same places: what is stored now, and where they touch; `merged` is null where theirs is no draft any more. */
export type Touching = { merged: DraftMerged | null };

const pauseMs = 700;

/** What the server is known to hold, and whether something is on its way there. */
type Seen = {
  version: number;
  body: RuleBody;
  running: Promise<boolean> | null;
  stopped: boolean;
  /** What was sent without an answer: it may have arrived all the same. */ unanswered?: RuleBody | undefined;
};

/** What is kept in this browser window of what has not been saved: an edit made just before the page is read anew. */
type Kept = { version: number; base: number | null; seen: RuleBody; body: RuleBody };

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The one open draft, saved as it is typed. Saving goes on one at a time and always against the version that was seen.
 * When somebody else was first, both changes are joined place by place; where both touched the same, it stops, keeps what is here,
 * overwrites nothing, and asks. What could not be saved yet is kept in the window, over a reload and over the end of the session.
 */
export function useDraft(path: string, opened: Opened) {
  const client = useQueryClient();
  const me = useMe().data;
  const [keptAs] = useState(() => `studio.${me?.id}.${path}`);
  const [kept] = useState(() => {
    const kept = readDraft(keptAs) as Kept | null;
    return kept && !isSame(kept.body, opened.body) ? kept : null;
  });
  const [history, setHistory] = useState<History<RuleBody>>(() =>
    kept ? change(begin(kept.seen), kept.body, null, 0) : begin(opened.body),
  );
  const [status, setStatus] = useState<SaveStatus>(kept ? 'waiting' : 'same');
  const [check, setCheck] = useState<RuleCheck | null>(opened.check);
  const [savedAt, setSavedAt] = useState(opened.savedAt);
  const [error, setError] = useState<Error | null>(null);
  const [base, setBase] = useState(opened.base);
  const [touching, setTouching] = useState<Touching | null>(null);
  const [joined, setJoined] = useState<string | null>(null);
  const seen = useRef<Seen>({
    version: kept?.version ?? opened.version,
    body: kept?.seen ?? opened.body,
    running: null,
    stopped: false,
  });
  /** What `history` will be once it is rendered: saving takes the newest. */
  const live = useRef(history);
  useHoldingWork();

  /**
   * Joins what is stored now with what is here, place by place, `take` saying whose counts where both changed the same. False where somebody has to
   * be asked: nothing is changed then. Throws what the server said.
   */
  const join = useCallback(
    async (take: Take): Promise<boolean> => {
      let mine: RuleBody;
      let merged: DraftMerged | null;
      do {
        mine = live.current.present;
        merged = await mergeWith(path, seen.current.body, mine, take);
        // What was typed meanwhile is joined too.
      } while (mine !== live.current.present);
      if (!merged || merged.conflicts.some((conflict) => !take[conflict.path])) {
        seen.current.stopped = true;
        setTouching({ merged });
        setStatus('conflict');
        return false;
      }
      const { version, base, savedAt, savedBy, body } = merged.theirs;
      Object.assign(seen.current, { version, body, stopped: false, unanswered: undefined });
      // What was here is one step back.
      live.current = change(live.current, merged.body, null, 0);
      setHistory(live.current);
      setBase(base);
      setSavedAt(savedAt);
      setError(null);
      setTouching(null);
      setJoined(savedBy);
      setStatus('waiting');
      return true;
    },
    [path],
  );

  const put = useCallback(async (): Promise<boolean> => {
    const at = seen.current;
    const body = live.current.present;
    setStatus('saving');
    try {
      const saved = await send<RuleDraftSaved>('PUT', path, { body, base }, { version: at.version });
      Object.assign(at, { version: saved.version, body, unanswered: undefined });
      if (live.current.present === body) forgetDraft(keptAs);
      // What other pages knew is about the draft before this one; what this page knows of it, too, before another is gone to.
      client.removeQueries({ type: 'inactive' });
      void client.invalidateQueries({ predicate: isOfDefinitions, refetchType: 'none' });
      setCheck(saved.check);
      setSavedAt(saved.savedAt);
      setError(null);
      setStatus(live.current.present === body ? 'saved' : 'waiting');
      return true;
    } catch (thrown) {
      const stored = readStored(thrown);
      if (at.unanswered && stored && isSame(stored.body, at.unanswered)) {
        // Not somebody else's, but one's own of a moment ago: go on from it.
        Object.assign(at, { version: stored.version, body: at.unanswered, unanswered: undefined });
        setStatus('waiting');
        return false;
      }
      if (isPassing(thrown)) at.unanswered = body;
      let error = asError(thrown);
      if (isConflict(error))
        try {
          await join({});
          return false;
        } catch (failed) {
          error = asError(failed);
        }
      setError(error);
      if (isSignedOut(error)) client.setQueryData(meKey, null);
      setStatus(isSignedOut(error) ? 'signedOut' : isPassing(error) ? 'offline' : 'failed');
      return false;
    }
  }, [path, base, client, keptAs, join]);

  const save = useCallback(async (): Promise<boolean> => {
    const at = seen.current;
    // Of several that wait the first sends what is there, and the others find it sent.
    while (at.running) await at.running;
    if (at.stopped) return false;
    if (live.current.present === at.body) {
      forgetDraft(keptAs);
      setStatus((before) => (before === 'waiting' ? (at.version === 0 ? 'same' : 'saved') : before));
      return true;
    }
    at.running = put();
    try {
      return await at.running;
    } finally {
      at.running = null;
    }
  }, [put, keptAs]);

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

  const signedIn = Boolean(me);
  useEffect(() => {
    if (status === 'signedOut' && signedIn) void save();
  }, [status, signedIn, save]);

  // A window that is closed takes with it what it kept.
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
    setStatus((before) => (before === 'conflict' || before === 'signedOut' ? before : 'waiting'));
    setJoined(null);
    const { version, body: seenBody } = seen.current;
    const unsaved: Kept = { version, base, seen: seenBody, body: live.current.present };
    writeDraft(keptAs, unsaved);
  };

  const meet = (theirs: Opened, next: History<RuleBody>) => {
    seen.current = { version: theirs.version, body: theirs.body, running: null, stopped: false };
    live.current = next;
    setHistory(next);
    setBase(theirs.base);
    setCheck(theirs.check);
    setSavedAt(theirs.savedAt);
    setError(null);
    setTouching(null);
  };

  return {
    path,
    body: history.present,
    status,
    check,
    savedAt,
    error,
    touching,
    /** Whose changes were joined with what is here a moment ago. */
    joined,
    /** What is here was found in the window: it had not been saved when the page was left. */
    isRestored: kept !== null,
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
    join,
    /** Goes on from what somebody else saved or published. What was here is one step back. */
    take: (theirs: Opened) => {
      meet(theirs, change(live.current, theirs.body, null, 0));
      forgetDraft(keptAs);
      setStatus('same');
    },
    /** Goes on with what is here, over what somebody else published and was shown. Theirs is one step back. */
    keep: (theirs: Opened) => {
      meet(theirs, change(change(live.current, theirs.body, null, 0), live.current.present, null, 0));
      setStatus('waiting');
    },
  };
}

export type Draft = ReturnType<typeof useDraft>;

const isOfDefinitions = ({ queryKey: [path] }: { queryKey: readonly unknown[] }): boolean =>
  /^\/municipalities\/[^/]+\/(rules|definitions)\b/.test(String(path));

/**
 * Goes on to another page of the same definition, once what waits is saved: the next page speaks of exactly this. `isHeld`: something here cannot be
 * saved yet.
 */
export function useLeave(
  draft: Draft,
  page: (rest: string) => string,
  isHeld: () => boolean,
): (rest: string) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (rest) => {
    if (isHeld() || !(await draft.save())) return;
    await client.refetchQueries({ type: 'active', stale: true, predicate: isOfDefinitions });
    await navigate(page(rest));
  };
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

const isSignedOut = (error: Error): boolean => error instanceof ApiProblem && error.status === 401;

/** The draft that a conflict says is stored now. */
function readStored(error: unknown): { version: number; body: RuleBody } | null {
  const problem = error instanceof ApiProblem && isConflict(error) ? error.problem : null;
  return (problem?.current as { draft?: { version: number; body: RuleBody } | null } | undefined)?.draft ?? null;
}

/** What is stored now joined with what is here; null where no draft is open any more. */
async function mergeWith(path: string, base: RuleBody, body: RuleBody, take: Take): Promise<DraftMerged | null> {
  try {
    return await send<DraftMerged>('POST', `${path}/merge`, { base, body, take });
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
