import { Graph, layout } from '@dagrejs/dagre';
import type { Diagram } from '../../lib/contract.ts';

type Point = { x: number; y: number };
/** `again`: the steps that lead back to the same state; they stand inside it. */
export type PlacedNode = Diagram['nodes'][number] & Point & { height: number; again: Diagram['edges'] };
export type PlacedEdge = Diagram['edges'][number] & { points: Point[]; label: Point };
export type Picture = { width: number; height: number; nodes: PlacedNode[]; edges: PlacedEdge[] };

export const nodeWidth = 184;
const nodeHeight = 72;
const againHeight = 24;

/** Places the states of a lifecycle from top to bottom. States that hold others are not drawn: a step to one leads to its first, a step from one leaves from its last. */
export function layOut(diagram: Diagram): Picture {
  const holders = new Set(diagram.nodes.map((node) => node.parent));
  const leaves = diagram.nodes.filter((node) => !holders.has(node.id));
  const inside = (id: string) => leaves.filter((node) => node.id === id || node.id.startsWith(`${id}.`));
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 40, edgesep: 24, ranksep: 36, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  const again = (id: string) => diagram.edges.filter((edge) => edge.from === id && edge.to === id);
  const heightOf = (id: string) => nodeHeight + againHeight * again(id).length;
  for (const node of leaves) graph.setNode(node.id, { width: nodeWidth, height: heightOf(node.id) });
  const drawn = diagram.edges.flatMap((edge, index) => {
    const from = inside(edge.from).at(-1)?.id;
    const to = inside(edge.to)[0]?.id;
    if (!from || !to || from === to) return [];
    graph.setEdge(from, to, { width: labelWidth(edge.name), height: 40, labelpos: 'c' }, String(index));
    return [{ ...edge, key: { v: from, w: to, name: String(index) } }];
  });
  layout(graph);
  const size = graph.graph();
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: leaves.map((node) => ({ ...node, again: again(node.id), height: heightOf(node.id), x: graph.node(node.id).x ?? 0, y: graph.node(node.id).y ?? 0 })),
    edges: drawn.map(({ key, ...edge }) => {
      const placed = graph.edge(key);
      return { ...edge, points: placed.points ?? [], label: { x: placed.x ?? 0, y: placed.y ?? 0 } };
    }),
  };
}

function labelWidth(name: string): number {
  return Math.min(168, [...name].reduce((width, letter) => width + (letter.charCodeAt(0) < 256 ? 9 : 15), 16));
}
