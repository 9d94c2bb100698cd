import { z } from 'zod';
import {
  listFieldUses,
  holdSubmissions,
  listAnsweredRecords,
  replaceFieldValues,
  updateFieldUse,
} from '../decisions/field-values-store.ts';
import { useFields, valuesOf } from '../decisions/field-values.ts';
import { listRecordFields } from '../decisions/form-facts.ts';
import { listLatestAnswers } from '../decisions/submissions-store.ts';
import type { Audience } from '../../forms/types.ts';
import { addEffect } from '../effects/add-effect.ts';
import { defineEffect } from '../effects/effect.ts';
import type { MunicipalContext } from '../kernel/context.ts';

/** Records that are filled in in one transaction, in which nobody else can submit a form. */
const BATCH = 300;
/** Batches in a row, after which other effects have their turn. */
const ROW = 10;

/** Has the values of fields kept, and those that were answered before filled in: the first of them at once, the rest beside the service. */
export async function beginFields(
  ctx: MunicipalContext,
  kind: string,
  audiences: readonly Audience[],
  fields: readonly string[],
): Promise<void> {
  for (const field of await useFields(ctx, kind, audiences, fields))
    await addEffect(ctx, { type: fillField.type, params: { kind, field, batch: 0 } });
}

/**
 * Takes over what was answered to a field before it was first used, a batch at a time: each with its place and with the effect
 * that goes on, in one transaction. So it goes on where a server died, and only one server does it.
 */
export const fillField = defineEffect({
  type: 'fillField',
  params: z.object({ kind: z.string(), field: z.string(), batch: z.number().int() }),
  perform: async (ctx, { params: { kind, field, batch } }) => {
    const municipalityId = ctx.municipality.id;
    await holdSubmissions(ctx.db);
    const use = (await listFieldUses(ctx.db, municipalityId, kind)).find((fieldUse) => fieldUse.field === field);
    if (!use || use.filled_at !== null) return;
    const fact = (await listRecordFields(ctx, kind)).find(({ declaration }) => declaration.path === field);
    const ids = fact ? await listAnsweredRecords(ctx.db, municipalityId, kind, use.filled_to, BATCH) : [];
    if (fact) {
      const rows = (await listLatestAnswers(ctx.db, kind, ids)).filter(({ form_key }) => fact.forms.includes(form_key));
      // The latest answered last: of several forms that ask it, that one counts.
      const latest = new Map(rows.map((row) => [row.record_id, row]));
      const values = [...latest].flatMap(([recordId, row]) =>
        valuesOf({ municipalityId, kind, recordId }, [fact], row.form_id, JSON.parse(row.answers)),
      );
      await replaceFieldValues(ctx.db, ids, [field], values);
    }
    const last = ids.at(-1);
    if (ids.length < BATCH || last === undefined) return updateFieldUse(ctx.db, use, { filled_at: ctx.now });
    await updateFieldUse(ctx.db, use, { filled_to: last });
    const rests = batch % ROW === 0;
    await addEffect(ctx, {
      type: fillField.type,
      params: { kind, field, batch: batch + 1 },
      ...(rests ? { dueAt: new Date(Date.parse(ctx.now) + 1).toISOString() } : {}),
    });
  },
});
