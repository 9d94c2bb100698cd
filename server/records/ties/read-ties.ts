import type { z } from 'zod';
import { consentedList, fieldWords, marksOf, tells } from '../../../forms/index.ts';
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
import { listKept, tiePart, type KeptTie, type Tied } from './tie-parts.ts';
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
  const kept = await listKept(ctx, kind, id);
  const isOwn = ([fromKind, fromId]: KeptTie['from']): boolean => fromKind === kind && fromId === id;
  const named = (ties: readonly TieRow[], endOf: (tie: TieRow) => KeptTie['to'], register: boolean) =>
    Promise.all(
      ties.map(async (tie) => {
        const { body: form } = await definitionById(ctx, 'form', tie.form_id);
        const label = fieldWords(form, tie.field, ctx.language).title ?? tie.field;
        return { end: endOf(tie), label: register ? withRegister(ctx, tie.from_kind, label) : label };
      }),
    );
  const body = {
    outgoing: await group(ctx, [
      ...(await named(from, ({ to_kind, to_id }) => [to_kind, to_id], false)),
      ...kept.filter((tie) => isOwn(tie.from)).map((tie) => ({ end: tie.to, label: tie.label })),
    ]),
    incoming: await group(ctx, [
      ...(await named(to, ({ from_kind, from_id }) => [from_kind, from_id], true)),
      ...kept
        .filter((tie) => isOwn(tie.to))
        .map((tie) => ({ end: tie.from, label: withRegister(ctx, tie.from[0], tie.label) })),
    ]),
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

/** Those of fields that the asker is told of, in records that they see; to others than its staff, of entries with their own consent only while that holds. */
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
    const audience = audienceOf(ctx, description, row, form.purpose);
    const list = consentedList(form);
    const isOfEntry = list !== undefined && tie.field.startsWith(`${list}[].`);
    if (isOfEntry && audience !== 'staff' && (tie.told_before ?? '') <= ctx.today) continue;
    if (tells(marksOf(form).get(tie.field), audience)) kept.push(tie);
  }
  return kept;
}

/** Of what names a record, with its register's words. */
const withRegister = (ctx: MunicipalContext, kind: string, field: string): string =>
  say(ctx.language, 'records.tie', { register: tiedKindName(ctx, kind), field });

/** By the other end's register and the field's words, each record once. */
async function group(ctx: MunicipalContext, ties: readonly { end: KeptTie['to']; label: string }[]): Promise<Group[]> {
  const titles = new Map<string, Tied>();
  for (const [kind, some] of Map.groupBy(ties, ({ end }) => end[0]))
    for (const record of (await tiePart(ctx, kind)?.tell(ctx, [...new Set(some.map(({ end }) => end[1]))])) ?? [])
      titles.set(record.id, record);
  const groups = new Map<string, Group>();
  for (const { end, label } of ties) {
    const [kind, id] = end;
    const record = titles.get(id);
    if (!record) continue;
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
