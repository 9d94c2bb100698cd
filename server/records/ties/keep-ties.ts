import { endsOfConsent, listTies } from '../../../forms/index.ts';
import type { Definition } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { insertTies, listKnownKinds, type TieRow } from './ties-store.ts';
import { tellTied } from './with-tied.ts';

/** Keeps which records these answers name, each once a field. In the transaction that stores the answers. */
export async function keepTies(
  ctx: MunicipalContext,
  kind: string,
  form: Definition<'form'>,
  answered: readonly { recordId: string; answers: Record<string, unknown> }[],
  submissionIds: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { recordId, answers } of answered) {
    const ties = listTies(form.body, answers);
    if (ties.length === 0) continue;
    const ends = form.body.purpose === 'record' ? endsOfConsent(form.body, answers) : undefined;
    const seen = await tellTied(ctx, ties);
    const held = ties.some(({ id }) => !seen.has(id))
      ? await listKnownKinds(ctx.db, recordId)
      : new Map<string, string>();
    const rows = new Map<string, TieRow>();
    for (const { id, kinds, path } of ties) {
      // What is held already may be of a kind, or be a record, that the writer is not told of.
      const toKind = seen.get(id)?.kind ?? held.get(id) ?? (kinds.length === 1 ? kinds[0] : undefined);
      if (toKind === undefined) continue;
      rows.set(`${path} ${id}`, {
        id: ctx.newId(),
        municipality_id: ctx.municipality.id,
        from_kind: kind,
        from_id: recordId,
        submission_id: submissionIds.get(recordId) ?? '',
        form_id: form.id,
        field: path,
        to_kind: toKind,
        to_id: id,
        told_before: ends?.get(id) ?? null,
      });
    }
    await insertTies(ctx.db, [...rows.values()]);
  }
}
