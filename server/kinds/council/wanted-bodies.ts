import { definitionInForce, type Definition } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { readCodeNames } from '../../settings/codes/code-entries.ts';
import { isInOffice, type CouncilRow, type NamedMember } from './store.ts';

export type WantedBody = { kind: string; name: string; there: string[] };

/**
 * The kinds of body that a council of this tier should bring together, by its workflow as it is now (a council under way on an
 * older version too), each with the organisations of that kind that sit in it today. Kinds that the city does not have are left out.
 */
export async function listWantedBodies(
  ctx: MunicipalContext,
  council: CouncilRow,
  workflow: Definition<'workflow'>,
  members: NamedMember[],
): Promise<WantedBody[]> {
  const inForce = (await definitionInForce(ctx, 'workflow', workflow.key)) ?? workflow;
  const wanted = inForce.body.parties?.[String(council.tier)] ?? [];
  if (wanted.length === 0) return [];
  const names = await readCodeNames(ctx, 'organisation-kind');
  const present = members.filter((member) => isInOffice(member, ctx.today));
  return wanted.flatMap((kind) => {
    const name = names.get(kind);
    const there = present.flatMap((body) => (body.organisation_kind === kind ? (body.organisation_name ?? []) : []));
    return name === undefined ? [] : [{ kind, name, there: [...new Set(there)] }];
  });
}
