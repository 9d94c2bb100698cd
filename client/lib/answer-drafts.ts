import { ApiProblem, get, send } from './api.ts';
import type { AnswerDraft, AnswerDraftSaved } from './contract.ts';
import { forgetDraft, readDraft, writeDraft } from './drafts.ts';
import { isObject } from './is-object.ts';

export type Answers = Record<string, unknown>;

/** The record that a form is filled in for, where there is one already. */
export type DraftRecord = { kind: string; id: string };

/** Which form somebody fills in, in which version, and what for. */
type DraftPlace = {
  /** `answer-drafts` of the municipality, below `/api`. */ path: string;
  formKey: string;
  formId: string;
  place: string;
  record: DraftRecord | null;
};
type WindowPlace = Pick<DraftPlace, 'formKey' | 'formId' | 'place'>;

/** Where what was typed last is: on the server; in this window alone; in this window, and something else on the server; on the device. */
export type KeptIn = 'server' | 'window' | 'both' | 'device';

/** What was begun, as the version that is drawn takes it, and where it is. */
export type Begun = {
  answers: Answers;
  asks: string[];
  aside: { label: string; value: string }[];
  keptIn: KeptIn;
} | null;

const keyOf = ({ formKey, place }: Pick<DraftPlace, 'formKey' | 'place'>): string => `${formKey}.${place}`;

/** How long after the last key what was typed is sent. */
const REST_MS = 800;

/** `version`: the server's, that these answers go on from; 0: none. */
type Kept = { formId: string; answers: Answers; isSaved: boolean; version: number };

function readKept(place: WindowPlace): Kept | null {
  const kept = readDraft(keyOf(place));
  if (!kept) return null;
  if (typeof kept['formId'] === 'string' && isObject(kept['answers'])) return kept as Kept;
  // Kept by a release before 0.2: the answers themselves.
  return { formId: place.formId, answers: kept, isSaved: false, version: 0 };
}

/** This window's name for itself, the same after a reload. */
function windowName(): string {
  const known = readDraft('window')?.['name'];
  if (typeof known === 'string') return known;
  const name = crypto.randomUUID();
  writeDraft('window', { name });
  return name;
}

export type Chosen = 'mine' | 'theirs' | 'neither';

/** Keeps one form's answers while they are typed: in this window at once, on the server a moment later, one request at a time. */
export type Keeper = {
  /** Reads what was begun. Where the server cannot be asked, what this window has. */
  open: () => Promise<Begun>;
  /** False where this window would not keep it. */
  keep: (answers: Answers) => boolean;
  /** Sends what has not been sent yet. `drop`: what was set aside may go. */
  save: (aside?: 'keep' | 'drop') => Promise<void>;
  /** Sends nothing more for now, and waits for what is under way. */
  rest: () => Promise<void>;
  /** The page goes: what waits for its moment is sent now. */
  leave: () => void;
  /** It was sent: the server has put it away with that. */
  sent: () => void;
  /**
   * Of what this window has and what another has saved, the one to go on with; `neither`: it is given up. The keeper is to be opened anew after that. Throws where
   * the server refuses.
   */
  choose: (which: Chosen) => Promise<void>;
};

const keepers = new Map<string, Keeper>();
/** Of each place, what is under way: also after its page was left and opened again. */
const chains = new Map<string, Promise<unknown>>();

/** The answers of this form and place were sent: whoever still keeps them stops. */
export const forgetAnswers = (formKey: string, place: string): void => {
  forgetDraft(keyOf({ formKey, place }));
  keepers.get(keyOf({ formKey, place }))?.sent();
};

/** What this window has of it. */
export function readBegun(place: WindowPlace): Begun {
  const kept = readKept(place);
  return kept && { answers: kept.answers, asks: [], aside: [], keptIn: 'window' };
}

/** Keeps nothing but in this window: what is edited is stored as a record already, or is not to be stored at all. */
export function createWindowKeeper(place: WindowPlace): Omit<Keeper, 'open' | 'choose'> {
  return {
    keep: (answers) => writeDraft(keyOf(place), { formId: place.formId, answers, isSaved: false, version: 0 }),
    save: async () => undefined,
    rest: async () => undefined,
    leave: () => undefined,
    sent: () => forgetDraft(keyOf(place)),
  };
}

/** The version that the server has in place of the one that was seen; null: something else went wrong. */
function readClash(error: unknown): { version: number; isOwn: boolean } | null {
  if (!(error instanceof ApiProblem) || error.problem.code !== 'draftElsewhere') return null;
  const current = error.problem.current as { version: number; window: string | null };
  return { version: current.version, isOwn: current.window === windowName() };
}

/** `onKept` is told whenever it is known anew where the server and this window stand. */
export function createKeeper(place: DraftPlace, onKept: (keptIn: KeptIn) => void): Keeper {
  const address = `${place.path}/${place.formKey}`;
  const key = keyOf(place);
  let latest: Omit<Kept, 'version'> | null = null;
  let version = 0;
  /** What the server has of another window. */
  let clash: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  /** After whatever is under way for this place: what was typed first arrives first. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = (chains.get(key) ?? Promise.resolve()).then(work, work);
    chains.set(key, turn);
    return turn;
  };
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const keepHere = (): boolean => latest !== null && writeDraft(key, { ...latest, version });

  const put = async ({ formId, answers }: Pick<Kept, 'formId' | 'answers'>, aside: 'keep' | 'drop'): Promise<void> => {
    const body = { place: place.place, record: place.record, window: windowName(), formId, answers, aside };
    try {
      ({ version } = await send<AnswerDraftSaved>('PUT', address, body, { version }));
    } catch (error) {
      const elsewhere = readClash(error);
      // This window's own, of which it never heard that it arrived.
      if (!elsewhere?.isOwn) throw error;
      ({ version } = await send<AnswerDraftSaved>('PUT', address, body, { version: elsewhere.version }));
    }
  };
  const saveNow = async (aside: 'keep' | 'drop'): Promise<void> => {
    const saving = latest;
    if (isOver || saving === null || clash !== null) return;
    try {
      await put(saving, aside);
      if (isOver) return;
      if (latest === saving) latest = { ...saving, isSaved: true };
      keepHere();
      if (latest?.isSaved) onKept('server');
    } catch (error) {
      clash = readClash(error)?.version ?? null;
      // The window has it, and sends it with the next key, when it is left or when the form is opened again.
      onKept(clash === null ? 'window' : 'both');
    }
  };
  const save: Keeper['save'] = (aside = 'keep') => {
    stop();
    return inTurn(() => saveNow(aside));
  };
  const readThere = async (): Promise<Begun> => {
    const { draft } = await get<AnswerDraft>(address, { place: place.place, formId: place.formId });
    version = draft?.version ?? 0;
    // It was sent or given up elsewhere.
    if (!draft) forgetDraft(key);
    latest = draft && { formId: place.formId, answers: draft.answers, isSaved: true };
    return draft && { answers: draft.answers, asks: draft.asks, aside: draft.aside, keptIn: 'server' };
  };
  const open = async (): Promise<Begun> => {
    const kept = readKept(place);
    try {
      if (kept && !kept.isSaved) {
        latest = kept;
        version = kept.version;
        await put(kept, 'keep');
      }
      return await readThere();
    } catch (error) {
      clash = readClash(error)?.version ?? null;
      const begun = readBegun(place);
      return begun && clash !== null ? { ...begun, keptIn: 'both' } : begun;
    }
  };
  const end = (): void => {
    isOver = true;
    stop();
    forgetDraft(key);
    if (keepers.get(key) === keeper) keepers.delete(key);
  };
  const keeper: Keeper = {
    open: () => inTurn(open),
    keep: (answers) => {
      latest = { formId: place.formId, answers, isSaved: false };
      stop();
      timer = setTimeout(() => void save(), REST_MS);
      return keepHere();
    },
    save,
    rest: () => {
      stop();
      return inTurn(async () => undefined);
    },
    leave: () => void (latest?.isSaved === false && save()),
    sent: end,
    choose: (which) => {
      stop();
      return inTurn(async () => {
        if (which === 'neither') await send('DELETE', address, undefined, { query: { place: place.place } });
        if (which === 'mine' && latest) {
          version = clash ?? version;
          await put(latest, 'keep');
        }
        end();
      });
    },
  };
  keepers.set(key, keeper);
  return keeper;
}
