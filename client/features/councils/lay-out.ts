import { Graph, layout } from '@dagrejs/dagre';
import type { Diagram } from '../../lib/contract.ts';

type Point = { x: number; y: number };
type State = Diagram['nodes'][number];
type Way = Diagram['edges'][number];

/** Centre and size; `again` are the steps that lead back to where they start: they stand inside it. */
type Placed = State & Point & { width: number; height: number; again: Way[] };
export type PlacedEdge = Way & { points: Point[]; label: Point };
/** `frames` are the states that hold others, around those. */
export type Picture = { width: number; height: number; frames: Placed[]; nodes: Placed[]; edges: PlacedEdge[] };

const nodeWidth = 200;
const lettersPerLine = 11;
const frameHead = 28;

/**
 * Places the states of a lifecycle from top to bottom. A step to a state that holds others leads to its first one; a step
 * from it, which is open in all of them, leaves from the one where the record stands, else from the last.
 */
export function layOut(diagram: Diagram): Picture {
  const holderIds = new Set(diagram.nodes.map((node) => node.parent));
  const holders = diagram.nodes.filter((node) => holderIds.has(node.id));
  const leaves = diagram.nodes.filter((node) => !holderIds.has(node.id));
  const again = (id: string) => diagram.edges.filter((edge) => edge.from === id && edge.to === id);
  const inside = (id: string) => leaves.filter((node) => node.id === id || node.id.startsWith(`${id}.`));
  const graph = new Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 40, edgesep: 24, ranksep: 40, marginx: 24, marginy: 40 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of holders) graph.setNode(node.id, {});
  for (const node of leaves) graph.setNode(node.id, { width: nodeWidth, height: heightOf(node, again(node.id)) });
  for (const node of diagram.nodes) if (node.parent) graph.setParent(node.id, node.parent);
  const drawn = diagram.edges.flatMap((edge, index) => {
    const starts = inside(edge.from);
    const from = (starts.find((node) => node.current) ?? starts.at(-1))?.id;
    const to = inside(edge.to)[0]?.id;
    if (!from || !to || edge.from === edge.to) return [];
    graph.setEdge(from, to, { width: labelWidth(edge.name), height: 40, labelpos: 'c' }, String(index));
    return [{ ...edge, key: { v: from, w: to, name: String(index) } }];
  });
  layout(graph);
  const size = graph.graph();
  const place = (node: State): Placed => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(node.id);
    return { ...node, x, y, width, height, again: again(node.id) };
  };
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    frames: holders.map(place),
    nodes: leaves.map(place),
    edges: drawn.map(({ key, ...edge }) => {
      const placed = graph.edge(key);
      return { ...edge, points: placed.points ?? [], label: { x: placed.x ?? 0, y: placed.y ?? 0 } };
    }),
  };
}

function heightOf(node: State, again: Way[]): number {
  const lines = (text: string, perLine: number) => Math.ceil([...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 256 ? 0.6 : 1), 0) / perLine);
  const own = frameHead + lines(node.name, lettersPerLine) * 20 + (node.stage ? 18 : 0) + (node.current ? 18 : 0);
  return own + again.reduce((sum, edge) => sum + 4 + 18 * lines(edge.name, lettersPerLine), 0);
}

function labelWidth(name: string): number {
  return Math.min(168, [...name].reduce((width, letter) => width + (letter.charCodeAt(0) < 256 ? 9 : 15), 16));
}
