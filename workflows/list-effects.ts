import { initialChildren, isObject, surveyMachine, type SurveyedState, type SurveyedTransition } from './survey.ts';
import type { Effect, Workflow } from './types.ts';

/** An effect that a workflow asks for. `event`: the step that asks; null where a state, a wait or `always` does. */
export type AskedEffect = {
  effect: Effect;
  /** JSON pointer into the workflow. */ pointer: string;
  event: string | null;
};

/** Every effect that a workflow can ask for, in document order. */
export function listEffects(workflow: Workflow): AskedEffect[] {
  const { actions, transitions } = surveyMachine(workflow.machine);
  const steps = transitions.filter(({ trigger }) => trigger === 'event');
  const eventOf = new Map(steps.map(({ pointer, event }) => [`${pointer}/actions`, event]));
  return actions.flatMap(({ action, pointer }) =>
    toEffects(action).map((effect) => ({
      effect,
      pointer: `/machine${pointer}`,
      event: eventOf.get(pointer) ?? eventOf.get(pointer.replace(/\/\d+$/, '')) ?? null,
    })),
  );
}

/** What a transition leads to, with what is asked on entering where it leads. */
export function effectsOfTransition({ config, targets, from }: SurveyedTransition): Effect[] {
  const entered = targets.flatMap(({ state }) => (state ? listEntered(state) : []));
  const exits = entered.length > 0 ? [from.config.exit] : [];
  return [config.actions, ...entered.map((state) => state.config.entry), ...exits].flatMap(toEffects);
}

const known = new WeakMap<Workflow, Map<string, Effect[]>>();

/** The effects that a step can lead to, wherever it is taken. */
export function effectsOfStep(workflow: Workflow, event: string): Effect[] {
  const steps =
    known.get(workflow) ??
    new Map(
      [
        ...Map.groupBy(
          surveyMachine(workflow.machine).transitions.filter(({ trigger }) => trigger === 'event'),
          (transition) => transition.event,
        ),
      ].map(([name, transitions]) => [name, transitions.flatMap(effectsOfTransition)]),
    );
  known.set(workflow, steps);
  return steps.get(event) ?? [];
}

/** Named actions as effects, whichever way they are written. */
export function toEffects(actions: unknown): Effect[] {
  return [actions].flat().flatMap((action): Effect[] => {
    if (typeof action === 'string') return [{ type: action, params: {} }];
    return isObject(action) && typeof action.type === 'string'
      ? [{ type: action.type, params: isObject(action.params) ? action.params : {} }]
      : [];
  });
}

/** The state, and those that are entered with it. */
export const listEntered = (state: SurveyedState): SurveyedState[] => [
  state,
  ...initialChildren(state).flatMap(listEntered),
];
