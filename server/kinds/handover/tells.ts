import type { RelatedToNeed } from '../need/index.ts';
import { listNotesAbout } from './store.ts';

export const handoversOfNeeds: Pick<RelatedToNeed, 'handoverNotes'> = {
  async handoverNotes(ctx, records) {
    const rows = await listNotesAbout(ctx.db, [...records.keys()]);
    return rows.flatMap(({ record_id: record, need_id: about, ...row }) => {
      const need = records.get(record ?? '') ?? records.get(about ?? '');
      return need === undefined ? [] : [{ ...row, need_id: need }];
    });
  },
};
