import { drawDiagram } from '../../../workflows/draw.ts';
import type { Workflow } from '../../../workflows/types.ts';
import type { Diagram } from '../../lib/contract.ts';

/** A lifecycle as the records' pages draw it, with no record in it. */
export function toDrawing(workflow: Workflow, language: 'ja' | 'en'): Diagram {
  const { nodes, edges } = drawDiagram(workflow, language);
  const stageOf = (key: string | null): Diagram['nodes'][number]['stage'] => {
    const text = workflow.stages?.find((stage) => stage.key === key)?.text;
    return key !== null && text ? { key, name: text[language] ?? text.ja } : null;
  };
  return {
    workflow: { id: workflow.key, key: workflow.key, number: 0, name: workflow.texts.ja.name },
    nodes: nodes.map((node) => ({ ...node, stage: stageOf(node.stage), current: false, visited: false })),
    edges: edges.map((edge) => ({ ...edge, tone: workflow.steps[edge.event]?.tone ?? 'secondary', open: false })),
  };
}
