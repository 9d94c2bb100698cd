import { useEffect, useState } from 'react';
import {
  createKeeper,
  createWindowKeeper,
  readBegun,
  type Answers,
  type Begun,
  type Keeper,
} from '../lib/answer-drafts.ts';
import type { LocalForm } from '../lib/contract.ts';
import { usePaths } from '../lib/municipality.tsx';

export type Opened = {
  keeper: Omit<Keeper, 'open'>;
  begun: Begun;
  formId: string;
  /** Told whenever the server has what was typed last, or could not be reached. */
  listen: (listener: (isSaved: boolean) => void) => void;
};

/** What somebody has begun in a form for a place (`record`), in this window or another; null while it is being read. */
export function useOpened(form: LocalForm, record: string): Opened | null {
  const { api } = usePaths();
  const path = api('answer-drafts');
  const [opened, setOpened] = useState<Opened | null>(null);
  const { key: formKey, id: formId } = form;
  useEffect(() => {
    let tell: (isSaved: boolean) => void = () => undefined;
    let isGone = false;
    const keeper = createKeeper({ path, formKey, formId, place: record }, (isSaved) => tell(isSaved));
    const open = async (): Promise<void> => {
      const begun = await keeper.open();
      if (!isGone) setOpened({ keeper, begun, formId, listen: (listener) => void (tell = listener) });
    };
    void open();
    return () => {
      isGone = true;
      keeper.leave();
    };
  }, [path, formKey, formId, record]);
  return opened?.formId === formId ? opened : null;
}

/** The same of what stays in this window. */
export function openInWindow({ key: formKey, id: formId }: LocalForm, record: string): Opened {
  const place = { formKey, formId, place: record };
  return { keeper: createWindowKeeper(place), begun: readBegun(place), formId, listen: () => undefined };
}

/** Where what was typed is kept: nothing was typed yet, this window, the server too. */
export type KeptIn = 'nowhere' | 'window' | 'server';

/** Answers not yet sent, kept until `forget`. */
export function useDraft({ keeper, begun, listen }: Opened, initial: Answers) {
  const [answers, setAnswers] = useState<Answers>(begun?.answers ?? initial);
  const [keptIn, setKeptIn] = useState<KeptIn>(!begun ? 'nowhere' : begun.isSaved ? 'server' : 'window');
  useEffect(() => listen((isSaved) => setKeptIn(isSaved ? 'server' : 'window')), [listen]);
  const keep = (next: Answers) => {
    setAnswers(next);
    // The first change that rjsf reports is its own filling in of defaults: nothing was typed yet.
    if (JSON.stringify(next) !== JSON.stringify(answers)) setKeptIn(keeper.keep(next) ? 'window' : 'nowhere');
  };
  const forget = () => {
    setKeptIn('nowhere');
    setAnswers(initial);
    return keeper.forget();
  };
  return { answers, keptIn, keep, forget };
}
