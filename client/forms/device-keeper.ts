import type { KeptIn } from '../lib/answer-drafts.ts';
import { changeDraft, type DeviceDraft } from '../lib/device-store.ts';
import type { Opened } from './use-draft.ts';

/** What is typed stays on the device, one write after the other, until it is sent from there. */
export function openOnDevice({ key, answers, form }: DeviceDraft): Opened {
  let tell: (keptIn: KeptIn | 'nowhere') => void = () => undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    formId: form.id,
    begun: { answers, asks: [], aside: [], keptIn: 'device' },
    listen: (listener) => void (tell = listener),
    times: 0,
    keeper: {
      keep: (typed) => {
        const write = () => changeDraft(key, () => ({ answers: typed, savedAt: new Date().toISOString() }));
        last = last.then(write, write).then(
          (isKept) => tell(isKept ? 'device' : 'nowhere'),
          () => tell('nowhere'),
        );
        return true;
      },
      save: async () => void (await last),
      rest: async () => void (await last),
      leave: () => undefined,
      sent: () => undefined,
    },
  };
}
