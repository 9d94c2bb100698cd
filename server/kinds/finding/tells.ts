import type { RelatedToCouncil } from '../council/index.ts';
import type { RelatedToNeed } from '../need/index.ts';
import { listFindings } from './findings.ts';
import { mayFinding } from './policy.ts';
import { countOpenFindings, nearestCouncil } from './store.ts';

export const findingsOfNeeds: Pick<RelatedToNeed, 'findings' | 'nearestCouncil'> = {
  findings: (ctx, needId) => listFindings(ctx, { needId, purpose: 'escalation' }),
  nearestCouncil: async (ctx, areaPath) => (await nearestCouncil(ctx.db, ctx.municipality.id, areaPath)) ?? null,
};

export const findingsOfCouncils: Pick<RelatedToCouncil, 'findings' | 'countFindings'> = {
  findings: (ctx, councilId) => listFindings(ctx, { councilId }),
  countFindings: (ctx, councils) =>
    countOpenFindings(
      ctx.db,
      councils.filter((council) => mayFinding(ctx.actor, 'see', council)).map(({ id }) => id),
    ),
};
