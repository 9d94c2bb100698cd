import { z } from 'zod';
import { defineEffect } from '../../effects/effect.ts';
import { openForLacks } from '../../records/open-records.ts';
import { unmetStandings } from './standings.ts';
import { countUnmet } from './store.ts';

export const lackEffects = [
  /** A register that keeps what is lacking has come into force, or many needs have moved: what is lacking already gets its records. */
  defineEffect({
    type: 'openLacks',
    params: z.object({}),
    async perform(ctx) {
      const unmet = await countUnmet(ctx.db, ctx.municipality.id, await unmetStandings(ctx));
      await openForLacks(
        ctx,
        unmet.map(({ area_id: areaId, type_key: type }) => ({ areaId, type })),
      );
    },
  }),
];
