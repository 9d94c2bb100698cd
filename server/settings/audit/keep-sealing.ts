import type { Installation } from '../../kernel/installation.ts';
import { sealLines, type SealOptions } from './seal-lines.ts';
import type { Head } from './seals-store.ts';

/** A chain's head goes to the log at most this often. */
const TELL_MS = 60_000;

/**
 * What the runner does every two seconds or so: seals what waits, and writes the heads of chains that have grown to the
 * log, where whoever owns the database cannot change them. `flush` writes those that are still to be told.
 */
export function keepSealing(
  installation: Installation,
  options: SealOptions,
): { round(): Promise<void>; flush(): void } {
  const lastToldAt = new Map<string, number>();
  const untold = new Map<string, Head>();
  const tell = (isDue: (last: number | undefined) => boolean): void => {
    const at = installation.clock().getTime();
    for (const [chain, head] of untold) {
      if (!isDue(lastToldAt.get(chain))) continue;
      installation.log.audit(
        { audit: { municipality: chain === '' ? null : chain, number: head.number, head: head.hash } },
        'audit head',
      );
      lastToldAt.set(chain, at);
      untold.delete(chain);
    }
  };
  return {
    async round() {
      for (const head of await sealLines(installation, options)) untold.set(head.chain, head);
      const now = installation.clock().getTime();
      // A clock that was set back must not keep heads from being told.
      tell((last) => last === undefined || now - last >= TELL_MS || now < last);
    },
    flush: () => tell(() => true),
  };
}
