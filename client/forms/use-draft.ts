import { useCallback, useEffect, useRef, useState } from 'react';
import {
  createKeeper,
  createWindowKeeper,
  readBegun,
  type Answers,
  type Begun,
  type Chosen,
  type DraftRecord,
  type Keeper,
  type KeptIn,
} from '../lib/answer-drafts.ts';
import type { LocalForm } from '../lib/contract.ts';
import { usePaths } from '../lib/municipality.tsx';

export type Opened = {
  keeper: Omit<Keeper, 'open' | 'choose'>;
  begun: Begun;
  formId: string;
  /** Told whenever it is known anew where what was typed last is. */
  listen: (listener: (keptIn: KeptIn | 'nowhere') => void) => void;
  /** See `Keeper`. Nothing: it stays in this window alone. */
  choose?: (which: Chosen) => Promise<void>;
  /** Counts how often it was opened. */
  times: number;
};

/** What somebody has begun in a form for a place, in this window or another; null while it is being read. */
export function useOpened(form: LocalForm, place: string, record: DraftRecord | undefined): Opened | null {
  const { api } = usePaths();
  const path = api('answer-drafts');
  const [opened, setOpened] = useState<Opened | null>(null);
  const [times, setTimes] = useState(0);
  const { key: formKey, id: formId } = form;
  const { kind, id } = record ?? {};
  const reopen = useCallback(() => setTimes((count) => count + 1), []);
  useEffect(() => {
    let tell: (keptIn: KeptIn) => void = () => undefined;
    let isGone = false;
    const of = kind !== undefined && id !== undefined ? { kind, id } : null;
    const keeper = createKeeper({ path, formKey, formId, place, record: of }, (keptIn) => tell(keptIn));
    const open = async (): Promise<void> => {
      const begun = await keeper.open();
      const choose = async (which: Chosen) => {
        await keeper.choose(which);
        reopen();
      };
      if (!isGone) setOpened({ keeper, begun, formId, listen: (listener) => void (tell = listener), choose, times });
    };
    void open();
    return () => {
      isGone = true;
      keeper.leave();
    };
  }, [path, formKey, formId, place, kind, id, times, reopen]);
  return opened?.formId === formId && opened.times === times ? opened : null;
}

/** The same of what stays in this window. */
export function openInWindow({ key: formKey, id: formId }: LocalForm, place: string): Opened {
  const here = { formKey, formId, place };
  return { keeper: createWindowKeeper(here), begun: readBegun(here), formId, listen: () => undefined, times: 0 };
}

/** Answers not yet sent, kept until they are sent or given up. `keptIn` `nowhere`: nothing was typed yet. */
export function useDraft({ keeper, begun, listen }: Opened, initial: Answers) {
  const [answers, setAnswers] = useState<Answers>(begun?.answers ?? initial);
  const [keptIn, setKeptIn] = useState<KeptIn | 'nowhere'>(begun?.keptIn ?? 'nowhere');
  const isTouched = useRef(false);
  useEffect(() => listen(setKeptIn), [listen]);
  const touch = () => {
    isTouched.current = true;
  };
  const keep = (next: Answers) => {
    setAnswers(next);
    // Changes before anybody has touched the form are rjsf's own filling in of defaults: nothing was typed yet.
    if (!isTouched.current || JSON.stringify(next) === JSON.stringify(answers)) return;
    const isKept = keeper.keep(next);
    setKeptIn((before) => (before === 'both' ? before : isKept ? 'window' : 'nowhere'));
  };
  const forget = () => {
    setKeptIn('nowhere');
    setAnswers(initial);
    keeper.sent();
  };
  return { answers, keptIn, touch, keep, forget };
}
