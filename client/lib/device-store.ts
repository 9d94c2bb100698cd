import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Answers } from './answer-drafts.ts';
import type { LocalForm, Municipality } from './contract.ts';
import type { Owner } from './device.ts';

/*
 * What lies on the device, by person and municipality: the forms that were taken along, and what is written in them until it has arrived. Nothing else that the
 * server tells of anybody.
 */

/** A draft goes so long after it was begun, sent or not: answers about residents do not stay on a device. */
export const KEPT_DAYS = 14;
/** From so many days before it is told on every page. */
const WARNED_DAYS = 3;
const DAY_MS = 86_400_000;

/** Where a form comes from and goes to, below its municipality: what it is read from, what its answers are sent to, and the page that begins one there. */
export type FormPlace = { path: string; send: string; begin: string };

export type TakenForm = {
  user: string;
  code: string;
  path: string;
  place: FormPlace;
  form: LocalForm;
  city: Municipality;
  takenAt: string;
};

/** `sending`: it was sent and no answer came; whether it arrived is known when it is sent again. */
export type DraftState = 'writing' | 'ready' | 'sending' | 'refused';

export type DeviceDraft = {
  /** Its name for good: the server takes it once. */
  key: string;
  user: string;
  code: string;
  place: FormPlace;
  /** As it was when this was begun: a newer one changes nothing of it here. */
  form: LocalForm;
  city: Municipality;
  answers: Answers;
  /** What of the answers is sent; null: it is still being written. */
  finished: Answers | null;
  state: DraftState;
  /** Why the server did not take it, or why it was not sent: files of it are lost. */
  refusal: { title: string; detail: string; reasons: string[]; isLost?: boolean } | null;
  begunAt: string;
  savedAt: string;
};

/** A file that was chosen in a draft. */
type DeviceFile = { id: string; draft: string; kind: string; name: string; bytes: Blob };

interface Store extends DBSchema {
  files: { key: string; value: DeviceFile; indexes: { draft: string } };
  forms: { key: [string, string, string]; value: TakenForm; indexes: { owner: [string, string] } };
  drafts: { key: string; value: DeviceDraft; indexes: { owner: [string, string] } };
}

let opened: Promise<IDBPDatabase<Store>> | undefined;

const open = (): Promise<IDBPDatabase<Store>> =>
  (opened ??= openDB<Store>('sasaeai', 2, {
    upgrade(db, before) {
      if (before < 1) {
        db.createObjectStore('forms', { keyPath: ['user', 'code', 'path'] }).createIndex('owner', ['user', 'code']);
        db.createObjectStore('drafts', { keyPath: 'key' }).createIndex('owner', ['user', 'code']);
      }
      if (before < 2) db.createObjectStore('files', { keyPath: 'id' }).createIndex('draft', 'draft');
    },
    // A page of a newer release in another window waits for this one otherwise.
    blocking: () => {
      void opened?.then((db) => db.close());
      opened = undefined;
    },
  }));

const ownerKey = ({ user, code }: Pick<Owner, 'user' | 'code'>): [string, string] => [user, code];

/** Keeps a form on the device, in place of the version that was there. */
export async function keepForm(owner: Owner, place: FormPlace, form: LocalForm, city: Municipality): Promise<void> {
  const { user, code } = owner;
  const takenAt = new Date().toISOString();
  await (await open()).put('forms', { user, code, path: place.path, place, form, city, takenAt });
}

export const listForms = async (owner: Owner): Promise<TakenForm[]> =>
  (await open()).getAllFromIndex('forms', 'owner', ownerKey(owner));

/** Drafts that were begun in it stay, and are sent. */
export const returnForm = async ({ user, code, path }: TakenForm): Promise<void> =>
  (await open()).delete('forms', [user, code, path]);

/** Begins a draft of a form that was taken along; answers its key. */
export async function beginDraft({ user, code, place, form, city }: TakenForm): Promise<string> {
  const key = crypto.randomUUID();
  const now = new Date().toISOString();
  const answers = form.initial ?? {};
  const begun = { answers, finished: null, state: 'writing', refusal: null, begunAt: now, savedAt: now } as const;
  await (await open()).add('drafts', { key, user, code, place, form, city, ...begun });
  return key;
}

/** The owner's drafts, the latest begun first. */
export async function listDrafts(owner: Owner): Promise<DeviceDraft[]> {
  const drafts = await (await open()).getAllFromIndex('drafts', 'owner', ownerKey(owner));
  return drafts.toSorted((a, b) => (a.begunAt < b.begunAt ? 1 : -1));
}

/** Null where there is none, or it is somebody else's. */
export async function readDeviceDraft(owner: Pick<Owner, 'user' | 'code'>, key: string): Promise<DeviceDraft | null> {
  const draft = await (await open()).get('drafts', key);
  return draft?.user === owner.user && draft.code === owner.code ? draft : null;
}

/** Changes a draft in one go; null: it stays as it is. False where it is not there, or stayed. */
export async function changeDraft(
  key: string,
  change: (draft: DeviceDraft) => Partial<DeviceDraft> | null,
): Promise<boolean> {
  const turn = (await open()).transaction('drafts', 'readwrite');
  const draft = await turn.store.get(key);
  const changed = draft && change(draft);
  if (draft && changed) await turn.store.put({ ...draft, ...changed });
  await turn.done;
  return Boolean(changed);
}

/** With the files that were chosen in it. */
export async function dropDraft(key: string): Promise<void> {
  const turn = (await open()).transaction(['drafts', 'files'], 'readwrite');
  await turn.objectStore('drafts').delete(key);
  const files = turn.objectStore('files');
  for (const id of await files.index('draft').getAllKeys(key)) await files.delete(id);
  await turn.done;
}

/** An id that no server gives: the file lies on the device. */
export const isDeviceFile = (id: string): boolean => id.startsWith('device:');

/** Answers its id. */
export async function keepDeviceFile(draft: string, kind: string, { name }: File, bytes: Blob): Promise<string> {
  const id = `device:${crypto.randomUUID()}`;
  await (await open()).add('files', { id, draft, kind, name, bytes });
  return id;
}

export const readDeviceFile = async (id: string): Promise<DeviceFile | undefined> => (await open()).get('files', id);
export const dropDeviceFile = async (id: string): Promise<void> => (await open()).delete('files', id);

export const goesAt = ({ begunAt }: DeviceDraft): string =>
  new Date(Date.parse(begunAt) + KEPT_DAYS * DAY_MS).toISOString();
export const goesSoon = (draft: DeviceDraft): boolean => Date.parse(goesAt(draft)) - Date.now() < WARNED_DAYS * DAY_MS;

/** Drops whoever's drafts whose time is over. */
export async function dropOldDrafts(): Promise<void> {
  const db = await open();
  for (const draft of await db.getAll('drafts'))
    if (Date.parse(goesAt(draft)) <= Date.now()) await dropDraft(draft.key);
}

/** Of whom there is anything here, and of which municipalities. */
export async function listOwners(): Promise<{ user: string; code: string }[]> {
  const db = await open();
  return [...(await db.getAll('drafts')), ...(await db.getAll('forms'))].map(({ user, code }) => ({ user, code }));
}
