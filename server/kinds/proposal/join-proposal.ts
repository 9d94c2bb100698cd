import type { z } from 'zod';
import { definitionById } from '../../definitions/definitions.ts';
import { numberTitle, tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { addOwnEvent } from '../../records/own-event.ts';
import { stateName } from '../../records/standing.ts';
import { standingsTagged } from '../../records/standings.ts';
import { lockRecord } from '../../records/store.ts';
import {
  findingById,
  listCandidatesOf,
  listFindingNeeds,
  mayFinding,
  updateFinding,
  type NamedFinding,
} from '../finding/index.ts';
import type * as contract from './contract.ts';
import { mayProposal, mayProposeFor } from './policy.ts';
import {
  insertJoin,
  listCovering,
  readProposal,
  readProposalCouncil,
  updateProposal,
  type CoveringRow,
} from './store.ts';

type Covering = z.infer<typeof contract.covering>['items'][number];

/** What was adopted already covers which of a council's candidates, so that the same lack is not proposed again and again. Throws not-found. */
export async function readCovering(ctx: MunicipalContext, councilId: string): Promise<Covering[]> {
  const council = await readProposalCouncil(ctx.db, ctx.municipality.id, councilId);
  if (!council || !mayFinding(ctx.actor, 'see', council)) throw notFound();
  const findings = await listCandidatesOf(ctx.db, ctx.municipality.id, councilId);
  const items: Covering[] = [];
  for (const { finding, row, joined } of await coveringOf(ctx, findings)) {
    const own = row.finding_id === finding.id;
    if (finding.status !== 'open' && !own && !joined) continue;
    const see = mayProposal(ctx.actor, 'see', row);
    const mayJoin = mayProposeFor(ctx.actor, { ...finding, tier: finding.council_tier });
    // Of another area's proposal, who neither reads it nor joins it is told nothing.
    if (!see && !mayJoin) continue;
    const { body } = await definitionById(ctx, 'workflow', row.workflow_id);
    items.push({
      finding: finding.id,
      proposal: { id: row.id, number: row.number, title: row.title },
      from: { id: row.from_council_id, name: row.from_name },
      state: stateName(body, row.state, ctx.language),
      dueOn: row.due_on,
      fiscalYear: row.fiscal_year,
      own,
      joined,
      can: {
        join: finding.status === 'open' && mayJoin,
        see,
      },
    });
  }
  return items;
}

async function coveringOf(
  ctx: MunicipalContext,
  findings: NamedFinding[],
): Promise<{ finding: NamedFinding; row: CoveringRow; joined: boolean }[]> {
  if (findings.length === 0) return [];
  const rows = await listCovering(
    ctx.db,
    ctx.municipality.id,
    {
      typeKeys: [...new Set(findings.map((finding) => finding.type_key))],
      // What covers a candidate was adopted by a council at its area or above.
      areaIds: [...new Set(findings.flatMap((finding) => finding.area_path.split('/').filter(Boolean)))],
    },
    findings.map(({ id }) => id),
    await standingsTagged(ctx, 'proposal', 'adopted'),
  );
  return findings.flatMap((finding) => {
    const fitting = rows.filter(
      (row) => row.type_key === finding.type_key && finding.area_path.startsWith(row.to_path),
    );
    return [...Map.groupBy(fitting, ({ id }) => id).values()].flatMap((same) => {
      const joined = same.find((row) => row.joined_finding === finding.id);
      const row = joined ?? same[0];
      return row ? [{ finding, row, joined: joined !== undefined }] : [];
    });
  });
}

/**
 * Lets a candidate join an adopted proposal that covers it, instead of a new one: it is raised, its council is told how that goes,
 * and the proposal's story says who joined it. Throws not-found, not-allowed, `findingNotOpen`, `notCovering`, `stale`.
 */
export async function joinProposal(
  ctx: MunicipalContext,
  id: string,
  findingId: string,
): Promise<{ id: string; version: number }> {
  const finding = await findingById(ctx, findingId);
  if (!mayProposeFor(ctx.actor, { ...finding, tier: finding.council_tier })) throw notAllowed();
  await lockRecord(ctx.db, 'proposals', ctx.municipality.id, id);
  const row = await readProposal(ctx.db, ctx.municipality.id, id);
  if (finding.status !== 'open') throw refused('findingNotOpen');
  const covers = (await coveringOf(ctx, [finding])).some((proposal) => proposal.row.id === id);
  if (!row || !covers) throw refused('notCovering');
  await insertJoin(ctx.db, {
    proposal_id: id,
    finding_id: findingId,
    joined_by: ctx.actor.id,
    joined_at: ctx.now,
  });
  // Stored for all who read it, whatever the language of who joins.
  const reason = say('ja', 'proposals.joined', {
    number: row.number,
    council: row.from_name,
  });
  const raised = await updateFinding(ctx.db, findingId, finding.version, { status: 'raised', status_reason: reason });
  if (raised === null) throw await staleConflict(ctx, 'finding', findingId, finding.version);
  await audit(
    ctx,
    'finding.raise',
    { kind: 'finding', id: findingId, title: finding.council_name },
    { version: raised, changed: tellChanges({ status: [finding.status, 'raised'] }, ['status']) },
  );
  const version = await updateProposal(ctx.db, id, row.version, {});
  if (version === null) throw await staleConflict(ctx, 'proposal', id, row.version);
  const needs = (await listFindingNeeds(ctx.db, [findingId])).get(findingId) ?? [];
  const details = { council: finding.council_name, needs: needs.length };
  await addOwnEvent(ctx, 'proposal', row, { type: 'JOIN', version, details });
  await audit(
    ctx,
    'proposal.join',
    { kind: 'proposal', id, title: numberTitle(row.number) },
    { version, council: finding.council_id },
  );
  return { id, version };
}
