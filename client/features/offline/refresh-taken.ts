import { get } from '../../lib/api.ts';
import type { LocalForm, Me, Municipality } from '../../lib/contract.ts';
import type { Owner } from '../../lib/device.ts';
import { keepForm, listForms } from '../../lib/device-store.ts';
import { putBack } from '../../lib/take-along.ts';

/** Takes the forms in force in place of those that were taken along; none where the city allows it no more. What is begun stays as it was begun. */
export async function refreshTaken(owner: Owner): Promise<void> {
  const taken = await listForms(owner);
  if (taken.length === 0 || (await get<Me>('/me')).id !== owner.user) return;
  const at = `/municipalities/${owner.code}`;
  const city = await get<Municipality>(at);
  for (const each of taken) {
    if (!city.offline) await putBack(each);
    else await keepForm(owner, each.place, await get<LocalForm>(`${at}/${each.path}`), city);
  }
}
