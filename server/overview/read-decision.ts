import { explainDecision, type Explanation } from '../decisions/decide.ts';
import { readDecision } from '../decisions/store.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import type { Look } from '../kernel/looks.ts';
import { may } from '../kernel/rights.ts';
import { audienceOf } from '../records/audience-of.ts';
import { lookAtRecord } from '../records/look-at-record.ts';
import { recordKind } from '../records/record-kind.ts';

/** A stored decision in the asker's words, or in those that its record's kind has for it. Who may not see why does not see it. */
export async function readDecisionInWords(ctx: MunicipalContext, id: string): Promise<Explanation | object> {
  const row = await readDecision(ctx.db, ctx.municipality.id, id);
  if (!row || !Object.hasOwn(ctx.kinds, row.record_kind)) throw notFound();
  const kind = recordKind(ctx, row.record_kind);
  const record = await kind.load(ctx, row.record_id);
  if (!record || !may(kind.rights, ctx.actor, 'see', kind.judged(record))) throw notFound();
  const rules = await definitionById(ctx, 'rules', row.rules_id);
  if (kind.seesDecision?.(ctx.actor, record, rules.body.purpose) === false) throw notFound();
  const audience = audienceOf(ctx, kind, record);
  return (await kind.tellDecision?.(ctx, row, audience)) ?? explainDecision(ctx, row, audience);
}

/** Who is looked at in it. */
export async function lookAtDecision(ctx: MunicipalContext, id: string): Promise<Look[]> {
  const row = await readDecision(ctx.db, ctx.municipality.id, id);
  return row ? lookAtRecord(ctx, { kind: row.record_kind, id: row.record_id }, { decision: id }) : [];
}
