import type { Decision } from '../../rules/index.ts';

/** One service in a stored ranking, in its order; `rank` is null for one left out. `decision` is null for those that are only counted: their case has the facts. */
export type RankedService = { serviceId: string; rank: number | null; decision: Decision | null };

export type StoredRanking = { ranked: RankedService[] };
