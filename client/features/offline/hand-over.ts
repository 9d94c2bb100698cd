import { send } from '../../lib/api.ts';
import { dropDraft, type DeviceDraft } from '../../lib/device-store.ts';
import { handFiles } from './hand-files.ts';

/**
 * Makes a draft that the server did not take a half-done answer there, where what has changed in its form is told and can be mended. Answers the page to go on
 * with it. It arrives once: what was refused was stored nowhere, and it leaves the device.
 */
export async function handOver(refused: DeviceDraft): Promise<string> {
  const { key, code, place, form } = refused;
  const answers = await handFiles(refused, refused.answers);
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
