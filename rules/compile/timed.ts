import { groupByPriority } from './plain-rules.ts';
import type { PlainLeaf, PlainNode, PlainRule } from './plain-rules.ts';

/** What a comparison gives. `late`: one of its facts is read through a path, which takes json-rules-engine one step more. */
export type Asked = { late: boolean } & ({ held: boolean } | { error: unknown });

/** A result, and after how many steps json-rules-engine has it. */
type Timed = { at: number; held: boolean; error?: unknown };

/**
 * json-rules-engine evaluates the rules of one priority side by side and lists their events as they get done: rules
 * with deeper conditions later. This counts the steps of its promises (the turns of the microtask queue), which
 * depend on nothing but the conditions and the values. So it also finds which of several errors comes first.
 */
export function runTimed(
  groups: PlainRule[][],
  ask: (leaf: PlainLeaf) => Asked,
): { rules: PlainRule[] } | { error: unknown } {
  const done: PlainRule[] = [];
  for (const rules of groups) {
    const timed = rules.map((rule) => ({ rule, ...timeRule(rule, ask) })).toSorted((a, b) => a.at - b.at);
    const failed = timed.find((entry) => 'error' in entry);
    if (failed) return { error: failed.error };
    done.push(...timed.filter((entry) => entry.held).map((entry) => entry.rule));
  }
  return { rules: done };
}

/** Whether the steps are the same whatever the values: then so is the order of the events. */
export function isSteady(node: PlainNode): boolean {
  if (node.kind === 'leaf') return !node.leaf.left.read && ('value' in node.leaf.right || !node.leaf.right.read);
  return (node.children.length === 1 || groupByPriority(node.children).length <= 1) && node.children.every(isSteady);
}

export function timeRule({ node, referred }: PlainRule, ask: (leaf: PlainLeaf) => Asked): Timed {
  const result = timeNode(node, ask);
  // A group at the root is not waited for as one within another is.
  return referred ? result : { ...result, at: result.at - 1 };
}

function timeNode(node: PlainNode, ask: (leaf: PlainLeaf) => Asked): Timed {
  if (node.kind === 'leaf') {
    const answer = ask(node.leaf);
    const at = answer.late ? 4 : 3;
    return 'error' in answer ? { at, held: false, error: answer.error } : { at, held: answer.held };
  }
  const result = timeGroup(node.kind, node.children, ask);
  if (node.kind !== 'not') return { ...result, at: result.at + 1 };
  return { ...result, held: !result.held, at: result.at + 2 };
}

function timeGroup(kind: 'all' | 'any' | 'not', children: PlainNode[], ask: (leaf: PlainLeaf) => Asked): Timed {
  const [only] = children;
  if (!only) return { at: 0, held: true };
  if (children.length === 1) return timeNode(only, ask);
  let result: Timed = { at: 0, held: kind === 'all' };
  for (const set of groupByPriority(children)) {
    const start = result.at + 1;
    if ('error' in result || result.held === (kind === 'any')) {
      result = { ...result, at: start };
      continue;
    }
    const parts = set.map((child) => timeNode(child, ask));
    const errors = parts.filter((part) => 'error' in part).toSorted((a, b) => a.at - b.at);
    const at = errors[0] ? errors[0].at : Math.max(...parts.map((part) => part.at));
    const held = kind === 'any' ? parts.some((part) => part.held) : parts.every((part) => part.held);
    result = { at: start + at + 3, held, ...(errors[0] ? { error: errors[0].error } : {}) };
  }
  return result;
}
