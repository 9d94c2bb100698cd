import {
  setup,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type ExecutableActionObject,
} from 'xstate';
import type { Advance, Effect, MachineConfig, Timer, WorkflowEvent } from './types.ts';

/** More microsteps than any real workflow needs; a circle of `always` would otherwise never come back. */
const MAX_MICROSTEPS = 1000;

const kit = setup({
  types: { context: {}, events: {} as WorkflowEvent },
  // Guards are synchronous and rules are not: the decision is made first and comes in the event.
  guards: { allowed: ({ event }) => event.decision?.allowed === true },
});

const machines = new WeakMap<object, AnyStateMachine>();

/**
 * The machine of a configuration, made once per configuration object.
 * Throws XState's own error where the configuration is not a machine.
 */
export function openMachine(config: MachineConfig): AnyStateMachine {
  const known = machines.get(config);
  if (known) return known;
  // The copy drops everything that is not JSON, and nobody else holds it.
  const copy: Parameters<typeof kit.createMachine>[0] & Nested = JSON.parse(
    JSON.stringify({ ...config, options: { maxIterations: MAX_MICROSTEPS } }),
  );
  giveHistoryTargets(copy);
  const machine = kit.createMachine(copy);
  machines.set(config, machine);
  return machine;
}

type Nested = {
  initial?: unknown;
  states?: Record<string, Nested>;
  type?: unknown;
  history?: unknown;
  target?: unknown;
};

/**
 * A state that begins with its own history begins with the first state beside it while there is none. XState would look for
 * that history for ever.
 */
function giveHistoryTargets(node: Nested): void {
  const states = Object.entries(node.states ?? {});
  const isHistory = (child: Nested | undefined): child is Nested =>
    child?.type === 'history' || child?.history !== undefined;
  const first = typeof node.initial === 'string' ? node.states?.[node.initial] : undefined;
  const [beside] = states.find(([, child]) => !isHistory(child)) ?? [];
  if (isHistory(first) && first.target === undefined && beside !== undefined) first.target = beside;
  for (const [, child] of states) giveHistoryTargets(child);
}

/** The active atomic states, in document order. */
export const leavesOf = (snapshot: AnyMachineSnapshot): AnyStateNode[] =>
  snapshot._nodes.filter((node) => Object.keys(node.states).length === 0).sort((a, b) => a.order - b.order);

/** Their dotted paths. */
export const activeStates = (snapshot: AnyMachineSnapshot): string[] =>
  leavesOf(snapshot).map((node) => node.path.join('.'));

/**
 * What XState wants done, as data: our named actions are effects, delayed events are timers.
 * XState's other own actions (`xstate.…`) are its inner business and left out.
 */
export function sortActions(actions: ExecutableActionObject[]): Pick<Advance, 'effects' | 'timers'> {
  const effects: Effect[] = [];
  const timers: Timer[] = [];
  for (const action of actions) {
    const type = action.type;
    const params: Record<string, unknown> = { ...action.params };
    if (type === 'xstate.raise') {
      if (typeof params.delay === 'number')
        timers.push({
          kind: 'set',
          id: String(params.id),
          event: { type: readType(params.event) },
          delayMs: params.delay,
        });
    } else if (type === 'xstate.cancel') timers.push({ kind: 'cancel', id: String(params.sendId) });
    else if (!type.startsWith('xstate.')) effects.push({ type, params });
  }
  return { effects, timers };
}

function readType(event: unknown): string {
  return typeof event === 'object' && event !== null && 'type' in event ? String(event.type) : '';
}
