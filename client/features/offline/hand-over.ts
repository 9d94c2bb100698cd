import { send } from '../../lib/api.ts';
import { dropDraft, type DeviceDraft } from '../../lib/device-store.ts';

/**
 * Makes a draft that the server did not take a half-done answer there, where what has changed in its form is told and can be mended. Answers the page to go on
 * with it. It arrives once: what was refused was stored nowhere, and it leaves the device.
 */
export async function handOver({ key, code, place, form, answers }: DeviceDraft): Promise<string> {
  const draft = `new.${key}`;
  await send(
    'PUT',
    `/municipalities/${code}/answer-drafts/${form.key}`,
    { place: draft, record: null, formId: form.id, answers },
    { version: 0, key },
  );
  await dropDraft(key);
  return `/${code}/${place.begin}?draft=${encodeURIComponent(draft)}`;
}
