import { get, send } from './api.ts';
import type { AnswerDraft } from './contract.ts';
import { forgetDraft, readDraft, writeDraft } from './drafts.ts';
import { isObject } from './is-object.ts';

export type Answers = Record<string, unknown>;

/** Which form somebody fills in, in which version, and what for. */
export type DraftPlace = {
  /** `answer-drafts` of the municipality, below `/api`. */ path: string;
  formKey: string;
  formId: string;
  place: string;
};

/** What was begun, as the version that is drawn takes it, and how much of it is where. */
export type Begun = {
  answers: Answers;
  asks: string[];
  aside: { label: string; value: string }[];
  isSaved: boolean;
} | null;

const keyOf = ({ formKey, place }: Pick<DraftPlace, 'formKey' | 'place'>): string => `${formKey}.${place}`;

/** How long after the last key what was typed is sent. */
const REST_MS = 800;

type Kept = { formId: string; answers: Answers; isSaved: boolean };

function readKept(place: Omit<DraftPlace, 'path'>): Kept | null {
  const kept = readDraft(keyOf(place));
  return kept && typeof kept['formId'] === 'string' && isObject(kept['answers']) ? (kept as unknown as Kept) : null;
}

/** Keeps one form's answers while they are typed: in this window at once, on the server a moment later, one request at a time. */
export type Keeper = {
  /** Reads what was begun. Where the server cannot be asked, what this window has. */
  open: () => Promise<Begun>;
  /** False where this window would not keep it. */
  keep: (answers: Answers) => boolean;
  /** Sends what has not been sent yet. `drop`: what was set aside may go. */
  save: (aside?: 'keep' | 'drop') => Promise<void>;
  /** The page goes: what waits for its moment is sent now. */
  leave: () => void;
  /** It was sent, or given up. */
  forget: () => Promise<void>;
};

const keepers = new Map<string, Keeper>();

/** The answers of this form and place were sent: whoever still keeps them stops. */
export const forgetAnswers = async (formKey: string, place: string): Promise<void> => {
  forgetDraft(keyOf({ formKey, place }));
  await keepers.get(keyOf({ formKey, place }))?.forget();
};

/** What this window has of it. */
export function readBegun(place: Omit<DraftPlace, 'path'>): Begun {
  const kept = readKept(place);
  return kept && { answers: kept.answers, asks: [], aside: [], isSaved: false };
}

/** Keeps nothing but in this window: what is edited is stored as a record already, or is not to be stored at all. */
export const createWindowKeeper = (place: Omit<DraftPlace, 'path'>): Omit<Keeper, 'open'> => ({
  keep: (answers) => writeDraft(keyOf(place), { formId: place.formId, answers, isSaved: false }),
  save: async () => undefined,
  leave: () => undefined,
  forget: async () => forgetDraft(keyOf(place)),
});

/** `onSaved` is told whenever the server has what was typed last, or could not be reached. */
export function createKeeper(place: DraftPlace, onSaved: (isSaved: boolean) => void): Keeper {
  const address = `${place.path}/${place.formKey}`;
  const key = keyOf(place);
  let latest: Answers | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isThere = false;
  let isOver = false;
  // One request at a time: what was typed first arrives first.
  let chain: Promise<void> = Promise.resolve();

  const put = async (formId: string, answers: Answers, aside: 'keep' | 'drop'): Promise<void> => {
    await send('PUT', address, { place: place.place, formId, answers, aside });
    isThere = true;
  };
  const saveAfter = async (before: Promise<void>, aside: 'keep' | 'drop'): Promise<void> => {
    await before;
    const answers = latest;
    if (isOver || answers === null) return;
    try {
      await put(place.formId, answers, aside);
      if (latest !== answers || isOver) return;
      writeDraft(key, { formId: place.formId, answers, isSaved: true });
      onSaved(true);
    } catch {
      // The window has it, and sends it with the next key or when the form is opened again.
      onSaved(false);
    }
  };
  const save: Keeper['save'] = (aside = 'keep') => {
    clearTimeout(timer);
    timer = undefined;
    chain = saveAfter(chain, aside);
    return chain;
  };
  const keeper: Keeper = {
    open: async () => {
      const kept = readKept(place);
      try {
        if (kept && !kept.isSaved) await put(kept.formId, kept.answers, 'keep');
        const { draft } = await get<AnswerDraft>(address, { place: place.place, formId: place.formId });
        isThere = draft !== null;
        // It was sent or given up elsewhere.
        if (!draft) forgetDraft(key);
        latest = draft?.answers ?? null;
        return draft && { ...draft, isSaved: true };
      } catch {
        return readBegun(place);
      }
    },
    keep: (answers) => {
      latest = answers;
      clearTimeout(timer);
      timer = setTimeout(() => void save(), REST_MS);
      return writeDraft(key, { formId: place.formId, answers, isSaved: false });
    },
    save,
    leave: () => void (timer !== undefined && save()),
    forget: async () => {
      isOver = true;
      clearTimeout(timer);
      timer = undefined;
      forgetDraft(key);
      if (keepers.get(key) === keeper) keepers.delete(key);
      await chain;
      if (isThere) await send('DELETE', address, undefined, { query: { place: place.place } }).catch(() => undefined);
    },
  };
  keepers.set(key, keeper);
  return keeper;
}
