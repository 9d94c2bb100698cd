import type { z } from 'zod';
import { fieldWords, marksOf, tells } from '../../../forms/index.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { showing, type Look } from '../../kernel/looks.ts';
import { may } from '../../kernel/rights.ts';
import { say } from '../../kernel/texts/index.ts';
import { audienceOf } from '../audience-of.ts';
import { recordKind, type MovingRow } from '../record-kind.ts';
import type * as contract from './contract.ts';
import { tiedKindName } from './pick.ts';
import { tiePart, type Tied } from './tie-parts.ts';
import { listTiesFrom, listTiesTo, type TieRow } from './ties-store.ts';

type Ties = z.infer<typeof contract.recordTies>;
type Group = Ties['outgoing'][number];

/**
 * What a record names and what names it, by field, as far as the asker may see both ends and be told of the field; of the rest not even
 * that there is something. Throws not-found for a record that the asker may not see.
 */
export async function readTies(
  ctx: MunicipalContext,
  { kind, id }: z.infer<typeof contract.tiesQuery>,
): Promise<{ body: Ties; looks: Look[] }> {
  const own = (await tiePart(ctx, kind)?.tell(ctx, [id])) ?? [];
  if (own.length === 0) throw notFound();
  const from = await toldOf(ctx, await listTiesFrom(ctx.db, ctx.municipality.id, kind, id));
  const to = await toldOf(ctx, await listTiesTo(ctx.db, ctx.municipality.id, kind, id));
  const body = {
    outgoing: await group(
      ctx,
      from,
      ({ to_kind, to_id }) => [to_kind, to_id],
      () => null,
    ),
    incoming: await group(
      ctx,
      to,
      ({ from_kind, from_id }) => [from_kind, from_id],
      ({ from_kind }) => tiedKindName(ctx, from_kind),
    ),
  };
  const shown = [...body.outgoing, ...body.incoming].flatMap(({ items }) => items);
  const ofResidents = shown.filter((item) => tiePart(ctx, item.kind)?.ofResident);
  return {
    body,
    looks: showing(
      'tie.read',
      ofResidents.map((item) => item.id),
    ),
  };
}

/** Those of fields that the asker is told of, in records that they see. */
async function toldOf(ctx: MunicipalContext, ties: readonly TieRow[]): Promise<TieRow[]> {
  const rows = new Map<string, MovingRow>();
  for (const [kind, some] of Map.groupBy(ties, ({ from_kind: from }) => from)) {
    if (!Object.hasOwn(ctx.kinds, kind)) continue;
    for (const row of await recordKind(ctx, kind).loadAll(ctx, [...new Set(some.map((tie) => tie.from_id))]))
      rows.set(row.id, row);
  }
  const kept: TieRow[] = [];
  for (const tie of ties) {
    const row = rows.get(tie.from_id);
    if (!row) continue;
    const description = recordKind(ctx, tie.from_kind);
    if (!may(description.rights, ctx.actor, 'see', description.judged(row))) continue;
    const { body: form } = await definitionById(ctx, 'form', tie.form_id);
    if (tells(marksOf(form).get(tie.field), audienceOf(ctx, description, row, form.purpose))) kept.push(tie);
  }
  return kept;
}

/** By the other end's register and the field's words, each record once. */
async function group(
  ctx: MunicipalContext,
  ties: readonly TieRow[],
  endOf: (tie: TieRow) => [kind: string, id: string],
  registerOf: (tie: TieRow) => string | null,
): Promise<Group[]> {
  const titles = new Map<string, Tied>();
  for (const [kind, some] of Map.groupBy(ties.map(endOf), ([kind]) => kind))
    for (const record of (await tiePart(ctx, kind)?.tell(ctx, [...new Set(some.map(([, id]) => id))])) ?? [])
      titles.set(record.id, record);
  const groups = new Map<string, Group>();
  for (const tie of ties) {
    const [kind, id] = endOf(tie);
    const record = titles.get(id);
    if (!record) continue;
    const { body: form } = await definitionById(ctx, 'form', tie.form_id);
    const field = fieldWords(form, tie.field, ctx.language).title ?? tie.field;
    const register = registerOf(tie);
    const label = register === null ? field : say(ctx.language, 'records.tie', { register, field });
    const members = groups.get(label) ?? { label, items: [] };
    groups.set(label, members);
    if (!members.items.some((item) => item.id === id))
      members.items.push({
        id,
        kind,
        kindName: tiedKindName(ctx, kind),
        title: record.title,
        page: `${tiePart(ctx, kind)?.page ?? ''}/${id}`,
      });
  }
  return [...groups.values()];
}
