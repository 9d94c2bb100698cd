import { useState } from 'react';
import { forgetDraft, readDraft, writeDraft } from '../lib/drafts.ts';

type Answers = Record<string, unknown>;

/** Answers not yet sent, kept under `key` until `forget`. `kept` is true once something was kept, or was found. */
export function useDraft(
  key: string,
  initial: Answers,
): { answers: Answers; kept: boolean; keep: (answers: Answers) => void; forget: () => void } {
  const [begun] = useState(() => readDraft(key));
  const [answers, setAnswers] = useState<Answers>(begun ?? initial);
  const [kept, setKept] = useState(begun !== null);
  const keep = (next: Answers) => {
    setAnswers(next);
    // The first change that rjsf reports is its own filling in of defaults: nothing was typed yet.
    if (JSON.stringify(next) !== JSON.stringify(answers)) setKept(writeDraft(key, next));
  };
  const forget = () => {
    forgetDraft(key);
    setKept(false);
    setAnswers(initial);
  };
  return { answers, kept, keep, forget };
}
