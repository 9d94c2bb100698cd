import type { Issue, Language } from '../rules/types.ts';
import { sentences } from './check-texts.ts';
import {
  initialChildren,
  isObject,
  surveyMachine,
  type Survey,
  type SurveyedState,
  type SurveyedTransition,
} from './survey.ts';
import type { Effect, Workflow, WorkflowSubject } from './types.ts';

/** The event that an effect sends by itself, and to a record of which subject; null: it sends none. */
export type SentBy = (effect: Effect, subject: WorkflowSubject) => { to: WorkflowSubject; event: string } | null;

/** A wait that is shorter is no wait: lifecycles that go round within it spin. */
const SHORT_MS = 60 * 60 * 1000;

/** A transition with the lifecycle that it is of, and what it does. */
type Move = { workflow: Workflow; transition: SurveyedTransition; sends: { to: WorkflowSubject; event: string }[] };

/**
 * Circles through this lifecycle that would go round with nobody taking a step: effects that send events whose transitions
 * have effects that send events …, and waits of less than an hour. An event that goes back to a record of the same subject
 * is taken to reach the same record; one to another subject reaches any record of it. One issue a circle.
 *
 * `others` are the lifecycles in force beside this one; `sentBy` tells what the server's effects send.
 */
export function checkCascades(
  workflow: Workflow,
  others: Workflow[],
  sentBy: SentBy,
  language: Language = 'ja',
): Issue[] {
  const own = listMoves(workflow, sentBy);
  const all = [...own, ...others.flatMap((other) => listMoves(other, sentBy))];
  const reported = new Set<Move>();
  return own.flatMap((move): Issue[] => {
    const circle = reported.has(move) ? null : findCircle(move, (one) => listNext(one, all));
    if (!circle) return [];
    for (const one of circle) reported.add(one);
    const chain = [...circle, move].map((one) => nameOf(one, language)).join(' → ');
    return [
      {
        path: `/machine${move.transition.pointer}`,
        code: 'cascade',
        message: sentences[language].cascade?.({ chain }) ?? chain,
        params: { chain },
      },
    ];
  });
}

/**
 * Circles of transitions that need nobody and nothing in a plain machine: `always` and `onDone` without a guard, which XState
 * would follow for ever. Guards and waits are a program's to break them with.
 */
export function checkCircles(survey: Survey, language: Language = 'ja'): Issue[] {
  const moves = survey.transitions.filter(
    ({ trigger, guard }) => (trigger === 'always' || trigger === 'done') && guard === undefined,
  );
  const next = (move: SurveyedTransition): SurveyedTransition[] =>
    moves.filter((one) => isSetOff(one, whereItLeads(move)));
  const reported = new Set<SurveyedTransition>();
  return moves.flatMap((move): Issue[] => {
    const circle = reported.has(move) ? null : findCircle(move, next);
    if (!circle) return [];
    for (const one of circle) reported.add(one);
    const chain = [...circle, move].map(({ from }) => from.path || '(machine)').join(' → ');
    return [
      {
        path: move.pointer,
        code: 'circle',
        message: sentences[language].circle?.({ chain }) ?? chain,
        params: { chain },
      },
    ];
  });
}

function listMoves(workflow: Workflow, sentBy: SentBy): Move[] {
  return surveyMachine(workflow.machine).transitions.map((transition) => {
    const entered = transition.targets.flatMap(({ state }) => (state ? listEntered(state) : []));
    const actions = [
      transition.config.actions,
      ...entered.map((state) => state.config.entry),
      ...(entered.length > 0 ? [transition.from.config.exit] : []),
    ];
    const sends = actions.flatMap(toEffects).flatMap((effect) => sentBy(effect, workflow.subject) ?? []);
    return { workflow, transition, sends };
  });
}

function toEffects(actions: unknown): Effect[] {
  return [actions].flat().flatMap((action): Effect[] => {
    if (typeof action === 'string') return [{ type: action, params: {} }];
    return isObject(action) && typeof action.type === 'string'
      ? [{ type: action.type, params: isObject(action.params) ? action.params : {} }]
      : [];
  });
}

/** The state, and those that are entered with it. */
const listEntered = (state: SurveyedState): SurveyedState[] => [state, ...initialChildren(state).flatMap(listEntered)];

/** The shortest way by which a move sets itself off again. */
function findCircle<T>(start: T, listNext: (move: T) => T[]): T[] | null {
  const seen = new Set<T>();
  let ways: T[][] = [[start]];
  while (ways.length > 0) {
    const longer: T[][] = [];
    for (const way of ways)
      for (const next of listNext(way.at(-1) ?? start)) {
        if (next === start) return way;
        if (seen.has(next)) continue;
        seen.add(next);
        longer.push([...way, next]);
      }
    ways = longer;
  }
  return null;
}

function listNext(move: Move, all: Move[]): Move[] {
  const where = whereItLeads(move.transition);
  return all.filter((next) => {
    const { trigger, event, from } = next.transition;
    if (trigger !== 'event') return next.workflow === move.workflow && isSetOff(next.transition, where);
    return move.sends.some(
      (sent) =>
        sent.event === event &&
        sent.to === next.workflow.subject &&
        (next.workflow === move.workflow ? standsIn(where, from) : next.workflow.subject !== move.workflow.subject),
    );
  });
}

/** The states in which a record stands after a transition. */
const whereItLeads = ({ from, targets }: SurveyedTransition): SurveyedState[] =>
  targets.length > 0 ? targets.flatMap(({ state }) => (state ? listEntered(state) : [])) : [from];

const standsIn = (where: SurveyedState[], state: SurveyedState): boolean =>
  where.some((one) => one === state || one.path.startsWith(`${state.path}.`) || state.path === '');

/** Does it happen by itself, at once or soon, to what stands there? The end of a state is that its own final state, or that of a region of it, is reached. */
function isSetOff({ trigger, event, from }: SurveyedTransition, where: SurveyedState[]): boolean {
  if (trigger === 'always' || (trigger === 'after' && Number(event) < SHORT_MS)) return standsIn(where, from);
  if (trigger !== 'done') return false;
  const ends = where.filter(({ kind }) => kind === 'final');
  return ends.some(({ parent }) => parent === from || (from.kind === 'parallel' && parent?.parent === from));
}

function nameOf({ workflow, transition: { trigger, event, from } }: Move, language: Language): string {
  const texts = trigger === 'event' ? workflow.steps[event]?.texts : workflow.states[from.path]?.texts;
  const name = texts?.[language]?.name ?? texts?.ja.name ?? (trigger === 'event' ? event : from.path);
  return trigger === 'event' ? name : (sentences[language].byItself?.({ name }) ?? name);
}
