import { formName } from '../../../forms/index.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { Actor, MunicipalContext } from '../../kernel/context.ts';
import { may } from '../../kernel/rights.ts';
import { recordKind } from '../record-kind.ts';
import { passDraftFiles } from '../answer-files/answer-files.ts';
import { listAnswerDrafts, moveAnswerDraft, readAnswerDraftById, type AnswerDraftRow } from './store.ts';

/** What somebody has begun to write and not sent: in which form, and (`record`) about what; null: about nothing that is there yet. */
export type Begun = {
  id: string;
  form: string;
  record: { path: string; title: string; seenBy(actor: Actor): boolean } | null;
  savedAt: string;
};

/** What an account has begun, the latest first; of a record that is gone nothing. */
export async function listBegun(ctx: MunicipalContext, userId: string): Promise<Begun[]> {
  const rows = await listAnswerDrafts(ctx.db, { municipality_id: ctx.municipality.id, user_id: userId });
  const records = await recordsOf(ctx, rows);
  const begun: Begun[] = [];
  for (const row of rows) {
    const record = records.get(row.record_id ?? '') ?? null;
    if (row.record_id !== null && record === null) continue;
    const { body } = await definitionById(ctx, 'form', row.form_id);
    const form = formName(body, ctx.language);
    begun.push({ id: row.id, form, record, savedAt: row.saved_at });
  }
  return begun;
}

/** The records that they are about, by id, a statement a kind. */
async function recordsOf(
  ctx: MunicipalContext,
  rows: AnswerDraftRow[],
): Promise<Map<string, NonNullable<Begun['record']>>> {
  const records = new Map<string, NonNullable<Begun['record']>>();
  for (const [kind, ofKind] of Map.groupBy(rows, (row) => row.record_kind ?? '')) {
    if (!Object.hasOwn(ctx.kinds, kind)) continue;
    const description = recordKind(ctx, kind);
    for (const record of await description.loadAll(
      ctx,
      ofKind.flatMap((row) => row.record_id ?? []),
    ))
      records.set(record.id, {
        path: `${description.page}/${record.id}`,
        title: description.title(record),
        seenBy: (actor) => may(description.rights, actor, 'see', description.judged(record)),
      });
  }
  return records;
}

/** Somebody else goes on with it, unless they have begun the same themselves: then it stays where it is. */
export async function passBegun(ctx: MunicipalContext, id: string, to: Actor & { id: string }): Promise<boolean> {
  const row = await readAnswerDraftById(ctx.db, id);
  const memberships = JSON.stringify(to.memberships.map((membership) => membership.id));
  const isMoved = row !== undefined && (await moveAnswerDraft(ctx.db, row, to.id, memberships));
  if (isMoved) await passDraftFiles(ctx.db, row.user_id, to.id, [row.answers, row.aside]);
  return isMoved;
}
