import type { z } from 'zod';
import type * as contract from './contract.ts';

/** What stands in an area against needs of a type: how many go on, and of them how many have nobody; services that reach it, of them with room; services of the type anywhere. */
export type Stands = { open: number; unmet: number; services: number; room: number; elsewhere: number };

export type LackMark = z.infer<typeof contract.lackMark>;

/** Does the area belong to those that the reader looks after, and which counts are small elsewhere. */
export type Reader = { own: boolean; hidesBelow: number };

/** So many services with room, and nobody who asks, are more than an area needs. */
const TOO_MANY = 2;

/**
 * What needs against services come to: `short`, nobody has room (or there is no such service at all); `unreachable`, there are services of the type, and
 * none of them reaches the area; `unjoined`, somebody has nobody though there is room; `overlapping`, several have room and nobody asks. Null: nothing of these.
 */
export function markOf({ open, unmet, services, room, elsewhere }: Stands): LackMark | null {
  if (open === 0) return room >= TOO_MANY ? 'overlapping' : null;
  if (services === 0) return elsewhere > 0 ? 'unreachable' : 'short';
  if (room === 0 || unmet > room) return 'short';
  return unmet > 0 ? 'unjoined' : null;
}

/**
 * The same as it is told: outside of one's own areas, where a count is not told, only what follows from the services and from somebody's asking. Anything
 * more would say how many it is.
 */
export const toldMark = (stands: Stands, reader: Reader): LackMark | null =>
  [stands.open, stands.unmet].some((count) => toldCount(count, reader) === null)
    ? markOf({ ...stands, unmet: 0 })
    : markOf(stands);

/** A count as it is told outside of one's own areas: one that is so small that it may be somebody one knows is not told; null. */
export const toldCount = (count: number, { own, hidesBelow }: Reader): number | null =>
  own || count === 0 || count >= hidesBelow ? count : null;
