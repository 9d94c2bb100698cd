import type { SessionLimits } from './sessions-store.ts';

/** However much it is used. */
export const longestSessionMinutes = 12 * 60;

export const minutesBefore = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) - minutes * 60_000).toISOString();

/** When sessions must have begun and been used to go on now. */
export const sessionLimits = (now: string, idleMinutes: number): SessionLimits => ({
  begunAfter: minutesBefore(now, longestSessionMinutes),
  usedAfter: minutesBefore(now, idleMinutes),
});
