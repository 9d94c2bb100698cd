import { describe, expect, it } from 'vitest';
import { layOut } from '../../client/features/councils/lay-out.ts';
import type { Diagram } from '../../client/lib/contract.ts';

type Node = Diagram['nodes'][number];
const node = (id: string, parent: string | null = null, current = false): Node => ({ id, name: id, meaning: id, stage: null, parent, kind: 'normal', current, visited: current });
const edge = (from: string, to: string): Diagram['edges'][number] => ({ from, to, event: `${from}-${to}`, name: `${from}→${to}`, open: false });
const draw = (nodes: Node[], edges: Diagram['edges']) => layOut({ workflow: { id: 'w', key: 'k', number: 1, name: 'n' }, nodes, edges });

describe('the drawing of a lifecycle', () => {
  it('puts a state below the one that leads to it', () => {
    const { nodes } = draw([node('a'), node('b'), node('c')], [edge('a', 'b'), edge('b', 'c')]);
    expect(nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(nodes.map(({ y }) => y)).toEqual(nodes.map(({ y }) => y).toSorted((one, other) => one - other));
  });

  it('keeps a step back to the same state inside it, and draws no line', () => {
    const { nodes, edges } = draw([node('a'), node('b')], [edge('a', 'a'), edge('a', 'b')]);
    expect(edges.map(({ event }) => event)).toEqual(['a-b']);
    expect(nodes[0]?.again.map(({ event }) => event)).toEqual(['a-a']);
  });

  it('frames states that stand inside another, and leads to the first of them', () => {
    const { nodes, frames, edges } = draw([node('p'), node('p.one', 'p'), node('p.two', 'p', true), node('z')], [edge('z', 'p'), edge('p', 'z'), edge('p', 'p')]);
    expect(frames.map(({ id, again }) => [id, again.length])).toEqual([['p', 1]]);
    expect(nodes.map(({ id }) => id)).toEqual(['p.one', 'p.two', 'z']);
    expect(edges).toHaveLength(2);
    const [frame] = frames;
    for (const inner of nodes.slice(0, 2)) expect(Math.abs(inner.y - (frame?.y ?? 0))).toBeLessThanOrEqual((frame?.height ?? 0) / 2);
  });

  it('has no two states on the same place', () => {
    const { nodes } = draw([node('a'), node('b'), node('c'), node('d')], [edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd')]);
    expect(new Set(nodes.map(({ x, y }) => `${x},${y}`)).size).toBe(4);
  });
});
