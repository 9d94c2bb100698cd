import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import { accepts } from './advance.ts';
import { openMachine, sortActions } from './machine.ts';
import type { Effect, MachineConfig, WorkflowEvent } from './types.ts';

/** Where a plain machine stands. `snapshot` is XState's live one: good for the next `advanceMachine`, not for storing. */
export type MachineStanding = {
  snapshot: AnyMachineSnapshot;
  accepted: boolean;
  value: unknown;
  status: string;
  effects: Effect[];
};

/** Begins a plain XState 5 machine configuration. Throws XState's error where it is none. */
export function startMachine(config: MachineConfig): MachineStanding {
  const [snapshot, actions] = initialTransition(openMachine(config));
  if (snapshot.status === 'error') throw snapshot.error;
  return {
    snapshot,
    accepted: true,
    value: snapshot.value,
    status: snapshot.status,
    effects: sortActions(actions).effects,
  };
}

/**
 * One event further; an event that is not accepted leaves everything as it was. Named actions come back as effects, delayed events do not fire.
 * The one guard known is `allowed` (`event.decision.allowed`); XState throws, naming guard and state, when another has to be asked.
 */
export function advanceMachine(
  config: MachineConfig,
  snapshot: AnyMachineSnapshot,
  event: WorkflowEvent,
): MachineStanding {
  if (!accepts(snapshot, event))
    return { snapshot, accepted: false, value: snapshot.value, status: snapshot.status, effects: [] };
  const [after, actions] = transition(openMachine(config), snapshot, event);
  return {
    snapshot: after,
    accepted: true,
    value: after.value,
    status: after.status,
    effects: sortActions(actions).effects,
  };
}
