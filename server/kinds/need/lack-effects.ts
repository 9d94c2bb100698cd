import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { openForLacks } from '../../records/open-records.ts';
import { unmetStandings } from './standings.ts';
import { listUnmet } from './store.ts';

export const lackEffects = [
  /** A register that keeps what is lacking has come into force, or many needs have moved: what is lacking already gets its records. */
  defineEffect({
    type: 'openLacks',
    params: z.object({}),
    async perform(ctx) {
      const unmet = await listUnmet(ctx.db, ctx.municipality.id, await unmetStandings(ctx));
      // Of each area and kind of help once.
      const lacks = new Map(
        unmet.map(({ area_id: areaId, type_key: type }) => [`${areaId} ${type}`, { areaId, type }] as const),
      );
      await openForLacks(ctx, [...lacks.values()]);
    },
  }),
];
