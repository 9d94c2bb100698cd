import type { CodeEntry } from '../../lib/contract.ts';

/** The kinds of which an area may be made below one of this kind, from the widest on. */
export const kindsBelow = (kinds: readonly CodeEntry[], kind: string): CodeEntry[] =>
  kinds.slice(kinds.findIndex(({ key }) => key === kind) + 1).filter(({ retired }) => !retired);
