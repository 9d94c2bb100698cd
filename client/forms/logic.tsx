import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';
import { nothingSaid } from '../../forms/logic/evaluate.ts';
import { settle, type Settled } from '../../forms/logic/settle.ts';
import { listUnmet, listWanted } from '../../forms/logic/unmet.ts';
import type { LogicRule } from '../../forms/types.ts';
import { escapeToken } from '../../forms/walk.ts';
import type { Answers } from '../lib/answer-drafts.ts';
import type { LocalForm } from '../lib/contract.ts';
import { fits, type AnswerIssue } from './check-answers.ts';
import { hasEmptyEntry, isInEmptyEntry, withoutEmptyEntries } from './empty-entries.ts';

/** What a form's logic says of what is typed. */
export type Said = Settled & { wanted: readonly string[] };

/** The server holds the form's rules to be of this shape before it gives them out. */
const logicOf = (form: LocalForm): LogicRule[] | undefined => form.logic as LogicRule[] | undefined;

export function applyLogic(form: LocalForm, typed: Answers): Said {
  const logic = logicOf(form);
  if (!logic) return { answers: typed, outcome: nothingSaid, agreed: true, wanted: [] };
  const settled = settle({ schema: form.schema, uiSchema: form.uiSchema, logic }, typed, fits);
  return { ...settled, wanted: listWanted(settled) };
}

/**
 * What is sent of what was typed: neither hidden answers nor entries in which nothing is left. `typed` is what was typed in the entries that are sent, with
 * the hidden answers: a place in the one is the same place in the other.
 */
export function answersToSend(form: LocalForm, typed: Answers): { sent: Answers; typed: Answers } {
  let kept = withoutEmptyEntries(typed) as Answers;
  let sent = applyLogic(form, kept).answers;
  // An entry less may hide what other entries hold.
  for (let round = 0; round < MOST_ROUNDS && hasEmptyEntry(sent); round += 1) {
    kept = withoutEmptyEntries(kept, sent) as Answers;
    sent = applyLogic(form, kept).answers;
  }
  return { sent: withoutEmptyEntries(sent) as Answers, typed: kept };
}

/** More turns than lists hang on each other in any form. */
const MOST_ROUNDS = 30;

/** What the logic asks for and does not find; a refusal brings its own words. */
export function logicIssues(said: Settled, typed: unknown, language: string): (AnswerIssue & { message?: string })[] {
  return listUnmet(said).flatMap((unmet) =>
    isInEmptyEntry(typed, unmet.place)
      ? []
      : [
          {
            path: unmet.place,
            code: unmet.code,
            ...(unmet.code === 'refused' && {
              message: (language === 'en' ? unmet.message.en : undefined) ?? unmet.message.ja,
            }),
          },
        ],
  );
}

/** Keeps what is said, so that only the fields it says something new of are drawn again. */
export type SaidStore = {
  get: () => Said;
  put: (said: Said) => void;
  subscribe: (listener: () => void) => () => void;
};

export function createSaidStore(first: Said): SaidStore {
  let said = first;
  const listeners = new Set<() => void>();
  return {
    get: () => said,
    put: (next) => {
      said = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const empty = createSaidStore({ answers: {}, outcome: nothingSaid, agreed: true, wanted: [] });
const StoreContext = createContext(empty);
const PlaceContext = createContext('');

export function ProvideSaid({ store, children }: { store: SaidStore; children: ReactNode }) {
  return <StoreContext value={store}>{children}</StoreContext>;
}

/** Says to what is drawn inside which field it is. */
export function ProvidePlace({ path, children }: { path: readonly (string | number)[]; children: ReactNode }) {
  return <PlaceContext value={toPlace(path)}>{children}</PlaceContext>;
}

export const toPlace = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${escapeToken(part)}`).join('');

type Json = string | number | boolean | readonly unknown[] | undefined;

/** One thing that the logic says of the field that asks; drawn again only when that changes. */
export function useSaid<T extends Json>(pick: (said: Said, place: string) => T, of?: string): T {
  const store = use(StoreContext);
  const own = use(PlaceContext);
  const read = () => pick(store.get(), of ?? own);
  return useSyncExternalStore(store.subscribe, read, read);
}

export const isRequired = ({ outcome }: Said, place: string): boolean => outcome.required.has(place);
export const isSet = ({ outcome }: Said, place: string): boolean => outcome.values.has(place);
export const valueOf = ({ outcome }: Said, place: string): Json => outcome.values.get(place) as Json;
export const isWanted = ({ wanted }: Said, place: string): boolean => wanted.includes(place);
/** Of an entry of a list of plain values what is said of the list. */
export const allowedOf = ({ outcome }: Said, place: string): readonly unknown[] | undefined =>
  outcome.allowed.get(place) ?? outcome.allowed.get(place.replace(/\/\d+$/, ''));
/** Those of a group's fields that are not asked, as one text. */
export const hiddenIn = ({ outcome }: Said, place: string): string =>
  [...outcome.hidden].filter((hidden) => hidden.slice(0, hidden.lastIndexOf('/')) === place).join('\n');
