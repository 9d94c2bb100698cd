import {
  createActor,
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
} from 'xstate';
import { activeStates, leavesOf, openMachine, sortActions } from './machine.ts';
import type { Advance, Snapshot, Workflow, WorkflowEvent } from './types.ts';

/**
 * Begins a workflow: its first standing and what must be done on entering it.
 * Throws where the machine is none (`checkWorkflow` tells why) or never comes to rest.
 */
export function start(workflow: Workflow): Advance {
  const machine = openMachine(workflow.machine);
  const [snapshot, actions] = initialTransition(machine);
  if (snapshot.status === 'error') throw snapshot.error;
  return { ...describeStanding(machine, snapshot), ...sortActions(actions) };
}

/**
 * One event further. Null where the state does not accept the event, be it that it does not know it or that the guard
 * `allowed` finds no favourable `event.decision`: XState would ignore it without a word.
 * A delayed event goes in with the type its timer carried. `snapshot` is what `start` or `advance` gave, through JSON or not; it is not changed.
 * Throws where the snapshot names a state that this machine does not have.
 */
export function advance(workflow: Workflow, snapshot: Snapshot, event: WorkflowEvent): Advance | null {
  const machine = openMachine(workflow.machine);
  const before = restore(machine, snapshot);
  if (!accepts(before, event)) return null;
  const [after, actions] = transition(machine, before, event);
  return { ...describeStanding(machine, after), ...sortActions(actions) };
}

/**
 * The event types that the current state knows, guards aside, in document order; delayed and eventless transitions are not
 * among them, nor what a state forbids (`CLOSE: {}`) though the state around it knows it.
 */
export function possible(workflow: Workflow, snapshot: Snapshot): string[] {
  const current = restore(openMachine(workflow.machine), snapshot);
  if (current.status !== 'active') return [];
  const types = new Set<string>();
  for (const leaf of leavesOf(current)) {
    const forbidden = new Set<string>();
    for (let node: AnyStateNode | undefined = leaf; node; node = node.parent)
      for (const [type, candidates] of node.transitions)
        for (const { target, actions, guard } of candidates) {
          if (forbidden.has(type)) break;
          if (target !== undefined || actions.length > 0) types.add(type);
          else if (!guard) forbidden.add(type);
        }
  }
  return [...types].filter((type) => type !== '' && !type.startsWith('xstate.') && !type.includes('*'));
}

/**
 * Whether the event leads to anything. Comparing snapshots would not tell: a step that only has effects leaves the state
 * as it was, object and all.
 */
export function accepts(snapshot: AnyMachineSnapshot, event: WorkflowEvent): boolean {
  return snapshot.status === 'active' && snapshot.can(event);
}

/** A stored snapshot as XState's own, history and parallel regions included. An actor that is never started is XState's public way to get it. */
function restore(machine: AnyStateMachine, snapshot: Snapshot): AnyMachineSnapshot {
  const stored: Parameters<typeof machine.restoreSnapshot>[0] = JSON.parse(JSON.stringify(snapshot));
  const restored: AnyMachineSnapshot = createActor(machine, { snapshot: stored }).getSnapshot();
  if (restored.status === 'error') throw restored.error;
  return restored;
}

function describeStanding(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
): Pick<Advance, 'snapshot' | 'state' | 'value' | 'status'> {
  return {
    snapshot: { ...machine.getPersistedSnapshot(snapshot) },
    state: activeStates(snapshot),
    value: snapshot.value,
    status: snapshot.status,
  };
}
