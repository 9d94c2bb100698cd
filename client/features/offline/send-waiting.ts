import i18n from 'i18next';
import { ApiProblem, get, send } from '../../lib/api.ts';
import type { Me } from '../../lib/contract.ts';
import { readOwner } from '../../lib/device.ts';
import { changeDraft, dropDraft, dropOldDrafts, listDrafts, type DeviceDraft } from '../../lib/device-store.ts';
import { tidyUp } from '../../lib/take-along.ts';
import { handFiles, LostFiles } from './hand-files.ts';

/** `away`: nothing answers. `signedOut`: the person whose drafts these are is not signed in. */
export type Standing = 'nothing' | 'away' | 'signedOut' | 'sent';
/** What has arrived since the page was opened, the latest first. */
export type Arrived = { key: string; user: string; name: string; page: string };

const arrived: Arrived[] = [];
export const listArrived = (): readonly Arrived[] => [...arrived];

let under: Promise<Standing> | null = null;

/** Sends what waits on this device, its owner's alone; of two windows one. Asks the server nothing where nothing waits. */
export function sendWaiting(): Promise<Standing> {
  under ??= alone(sendAll).finally(() => void (under = null));
  return under;
}

async function alone(work: () => Promise<Standing>): Promise<Standing> {
  return navigator.locks.request('sasaeai.sending', { ifAvailable: true }, async (lock) => (lock ? work() : 'nothing'));
}

async function sendAll(): Promise<Standing> {
  await dropOldDrafts();
  await tidyUp();
  const owner = readOwner();
  const waiting = owner
    ? (await listDrafts(owner)).filter(({ state }) => state === 'ready' || state === 'sending')
    : [];
  if (!owner || waiting.length === 0) return 'nothing';
  try {
    const me = await get<Me>('/me');
    if (me.id !== owner.user) return 'signedOut';
  } catch (error) {
    return standingOf(error) ?? 'away';
  }
  // In the order in which they were begun.
  for (const draft of waiting.toReversed()) {
    const standing = await sendOne(draft);
    if (standing !== 'sent') return standing;
  }
  return 'sent';
}

async function sendOne(waiting: DeviceDraft): Promise<Standing> {
  const { key, user, code, place, form } = waiting;
  let finished: DeviceDraft['finished'] = null;
  // It may have been opened again, or thrown away, since it was listed.
  await changeDraft(key, (draft) => {
    if (draft.state !== 'ready' && draft.state !== 'sending') return null;
    finished = draft.finished;
    return { state: 'sending' };
  });
  if (finished === null) return 'sent';
  try {
    const device = { clientKey: key, formId: form.id, writer: user };
    const { id } = await send<{ id: string }>('POST', `/municipalities/${code}/${place.send}`, {
      answers: await handFiles(waiting, finished),
      device,
    });
    await dropDraft(key);
    await tidyUp();
    arrived.unshift({ key, user, name: form.name, page: `/${code}/${place.begin.replace(/new$/, id)}` });
    return 'sent';
  } catch (error) {
    if (error instanceof LostFiles) {
      await refuseLost(key, error);
      return 'sent';
    }
    const standing = standingOf(error);
    if (standing === 'signedOut') await changeDraft(key, () => ({ state: 'ready' }));
    if (standing) return standing;
    const { title, detail = '', issues = [], current } = (error as ApiProblem).problem;
    const asks = (current as { asks?: string[] } | undefined)?.asks ?? [];
    const reasons = [...asks, ...issues.map(({ message }) => message)];
    await changeDraft(key, () => ({ state: 'refused', finished: null, refusal: { title, detail, reasons } }));
    return 'sent';
  }
}

/** Its writer decides: chooses them again, or goes on without them. */
export async function refuseLost(key: string, { names }: LostFiles): Promise<void> {
  const refusal = { title: i18n.t('offline:lost.title'), detail: i18n.t('offline:lost.help'), reasons: names };
  await changeDraft(key, () => ({ state: 'refused', finished: null, refusal: { ...refusal, isLost: true } }));
}

/** Something has to be done first in the account: it says nothing of what was asked. */
export const isForAccount = ({ problem }: ApiProblem): boolean =>
  ['passwordTooShort', 'secondFactorNeeded'].includes(problem.code);

/** Null: the server has said no to the answers themselves. */
function standingOf(error: unknown): Standing | null {
  if (!(error instanceof ApiProblem)) return 'away';
  if (error.status === 401 || error.problem.code === 'writerElse') return 'signedOut';
  // Too much was asked: the same is sent again later.
  if (error.status >= 500 || error.status === 429) return 'away';
  return isForAccount(error) ? 'signedOut' : null;
}
