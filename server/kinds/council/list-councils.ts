import { normaliseForSearch } from '../../database/normalise.ts';
import type { Page, Paging } from '../../database/paging.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { presentStanding, type Standing } from '../../records/standing.ts';
import { standingsWhere } from '../../records/standings.ts';
import { readArea } from '../../settings/areas/store.ts';
import { councilReach } from './policy.ts';
import { relatedToCouncil } from './related.ts';
import { listCouncils, summariseCouncils, type CouncilRow, type CouncilSummary } from './store.ts';
import { tellCoordinators } from './tell-coordinators.ts';

export type ListedCouncil = {
  row: CouncilRow;
  standing: Standing;
  summary: Omit<CouncilSummary, 'coordinators'> & { coordinators: string[]; findings: number };
};
export type CouncilQuery = {
  q?: string | undefined;
  area?: string | undefined;
  tier?: number | undefined;
  stage?: string | undefined;
};

/** The councils that the asker may see, narrowed by words, an area with all below it, tier and stage. */
export async function searchCouncils(
  ctx: MunicipalContext,
  query: CouncilQuery,
  paging: Paging,
): Promise<Page<CouncilRow>> {
  const area = query.area ? await readArea(ctx.db, ctx.municipality.id, query.area) : null;
  if (query.area && !area) throw notFound();
  return listCouncils(
    ctx.db,
    ctx.municipality.id,
    {
      reach: councilReach(ctx.actor),
      words: normaliseForSearch(query.q ?? '')
        .split(' ')
        .filter(Boolean),
      ...(area ? { areaPath: area.path } : {}),
      ...(query.tier ? { tier: query.tier } : {}),
      ...(query.stage ? { standings: await standingsWhere(ctx, 'council', ({ stage }) => stage === query.stage) } : {}),
    },
    paging,
  );
}

/** The same as a list shows them. */
export async function listCouncilsSeen(
  ctx: MunicipalContext,
  query: CouncilQuery,
  paging: Paging,
): Promise<Page<ListedCouncil>> {
  const page = await searchCouncils(ctx, query, paging);
  return { ...page, items: await withSummaries(ctx, page.items) };
}

/** Where a council stands, in words. */
export async function standingOf(ctx: MunicipalContext, row: CouncilRow): Promise<Standing> {
  return presentStanding(row, (await definitionById(ctx, 'workflow', row.workflow_id)).body, ctx.language);
}

/** Councils with where they stand and what a list shows beside them; findings are counted for who may read them. */
async function withSummaries(ctx: MunicipalContext, rows: CouncilRow[]): Promise<ListedCouncil[]> {
  const summaries = await summariseCouncils(
    ctx.db,
    rows.map((row) => row.id),
    ctx.today,
  );
  const findings = await relatedToCouncil(ctx).countFindings(ctx, rows);
  const listed: ListedCouncil[] = [];
  for (const row of rows) {
    const { coordinators = [], lastMeetingOn = null } = summaries.get(row.id) ?? {};
    listed.push({
      row,
      standing: await standingOf(ctx, row),
      summary: {
        coordinators: tellCoordinators(ctx.language, coordinators),
        lastMeetingOn,
        findings: findings.get(row.id) ?? 0,
      },
    });
  }
  return listed;
}
