import type { Knex } from 'knex';

/** Where records stand: in one of these states of one of these workflow versions, or in one of the next. */
export type Standings = { workflowIds: string[]; states: string[] }[];

/**
 * Only records that stand in one of these. Versions with the same ids are asked for together, so that as a rule it is
 * `workflow_id in (…) and state in (…)`, which the index on the state serves.
 */
export function inStandings(query: Knex.QueryBuilder, table: string, standings: Standings): Knex.QueryBuilder {
  return query.where((any) => {
    if (standings.length === 0) any.whereRaw('1 = 0');
    for (const { workflowIds, states } of standings)
      any.orWhere((query) => query.whereIn(`${table}.workflow_id`, workflowIds).whereIn(`${table}.state`, states));
  });
}

export const isInStandings = (row: { workflow_id: string; state: string }, standings: Standings): boolean =>
  standings.some(({ workflowIds, states }) => workflowIds.includes(row.workflow_id) && states.includes(row.state));
