import { z } from 'zod';
import { defineEffect } from '../../../effects/effect.ts';
import { eraseNeedOfList } from '../erase-person.ts';
import { readErasureList, setKept, setOutcome } from './store.ts';

export const retentionEffects = [
  /** Takes what is personal out of one need of an approved list. A need that was opened again meanwhile stays as it is. */
  defineEffect({
    type: 'eraseListedNeed',
    params: z.object({ list: z.string(), need: z.string() }),
    async perform(ctx, { params: { list: listId, need } }) {
      const list = await readErasureList(ctx.db, ctx.municipality.id, listId);
      if (!list?.approved_at) throw new Error('eraseListedNeed: no approved list');
      // Taken first: of two at once, one does it.
      if (!(await setOutcome(ctx.db, listId, need, 'erased', ctx.now))) return;
      if (!(await eraseNeedOfList(ctx, need, list))) await setKept(ctx.db, listId, need);
    },
  }),
];
