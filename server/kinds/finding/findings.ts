import type { z } from 'zod';
import { explainDecision } from '../../decisions/decide.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { serviceTypeNames, typeName } from '../../settings/codes/service-types.ts';
import { councilAudience } from '../council/index.ts';
import { mayNeed } from '../need/index.ts';
import type * as contract from './contract.ts';
import { mayFinding, findingReach } from './policy.ts';
import { relatedToFinding } from './related.ts';
import {
  listFindingRows,
  listFindingsWithNeeds,
  readFinding,
  updateFinding,
  type FindingStatus,
  type NamedFinding,
  type FindingNeed,
} from './store.ts';

export type Finding = z.infer<typeof contract.finding>;
export type FindingQuery = {
  councilId?: string | undefined;
  needId?: string | undefined;
  statuses?: FindingStatus[] | undefined;
  purpose?: 'escalation' | 'watch' | undefined;
  limit?: number;
  /** False: without the needs that they are about, where only sentences are wanted. */
  needs?: false;
  /** Only those of councils that are not closed. */
  ofOpenCouncils?: true;
};

/** Findings that the asker may see, the latest first; open and raised ones unless others are asked for. */
export async function listFindings(ctx: MunicipalContext, query: FindingQuery = {}): Promise<Finding[]> {
  const paths = findingReach(ctx.actor);
  const filter = {
    municipalityId: ctx.municipality.id,
    councilId: query.councilId,
    needId: query.needId,
    purpose: query.purpose,
    statuses: query.statuses ?? ['open', 'raised'],
    paths,
    ofOpenCouncils: query.ofOpenCouncils ?? false,
  };
  const rows: (NamedFinding & { needs?: FindingNeed[] })[] =
    query.needs === false
      ? await listFindingRows(ctx.db, filter, query.limit)
      : await listFindingsWithNeeds(ctx.db, filter, query.limit);
  const names = await serviceTypeNames(ctx);
  const findings: Finding[] = [];
  for (const row of rows) findings.push(await presentFinding(ctx, row, names, row.needs ?? []));
  return findings;
}

/** A finding for who may see it; throws not-found otherwise. */
export async function findingById(ctx: MunicipalContext, id: string): Promise<NamedFinding> {
  const row = await readFinding(ctx.db, ctx.municipality.id, id);
  if (!row || (ctx.actor.kind === 'user' && !mayFinding(ctx.actor, 'see', row))) throw notFound();
  return row;
}

async function presentFinding(
  ctx: MunicipalContext,
  row: NamedFinding,
  names: Map<string, string>,
  needs: FindingNeed[],
): Promise<Finding> {
  const explanation = await explainDecision(
    ctx,
    {
      id: row.decision_id,
      rules_id: row.rules_id,
      decision: row.decision,
      decided_at: row.decided_at,
    },
    councilAudience(ctx.actor, row.area_path),
  );
  const open = row.status === 'open' && mayFinding(ctx.actor, 'dismiss', row);
  return {
    id: row.id,
    purpose: row.purpose,
    council: { id: row.council_id, name: row.council_name },
    type: row.purpose === 'escalation' ? typeName(names, row.type_key) : null,
    outcome: row.outcome,
    // A watch may have noticed several things at once; this finding is about one of them.
    sentence: explanation.outcomes.find((outcome) => outcome.type === row.outcome)?.text ?? explanation.sentence,
    explanation,
    needs: needs
      .filter((need) => mayNeed(ctx.actor, 'see', need))
      .map(({ id, number, title }) => ({ id, number, title })),
    status: row.status,
    statusReason: row.status_reason,
    foundAt: row.found_at,
    confirmedAt: row.confirmed_at,
    can: {
      dismiss: open,
      raise:
        row.status === 'open' &&
        row.purpose === 'escalation' &&
        relatedToFinding(ctx).mayPropose(ctx.actor, { area_path: row.area_path, tier: row.council_tier }),
    },
    version: row.version,
  };
}

/** Sets a finding aside with a reason. It stays so until matters get worse (see `evaluate-findings.ts`). Throws `findingNotOpen`, `stale`. */
export async function dismissFinding(
  ctx: MunicipalContext,
  id: string,
  version: number,
  reason: string,
): Promise<{ id: string; version: number }> {
  const row = await findingById(ctx, id);
  if (!mayFinding(ctx.actor, 'dismiss', row)) throw notAllowed();
  if (row.version !== version)
    throw await staleConflict(ctx, 'finding', id, version, { id, version: row.version, status: row.status });
  if (row.status !== 'open') throw refused('findingNotOpen');
  const next = await updateFinding(ctx.db, id, version, { status: 'dismissed', status_reason: reason });
  if (next === null) throw await staleConflict(ctx, 'finding', id, version, { id, version: row.version });
  await audit(
    ctx,
    'finding.dismiss',
    { kind: 'finding', id, title: row.council_name },
    {
      version: next,
      changed: tellChanges({ status: [row.status, 'dismissed'], status_reason: [null, reason] }, ['status']),
    },
  );
  return { id, version: next };
}
