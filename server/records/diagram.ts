import type { z } from 'zod';
import { drawDiagram } from '../../workflows/index.ts';
import type { Definition } from '../definitions/definitions.ts';
import { listVisitedStates } from '../effects/events-store.ts';
import type * as contract from '../http/contract.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import type { MovingRow } from './record-kind.ts';
import { stageByKey, withParents } from './standing.ts';
import { openEvents, type Step } from './steps.ts';
import { stepsOfCity } from '../settings/municipality/practice.ts';

export type Diagram = z.infer<typeof contract.diagram>;

/** The workflow as a picture in the asker's language: where the record stands, where it has been, which ways are open to the asker. `events`: the record's, where they have been read. */
export async function presentDiagram(
  ctx: MunicipalContext,
  kind: RecordKind,
  row: MovingRow,
  workflow: Definition<'workflow'>,
  steps: Step[],
  events?: { to_state: string }[],
): Promise<Diagram> {
  const { nodes, edges } = drawDiagram(workflow.body, ctx.language);
  const current = statesIn(row.state);
  const columns = events?.map((event) => event.to_state) ?? (await listVisitedStates(ctx.db, kind, row.id));
  const visited = new Set(columns.flatMap((column) => [...statesIn(column)]));
  const open = new Set(openEvents(steps));
  const isOfCity = await stepsOfCity(ctx);
  return {
    workflow: {
      id: workflow.id,
      key: workflow.key,
      number: workflow.number,
      name: (workflow.body.texts[ctx.language] ?? workflow.body.texts.ja).name,
    },
    nodes: nodes.map((node) => ({
      ...node,
      stage:
        node.stage === null || node.stage === undefined ? null : stageByKey(workflow.body, node.stage, ctx.language),
      current: current.has(node.id),
      visited: visited.has(node.id),
    })),
    edges: edges
      .filter(({ event }) => isOfCity(workflow.body.steps[event] ?? {}))
      .map((edge) => ({
        ...edge,
        tone: workflow.body.steps[edge.event]?.tone ?? 'secondary',
        open: current.has(edge.from) && open.has(edge.event),
      })),
  };
}

/** The states of a `state` column with the states around them. */
const statesIn = (column: string): Set<string> => new Set(column.split(' ').flatMap(withParents));
