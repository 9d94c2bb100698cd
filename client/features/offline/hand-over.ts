import { send } from '../../lib/api.ts';
import { dropDraft, type DeviceDraft } from '../../lib/device-store.ts';
import { tidyUp } from '../../lib/take-along.ts';
import { handFiles } from './hand-files.ts';

/**
 * Makes a draft that the server did not take a half-done answer there, where what has changed in its form is told and can be mended. Answers the page to go on
 * with it. It arrives once: what was refused was stored nowhere, and it leaves the device. Without its lost files only where its writer has been
 * told of them: throws LostFiles else.
 */
export async function handOver(refused: DeviceDraft): Promise<string> {
  const { key, code, place, form, refusal } = refused;
  const answers = await handFiles(refused, refused.answers, { withoutLost: refusal?.isLost });
  const draft = `new.${key}`;
  await send(
    'PUT',
    `/municipalities/${code}/answer-drafts/${form.key}`,
    { place: draft, record: null, formId: form.id, answers },
    { version: 0, key },
  );
  await dropDraft(key);
  await tidyUp();
  return `/${code}/${place.begin}?draft=${encodeURIComponent(draft)}`;
}
