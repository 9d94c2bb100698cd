import { listStandings, tagsAt, type PossibleStanding } from '../../workflows/index.ts';
import type { Standings } from '../database/standings.ts';
import { definitionById, definitionsInForce, listEveryVersion, type Definition } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { stateName } from './standing.ts';

/** What a record's own workflow version says about where it stands. */
export async function tagsOf(ctx: MunicipalContext, row: { workflow_id: string; state: string }): Promise<string[]> {
  return tagsAt((await definitionById(ctx, 'workflow', row.workflow_id)).body, row.state);
}

/** Every standing that fits, of every version of every workflow of a kind: records stay with the version they began with. */
export async function standingsWhere(
  ctx: MunicipalContext,
  kind: RecordKind,
  fits: (standing: PossibleStanding) => boolean,
): Promise<Standings> {
  return gather(await listWorkflows(ctx, kind), fits);
}

/** Those with at least one of these tags. */
export const standingsTagged = (ctx: MunicipalContext, kind: RecordKind, ...tags: string[]): Promise<Standings> =>
  standingsWhere(ctx, kind, (standing) => tags.some((tag) => standing.tags.includes(tag)));

/**
 * Those that a list's filter names: by a tag, or else by a stage; or else by a state's id, as links that were kept and
 * states without a tag of their own do.
 */
export async function standingsNamed(ctx: MunicipalContext, kind: RecordKind, name: string): Promise<Standings> {
  const workflows = await listWorkflows(ctx, kind);
  const ways: ((standing: PossibleStanding) => boolean)[] = [
    ({ tags }) => tags.includes(name),
    ({ stage }) => stage === name,
    ({ state }) => state === name,
  ];
  for (const fits of ways) {
    const standings = gather(workflows, fits);
    if (standings.length > 0) return standings;
  }
  return [];
}

/** Every version of every workflow of a kind. */
export async function listWorkflows(ctx: MunicipalContext, kind: RecordKind): Promise<Definition<'workflow'>[]> {
  return (await listEveryVersion(ctx, 'workflow')).filter(({ body }) => body.subject === kind);
}

function gather(workflows: Definition<'workflow'>[], fits: (standing: PossibleStanding) => boolean): Standings {
  const byStates = new Map<string, { workflowIds: string[]; states: string[] }>();
  for (const { id, body } of workflows) {
    const states = listStandings(body)
      .filter(fits)
      .map(({ state }) => state);
    if (states.length === 0) continue;
    const key = states.toSorted().join('\n');
    const group = byStates.get(key) ?? { workflowIds: [], states };
    group.workflowIds.push(id);
    byStates.set(key, group);
  }
  return [...byStates.values()];
}

/**
 * What a list's filter offers: the states of the workflows in force in their own words, in order. `value` is a state's
 * first tag, so that it means the same in every version; the state's id where it has none.
 */
export async function listStandingChoices(
  ctx: MunicipalContext,
  kind: RecordKind,
): Promise<{ value: string; name: string }[]> {
  const names = new Map<string, Set<string>>();
  for (const { body } of await definitionsInForce(ctx, 'workflow')) {
    if (body.subject !== kind) continue;
    for (const { state, tags } of listStandings(body)) {
      const [first = 'open'] = tags;
      const value = first === 'open' ? state : first;
      names.set(value, (names.get(value) ?? new Set()).add(stateName(body, state, ctx.language)));
    }
  }
  return [...names].map(([value, words]) => ({ value, name: [...words].join('・') }));
}
