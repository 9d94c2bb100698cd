import type { z } from 'zod';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { areaKindsOf, tierAt } from '../../settings/areas/area-kinds.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import type * as contract from './contract.ts';
import { councilReach } from './policy.ts';
import { listStandingCouncils } from './store.ts';

type Board = z.infer<typeof contract.councilBoard>;

/** Every stage that a council of the asker's may stand in, and the areas that lack a council; nothing of either for who sees none. */
export async function readCouncilBoard(ctx: MunicipalContext): Promise<Board> {
  const reach = councilReach(ctx.actor);
  const councils = await listStandingCouncils(ctx.db, ctx.municipality.id, reach);
  return {
    stages: await stagesOf(ctx, [...new Set(councils.map(({ workflow_id: id }) => id))]),
    lacking: await lackingAreas(
      ctx,
      reach,
      new Set(councils.flatMap((council) => (council.closed_at ? [] : [council.area_id]))),
    ),
  };
}

/** Those of workflows whose stages are called alike stand in one place: the furthest that any of them has it at. */
async function stagesOf(ctx: MunicipalContext, workflowIds: string[]): Promise<Board['stages']> {
  const stages = new Map<string, { keys: Set<string>; place: number }>();
  for (const id of workflowIds) {
    const { body } = await definitionById(ctx, 'workflow', id);
    for (const [place, { key, text }] of (body.stages ?? []).entries()) {
      const name = text[ctx.language] ?? text.ja;
      const before = stages.get(name) ?? { keys: new Set<string>(), place: 0 };
      stages.set(name, { keys: before.keys.add(key), place: Math.max(before.place, place) });
    }
  }
  return [...stages]
    .toSorted(([, first], [, second]) => first.place - second.place)
    .map(([name, { keys }]) => ({ name, keys: [...keys] }));
}

/** Within what the asker sees councils of: those above an area are told as well. */
async function lackingAreas(
  ctx: MunicipalContext,
  reach: readonly string[],
  having: ReadonlySet<string>,
): Promise<Board['lacking']> {
  const kinds = await areaKindsOf(ctx);
  return (await areasOf(ctx)).flatMap(({ id, name, kind, path, closed_at: closedAt }) => {
    const tier = tierAt(kinds, kind);
    const isSeen = reach.some((own) => path.startsWith(own) || own.startsWith(path));
    return tier === null || closedAt !== null || having.has(id) || !isSeen ? [] : [{ area: { id, name, kind }, tier }];
  });
}
