import { useState } from 'react';
import { ApiProblem } from './api.ts';
import { forgetDraft, readDraft, writeDraft } from './drafts.ts';

type Options<T> = {
  /** Names the draft in this window; include the record's version, so that an old draft is not put over newer values. */
  draft: string;
  initial: T;
  /** What is wrong with the values, by field; empty when nothing is. */
  check: (values: T) => Partial<Record<keyof T, string>>;
  /** The field that a server's issue belongs to, from its place in the body (`/areaIds/0` → `areaIds`); the same name when left out. */
  places?: Partial<Record<string, keyof T>>;
};

/** The state of an ordinary form: kept while typing, errors of its own check and of the server by field. */
export function useRecordForm<T extends Record<string, unknown>>({ draft, initial, check, places = {} }: Options<T>) {
  const [begun] = useState(() => readDraft(draft) as Partial<T> | null);
  const [values, setValues] = useState<T>({ ...initial, ...begun });
  const [kept, setKept] = useState(begun !== null);
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<Error | null>(null);
  const [refused, setRefused] = useState<Partial<Record<keyof T, string>>>({});
  const own = attempt > 0 ? check(values) : {};
  const errors: Partial<Record<keyof T, string>> = { ...refused, ...own };

  const change = (some: Partial<T>) => {
    const next = { ...values, ...some };
    setValues(next);
    setKept(writeDraft(draft, next));
    setRefused(Object.fromEntries(Object.entries(refused).filter(([name]) => !(name in some))) as typeof refused);
  };
  const submit = async (send: (values: T) => Promise<unknown>) => {
    setAttempt(attempt + 1);
    setProblem(null);
    if (Object.keys(check(values)).length > 0) return;
    try {
      await send(values);
      forgetDraft(draft);
    } catch (error) {
      const issues = error instanceof ApiProblem ? (error.problem.issues ?? []) : [];
      const placed = issues.flatMap((issue) => {
        const first = issue.path.split('/').find(Boolean) ?? '';
        const name = places[first] ?? (first in values ? first : undefined);
        return name === undefined ? [] : [[name, issue.message] as const];
      });
      setRefused(Object.fromEntries(placed) as typeof refused);
      // What has its place on a field need not be said above as well.
      setProblem(placed.length > 0 && placed.length === issues.length ? null : (error as Error));
    }
  };
  return {
    values,
    change,
    errors,
    problem,
    submit,
    /** Sending was tried and is held: what is wrong is said all the same. */
    hold: () => setAttempt(attempt + 1),
    kept,
    forget: () => forgetDraft(draft),
    clearProblem: () => setProblem(null),
  };
}
