import { explainDecision, type Explanation } from '../decisions/decide.ts';
import { readDecision, type DecisionRow } from '../decisions/store.ts';
import type { StoredRanking } from '../decisions/stored-ranking.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { may } from '../kernel/rights.ts';
import { mayCouncil, readCouncil } from '../kinds/council/index.ts';
import { mayFinding } from '../kinds/finding/index.ts';
import { mayNeed, presentRanking, type Ranking } from '../kinds/need/index.ts';
import { readCandidates } from '../kinds/service/index.ts';
import type { Look } from '../kernel/looks.ts';
import { lookAtRecord } from '../records/look-at-record.ts';
import { audienceOfRecord } from '../records/audience-of.ts';
import { recordKind } from '../records/record-kind.ts';

/** A stored decision in the asker's words, a ranking as a ranking. Who may not see its record does not see it. */
export async function readDecisionInWords(ctx: MunicipalContext, id: string): Promise<Explanation | Ranking> {
  const row = await readDecision(ctx.db, ctx.municipality.id, id);
  if (!row || !(await mayRead(ctx, row))) throw notFound();
  const body = JSON.parse(row.decision) as Partial<StoredRanking>;
  const audience = await audienceOfRecord(ctx, { kind: row.record_kind, id: row.record_id });
  if (!body.ranked) return explainDecision(ctx, row, audience);
  return presentRanking(
    ctx,
    row,
    await definitionById(ctx, 'rules', row.rules_id),
    await readCandidates(
      ctx.db,
      body.ranked.map((one) => one.serviceId),
    ),
    audience,
  );
}

/** Who is looked at in it. */
export async function lookAtDecision(ctx: MunicipalContext, id: string): Promise<Look[]> {
  const row = await readDecision(ctx.db, ctx.municipality.id, id);
  return row ? lookAtRecord(ctx, { kind: row.record_kind, id: row.record_id }, { decision: id }) : [];
}

async function mayRead(ctx: MunicipalContext, row: DecisionRow): Promise<boolean> {
  if (row.record_kind === 'council') {
    const council = await readCouncil(ctx.db, ctx.municipality.id, row.record_id);
    if (!council) return false;
    const rules = await definitionById(ctx, 'rules', row.rules_id);
    // What the evaluation found is for those who steer; why a step was taken is for all who see the council.
    return rules.body.purpose === 'step'
      ? mayCouncil(ctx.actor, 'see', council)
      : mayFinding(ctx.actor, 'see', council);
  }
  if (!Object.hasOwn(ctx.kinds, row.record_kind)) return false;
  const description = recordKind(ctx, row.record_kind);
  const record = await description.load(ctx, row.record_id);
  if (!record || !may(description.rights, ctx.actor, 'see', description.judged(record))) return false;
  return (
    description.kind !== 'need' ||
    ('area_path' in record &&
      typeof record.area_path === 'string' &&
      mayNeed(ctx.actor, 'case', { area_path: record.area_path, scope: 'individual' }))
  );
}
