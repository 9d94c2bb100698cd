import type { LocalForm, Me, Municipality } from './contract.ts';
import { setOwner, type Owner } from './device.ts';
import { keepForm, listOwners, returnForm, type FormPlace, type TakenForm } from './device-store.ts';

/** Built beside the page (`client/app/offline-worker.ts`): it has no hash, as its address is what a browser knows it by. */
const WORKER = '/offline-worker.js';

/** Not on an address without https, nor in browsers that have none. */
export const canTakeAlong = (): boolean => 'serviceWorker' in navigator;

/** Keeps a form on the device, and the pages that it is filled in on; resolves once both are there without the network. */
export async function takeAlong(me: Me, city: Municipality, place: FormPlace, form: LocalForm): Promise<void> {
  const owner: Owner = { user: me.id, name: me.name, code: city.code };
  // The development server has no worker.
  if (!import.meta.hot) {
    await navigator.serviceWorker.register(WORKER);
    await navigator.serviceWorker.ready;
  }
  await keepForm(owner, place, form, city);
  // Asks the browser not to throw it away where room is short; whether it promises is its own affair.
  await navigator.storage.persist?.().catch(() => false);
  setOwner(owner);
}

/** With the last thing on the device its pages go too. */
export async function putBack(taken: TakenForm): Promise<void> {
  await returnForm(taken);
  await tidyUp();
}

/** Leaves nothing behind where nothing of anybody is on the device any more. */
export async function tidyUp(): Promise<void> {
  if ((await listOwners()).length > 0) return;
  setOwner('nothing');
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}
