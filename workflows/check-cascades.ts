import type { Issue, Language } from '../rules/types.ts';
import { sentences } from './check-texts.ts';
import { initialChildren, isObject, surveyMachine, type SurveyedState, type SurveyedTransition } from './survey.ts';
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
export function checkCascades(workflow: Workflow, others: Workflow[], sentBy: SentBy, language: Language = 'ja'): Issue[] {
  const own = listMoves(workflow, sentBy);
  const all = [...own, ...others.flatMap((other) => listMoves(other, sentBy))];
  const reported = new Set<Move>();
  return own.flatMap((move): Issue[] => {
    const circle = reported.has(move) ? null : findCircle(move, all);
    if (!circle) return [];
    for (const one of circle) reported.add(one);
    const chain = [...circle, move].map((one) => nameOf(one, language)).join(' → ');
    return [{ path: `/machine${move.transition.pointer}`, code: 'cascade', message: sentences[language].cascade?.({ chain }) ?? chain, params: { chain } }];
  });
}

function listMoves(workflow: Workflow, sentBy: SentBy): Move[] {
  return surveyMachine(workflow.machine).transitions.map((transition) => {
    const entered = transition.targets.flatMap(({ state }) => (state ? listEntered(state) : []));
    const actions = [transition.config.actions, ...entered.map((state) => state.config.entry), ...(entered.length > 0 ? [transition.from.config.exit] : [])];
    const sends = actions.flatMap(toEffects).flatMap((effect) => sentBy(effect, workflow.subject) ?? []);
    return { workflow, transition, sends };
  });
}

function toEffects(actions: unknown): Effect[] {
  return [actions].flat().flatMap((action): Effect[] => {
    if (typeof action === 'string') return [{ type: action, params: {} }];
    return isObject(action) && typeof action.type === 'string' ? [{ type: action.type, params: isObject(action.params) ? action.params : {} }] : [];
  });
}

/** The state, and those that are entered with it. */
const listEntered = (state: SurveyedState): SurveyedState[] => [state, ...initialChildren(state).flatMap(listEntered)];

/** The shortest way by which a move sets itself off again. */
function findCircle(start: Move, all: Move[]): Move[] | null {
  const seen = new Set<Move>();
  let ways: Move[][] = [[start]];
  while (ways.length > 0) {
    const longer: Move[][] = [];
    for (const way of ways)
      for (const next of listNext(way.at(-1) ?? start, all)) {
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
  const where = move.transition.targets.length > 0 ? move.transition.targets.flatMap(({ state }) => (state ? listEntered(state) : [])) : [move.transition.from];
  const standsIn = (state: SurveyedState): boolean => where.some((one) => one === state || one.path.startsWith(`${state.path}.`) || state.path === '');
  return all.filter((next) => {
    const { trigger, event, from } = next.transition;
    if (trigger === 'always' || (trigger === 'after' && Number(event) < SHORT_MS)) return next.workflow === move.workflow && standsIn(from);
    if (trigger !== 'event') return false;
    return move.sends.some((sent) => sent.event === event && sent.to === next.workflow.subject && (next.workflow === move.workflow ? standsIn(from) : next.workflow.subject !== move.workflow.subject));
  });
}

function nameOf({ workflow, transition: { trigger, event } }: Move, language: Language): string {
  const texts = workflow.steps[event]?.texts;
  return trigger === 'event' ? (texts?.[language]?.name ?? texts?.ja.name ?? event) : (sentences[language].byItself?.({}) ?? event);
}
