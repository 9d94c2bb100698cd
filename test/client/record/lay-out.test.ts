import { describe, expect, it } from 'vitest';
import type { Diagram } from '../../../client/lib/contract.ts';
import { arrange, laneHeight, route, type Column, type Places, type State } from '../../../client/record/lay-out.ts';

type Node = Diagram['nodes'][number];
type Edge = Diagram['edges'][number];
const node = (id: string, stage: string | null = null): Node => ({
  id,
  name: id,
  meaning: id,
  stage: stage === null ? null : { key: stage, name: stage },
  parent: id.includes('.') ? id.slice(0, id.lastIndexOf('.')) : null,
  kind: 'normal',
  current: false,
  visited: false,
});
const edge = (from: string, to: string, tone: Edge['tone'] = 'primary'): Edge => ({
  from,
  to,
  event: `${from}-${to}`,
  name: `${from}→${to}`,
  tone,
  open: false,
});
const diagram = (nodes: Node[], edges: Edge[]): Diagram => ({
  workflow: { id: 'w', key: 'k', number: 1, name: 'n' },
  nodes,
  edges,
});
const draw = (nodes: Node[], edges: Edge[]) => arrange(diagram(nodes, edges));
const ids = (things: { id: string }[]) => things.map(({ id }) => id);
const names = (things: { name: string }[]) => things.map(({ name }) => name);

describe('the arrangement of a workflow', () => {
  it('makes a column of each stage in the order of the document, its states below one another', () => {
    const columns = draw([node('a', 'one'), node('b', 'one'), node('c', 'two'), node('d', 'one')], []);
    expect(columns.map(({ name, states }) => [name, ids(states)])).toEqual([
      ['one', ['a', 'b', 'd']],
      ['two', ['c']],
    ]);
  });

  it('puts a state without a stage where the one before it stands, and one whose inner states have one there', () => {
    const columns = draw([node('a', 'one'), node('b'), node('c'), node('c.x', 'two')], []);
    expect(columns.map(({ name, whole, states }) => [name, whole?.id ?? null, ids(states)])).toEqual([
      ['one', null, ['a', 'b']],
      ['two', 'c', ['c.x']],
    ]);
  });

  it('has one column without a name where no state has a stage', () => {
    expect(draw([node('a'), node('b')], []).map(({ name, states }) => [name, ids(states)])).toEqual([
      [null, ['a', 'b']],
    ]);
  });

  it('tells steps to the state itself, to the one below and elsewhere apart', () => {
    const [column] = draw(
      [node('a'), node('b'), node('c')],
      [edge('a', 'a'), edge('a', 'b'), edge('a', 'c'), edge('b', 'a')],
    );
    const [a, b] = column?.states ?? [];
    expect([a?.again, a?.down, a?.away, b?.away].map((ways) => names(ways ?? []))).toEqual([
      ['a→a'],
      ['a→b'],
      ['a→c'],
      ['b→a'],
    ]);
  });

  it('draws a step once that several rules of the machine know', () => {
    expect(draw([node('a'), node('b')], [edge('a', 'b'), edge('a', 'b')])[0]?.states[0]?.down).toHaveLength(1);
  });

  it.each([
    ['a primary step onward', edge('a', 'b'), true],
    ['a secondary step onward', edge('a', 'b', 'secondary'), false],
    ['an end', edge('a', 'b', 'danger'), false],
    ['a primary step back', edge('b', 'a'), false],
    ['a step from a state to one inside it', edge('p', 'p.x'), false],
  ])('says of %s whether it is on the main path', (_case, way, main) => {
    const states = draw([node('a'), node('b'), node('p'), node('p.x')], [way]).flatMap((column) => column.states);
    expect(states.flatMap(({ again, down, away }) => [...again, ...down, ...away]).map((way) => way.main)).toEqual([
      main,
    ]);
  });
});

const columnWidth = 100;
const gapWidth = 40;
const rowHeight = 20;

/** Every state a box with its name on top and then its inner states and steps, as the page shows them. */
function place(columns: Column[]): {
  places: Places;
  boxes: { id: string; left: number; right: number; top: number; bottom: number }[];
} {
  const places: Places = {
    width: columns.length * (columnWidth + gapWidth) + gapWidth,
    bottom: 0,
    columns: [],
    states: new Map(),
    rows: new Map(),
  };
  const boxes: { id: string; left: number; right: number; top: number; bottom: number }[] = [];
  const put = (state: State, top: number, left: number, right: number): number => {
    let y = top + rowHeight;
    for (const inner of state.inner) y = put(inner, y, left + 4, right - 4) + rowHeight;
    places.states.set(state.id, { column: state.column, left, right, entry: top + rowHeight / 2 });
    for (const way of state.away) {
      places.rows.set(way.key, { left, right, y: y + rowHeight / 2 });
      y += rowHeight;
    }
    if (state.inner.length === 0) boxes.push({ id: state.id, left, right, top, bottom: y });
    return y;
  };
  for (const [index, { whole, states }] of columns.entries()) {
    const left = gapWidth + index * (columnWidth + gapWidth);
    places.columns.push({ left, right: left + columnWidth });
    let y = 0;
    for (const state of whole ? [whole] : states) y = put(state, y, left + 4, left + columnWidth - 4) + rowHeight;
    places.bottom = Math.max(places.bottom, y);
  }
  return { places, boxes };
}

const nodes = [
  node('a', '1'),
  node('b', '1'),
  node('c', '1'),
  node('p', '2'),
  node('p.x', '2'),
  node('p.y', '2'),
  node('p.z', '2'),
  node('q', '3'),
  node('z', '4'),
];
const all = nodes.flatMap((from) => nodes.map((to) => edge(from.id, to.id)));

describe('the lines of a workflow', () => {
  const columns = draw(nodes, all);
  const { places, boxes } = place(columns);
  const { lines, lanes } = route(columns, places);

  it('are drawn for each step that leads neither to itself nor to the state below', () => {
    expect(lines).toHaveLength(all.length - nodes.length - 4);
  });

  it('are level or upright, and pass through no state', () => {
    for (const { points } of lines)
      for (const [index, end] of points.entries()) {
        const start = points[index - 1];
        if (!start) continue;
        expect(start.x === end.x || start.y === end.y).toBe(true);
        const [left, right, top, bottom] = [
          Math.min(start.x, end.x),
          Math.max(start.x, end.x),
          Math.min(start.y, end.y),
          Math.max(start.y, end.y),
        ];
        expect(
          boxes.filter((box) => left < box.right && right > box.left && top < box.bottom && bottom > box.top),
        ).toEqual([]);
      }
  });

  it('end at the state that the step leads to', () => {
    for (const { way, points } of lines) {
      const target = places.states.get(way.to);
      const end = points.at(-1);
      expect(end?.y).toBe(target?.entry);
      expect([target?.left, target?.right]).toContain(end?.x);
    }
  });

  it('stay on the sheet, those past other columns in the lanes below', () => {
    const points = lines.flatMap((line) => line.points);
    expect(Math.min(...points.map(({ x }) => x))).toBeGreaterThan(0);
    expect(Math.max(...points.map(({ x }) => x))).toBeLessThan(places.width);
    expect(Math.max(...points.map(({ y }) => y))).toBe(places.bottom + lanes * laneHeight);
  });
});
