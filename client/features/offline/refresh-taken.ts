import { ApiProblem, get } from '../../lib/api.ts';
import type { LocalForm, Me, Municipality } from '../../lib/contract.ts';
import type { Owner } from '../../lib/device.ts';
import { keepForm, listForms } from '../../lib/device-store.ts';
import { putBack } from '../../lib/take-along.ts';
import { isForAccount } from './send-waiting.ts';

/**
 * Takes the forms in force in place of those that were taken along. Those go that the city allows no more, or that their owner may read no more; what is begun
 * stays as it was begun. One that cannot be asked for just now stays as it is, and keeps none of the others.
 */
export async function refreshTaken(owner: Owner): Promise<void> {
  const taken = await listForms(owner);
  if (taken.length === 0 || (await get<Me>('/me')).id !== owner.user) return;
  const at = `/municipalities/${owner.code}`;
  const city = await unlessRefused(get<Municipality>(at));
  for (const each of taken) {
    try {
      const form = city?.offline ? await unlessRefused(get<LocalForm>(`${at}/${each.path}`)) : null;
      if (city && form) await keepForm(owner, each.place, form, city);
      else await putBack(each);
    } catch {
      // Asked again with the next page.
    }
  }
}

/** Null: it is there no more, or not for this person. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem && [403, 404].includes(error.status) && !isForAccount(error)) return null;
    throw error;
  }
}
