import type { Diagram } from '../lib/contract.ts';

type Node = Diagram['nodes'][number];
type Edge = Diagram['edges'][number];

/** A step on the drawing. `main` ones lead onward on the chief path. */
export type Way = Edge & { key: string; main: boolean };
/** `again` lead back to the state itself, `down` to the one drawn right below it, `away` anywhere else. */
export type State = Node & { column: number; inner: State[]; again: Way[]; down: Way[]; away: Way[] };
/** A stage, with its states from top to bottom. A stage that is one state holding others is drawn as that state. */
export type Column = { key: string; name: string | null; whole: State | null; states: State[] };

/** Arranges a workflow: a column per stage in the order of the document, states that hold others around those. */
export function arrange(diagram: Diagram): Column[] {
  const order = new Map(diagram.nodes.map((node, index) => [node.id, index]));
  const within = (id: string, outer: string) => id === outer || id.startsWith(`${outer}.`);
  const isOnward = ({ from, to }: Edge) => (order.get(to) ?? -1) > (order.get(from) ?? -1) && !within(to, from);
  const ways = new Map<string, Way>();
  for (const edge of diagram.edges) {
    const key = `${edge.from} ${edge.to} ${edge.name}`;
    ways.set(key, {
      ...edge,
      key,
      main: edge.tone === 'primary' && isOnward(edge),
      open: edge.open || (ways.get(key)?.open ?? false),
    });
  }
  const build = (nodes: Node[], column: number): State[] =>
    nodes.map((node, index) => {
      const leaving = [...ways.values()].filter(({ from }) => from === node.id);
      const below = nodes[index + 1]?.id;
      const down = leaving.filter(({ to }) => to === below);
      const again = leaving.filter(({ to }) => to === node.id);
      const away = leaving.filter((way) => !down.includes(way) && !again.includes(way));
      return {
        ...node,
        column,
        inner: build(
          diagram.nodes.filter(({ parent }) => parent === node.id),
          column,
        ),
        again,
        down,
        away,
      };
    });
  const stages: { key: string; name: string | null; nodes: Node[] }[] = [];
  for (const node of diagram.nodes.filter(({ parent }) => parent === null)) {
    const stage = node.stage ?? diagram.nodes.find(({ id, stage: own }) => own && within(id, node.id))?.stage;
    const current = stage ? stages.find(({ key }) => key === stage.key) : stages.at(-1);
    if (current) current.nodes.push(node);
    else stages.push({ key: stage?.key ?? '', name: stage?.name ?? null, nodes: [node] });
  }
  return stages.map(({ key, name, nodes }, column) => {
    const states = build(nodes, column);
    const [only, ...others] = states;
    return only && only.inner.length > 0 && others.length === 0
      ? { key, name, whole: only, states: only.inner }
      : { key, name, whole: null, states };
  });
}

/** Where things stand on the page: `entry` is the height at which lines reach a state. */
export type Places = {
  width: number;
  bottom: number;
  columns: { left: number; right: number }[];
  states: Map<string, { column: number; left: number; right: number; entry: number }>;
  rows: Map<string, { left: number; right: number; y: number }>;
};
export type Line = { way: Way; points: { x: number; y: number }[] };

/** The gap left below the columns for lines that pass others: one lane's height for each. */
export const laneHeight = 12;
const marginWidth = 48;

/**
 * Draws each `away` step as level and upright lines from its words to the state it leads to, through the gaps between the columns
 * and below them, so that none passes through a state. Steps to the same state share a lane. Onward lines leave to the right and
 * arrive from the left; those back within a stage stay at its left. `lanes` is how many run below the columns.
 */
export function route(columns: Column[], places: Places): { lines: Line[]; lanes: number } {
  const lanes = new Map<string, string[]>();
  const claim = (place: string, lane: string) => {
    const taken = lanes.get(place) ?? lanes.set(place, []).get(place) ?? [];
    if (!taken.includes(lane)) taken.push(lane);
  };
  const plans = awayOf(columns).flatMap(({ way, column }) => {
    const target = places.states.get(way.to);
    const row = places.rows.get(way.key);
    if (!target || !row) return [];
    const onward = target.column > column;
    const leave = onward ? column + 1 : column;
    const arrive = target.column >= column ? target.column : target.column + 1;
    const lane = `${way.to} ${way.main}`;
    for (const gap of new Set([leave, arrive])) claim(String(gap), lane);
    if (leave !== arrive) claim('below', lane);
    return [{ way, target, row, onward, leave, arrive, fromLeft: target.column >= column, lane }];
  });
  const x = (gap: number, lane: string) => {
    const before = places.columns[gap - 1]?.right;
    const after = places.columns[gap]?.left;
    const left = before ?? Math.max(0, (after ?? 0) - marginWidth);
    const right = after ?? Math.min(places.width, left + marginWidth);
    const taken = lanes.get(String(gap)) ?? [];
    return left + ((taken.indexOf(lane) + 1) * (right - left)) / (taken.length + 1);
  };
  const lines = plans.map(({ way, target, row, onward, leave, arrive, fromLeft, lane }): Line => {
    const below = places.bottom + laneHeight * ((lanes.get('below') ?? []).indexOf(lane) + 1);
    const detour =
      leave === arrive
        ? []
        : [
            { x: x(leave, lane), y: below },
            { x: x(arrive, lane), y: below },
          ];
    return {
      way,
      points: [
        { x: onward ? row.right : row.left, y: row.y },
        { x: x(leave, lane), y: row.y },
        ...detour,
        { x: x(arrive, lane), y: target.entry },
        { x: fromLeft ? target.left : target.right, y: target.entry },
      ],
    };
  });
  return {
    lines: lines.toSorted((a, b) => weight(a.way) - weight(b.way)),
    lanes: lanes.get('below')?.length ?? 0,
  };
}

const weight = (way: Way) => Number(way.main) + 2 * Number(way.open);

function awayOf(columns: Column[]): { way: Way; column: number }[] {
  const inState = (state: State): { way: Way; column: number }[] => [
    ...state.inner.flatMap(inState),
    ...state.away.map((way) => ({ way, column: state.column })),
  ];
  return columns.flatMap(({ whole, states }) => (whole ? [whole] : states).flatMap(inState));
}
