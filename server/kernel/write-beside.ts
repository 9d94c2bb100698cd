import type { Db } from '../database/db.ts';
import type { Installation } from './installation.ts';
import { noteTrouble } from './trouble.ts';

/** Longer than a write takes, and short enough for a page that only reads while somebody else holds the database. */
const PATIENCE_MS = 200;

const underWay = new WeakMap<Installation, Set<string>>();

/**
 * Writes what an answer does not depend on (when a session was used last, say), on a connection of its own. What is under way
 * already is not begun again, and what fails is left out: it must be such that the next request may make up for it. Resolves
 * when it is stored, and where that takes long before it is.
 */
export async function writeBeside(
  installation: Installation,
  what: string,
  write: (db: Db) => Promise<void>,
): Promise<void> {
  const known = underWay.get(installation) ?? new Set<string>();
  underWay.set(installation, known);
  if (known.has(what)) return;
  known.add(what);
  const stored = write(installation.db)
    .catch((error: unknown) => {
      if (!noteTrouble(installation, error)) installation.log.error({ err: error, what }, 'could not be noted');
    })
    .finally(() => known.delete(what));
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
  await Promise.race([stored, patience]);
  clearTimeout(timer);
}
