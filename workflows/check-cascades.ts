import type { Issue, Language } from '../rules/types.ts';
import { sentences } from './check-texts.ts';
import { effectsOfTransition, listEntered } from './list-effects.ts';
import { surveyMachine, type Survey, type SurveyedState, type SurveyedTransition } from './survey.ts';
import type { Effect, Workflow, WorkflowSubject } from './types.ts';

/** To a record of which subject, and by its mark or its id, which event. */
export type Sent = { to: WorkflowSubject } & ({ does: string } | { event: string });

/** What an effect sends by itself; null: nothing. */
export type SentBy = (effect: Effect, subject: WorkflowSubject) => Sent | null;

/** A wait that is shorter is no wait: workflows that go round within it spin. */
const SHORT_MS = 60 * 60 * 1000;

/** A transition with the workflow that it is of, and what it does. */
type Move = { workflow: Workflow; transition: SurveyedTransition; sends: Sent[] };

/**
 * Circles through this workflow that would go round with nobody taking a step: effects that send events whose transitions
 * have effects that send events …, and waits of less than an hour. An event that goes back to a record of the same subject
 * is taken to reach the same record; one to another subject reaches any record of it. One issue a circle.
 *
 * `others` are the workflows in force beside this one; `sentBy` tells what the server's effects send.
 */
export function checkCascades(
  workflow: Workflow,
  others: Workflow[],
  sentBy: SentBy,
  language: Language = 'ja',
): Issue[] {
  const own = listMoves(workflow, sentBy);
  const listNext = prepareNext([...own, ...others.flatMap((other) => listMoves(other, sentBy))]);
  return listCircles(own, listNext).map((circle): Issue => {
    const [move] = circle;
    const chain = [...circle, move].map((step) => nameOf(step, language)).join(' → ');
    return {
      path: `/machine${move.transition.pointer}`,
      code: 'cascade',
      message: sentences[language].cascade?.({ chain }) ?? chain,
      params: { chain },
    };
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
  const next = (move: SurveyedTransition): SurveyedTransition[] => {
    const where = whereItLeads(move);
    return moves.filter((move) => isSetOff(move, where));
  };
  return listCircles(moves, next).map((circle): Issue => {
    const [move] = circle;
    const chain = [...circle, move].map(({ from }) => from.path || '(machine)').join(' → ');
    return {
      path: move.pointer,
      code: 'circle',
      message: sentences[language].circle?.({ chain }) ?? chain,
      params: { chain },
    };
  });
}

function listMoves(workflow: Workflow, sentBy: SentBy): Move[] {
  return surveyMachine(workflow.machine).transitions.map((transition) => {
    const sends = effectsOfTransition(transition).flatMap((effect) => sentBy(effect, workflow.subject) ?? []);
    return { workflow, transition, sends };
  });
}

/** More circles than these are not told: who mends them checks again. */
const mostCircles = 20;

/** Ways by which a move sets itself off again, the shortest from each that stands in none before; at most `mostCircles`. */
function listCircles<T>(moves: T[], listNext: (move: T) => T[]): [T, ...T[]][] {
  const nextOf = new Map<T, T[]>();
  const next = (move: T): T[] => {
    const known = nextOf.get(move) ?? listNext(move);
    nextOf.set(move, known);
    return known;
  };
  const turning = findTurning(moves, next);
  const seen = new Set<T>();
  const circles: [T, ...T[]][] = [];
  for (const move of moves) {
    if (circles.length >= mostCircles) break;
    const circle = seen.has(move) || !turning.has(move) ? null : findCircle(move, next);
    if (!circle) continue;
    circles.push(circle);
    for (const turn of circle) seen.add(turn);
  }
  return circles;
}

/** The moves that set themselves off again, by way of others or at once (Tarjan's strongly connected components, without recursion). */
function findTurning<T>(moves: T[], next: (move: T) => T[]): Set<T> {
  const turning = new Set<T>();
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const open: T[] = [];
  const isOpen = new Set<T>();
  const enter = (move: T): { move: T; at: number } => {
    low.set(move, index.size);
    index.set(move, index.size);
    open.push(move);
    isOpen.add(move);
    return { move, at: 0 };
  };
  for (const start of moves) {
    const way = index.has(start) ? [] : [enter(start)];
    for (let last = way.at(-1); last; last = way.at(-1)) {
      const { move } = last;
      const following = next(move)[last.at++];
      if (following !== undefined) {
        if (following === move) turning.add(move);
        if (!index.has(following)) way.push(enter(following));
        else if (isOpen.has(following)) low.set(move, Math.min(low.get(move) ?? 0, index.get(following) ?? 0));
        continue;
      }
      way.pop();
      const before = way.at(-1)?.move;
      if (before !== undefined) low.set(before, Math.min(low.get(before) ?? 0, low.get(move) ?? 0));
      if (low.get(move) !== index.get(move)) continue;
      const together = open.splice(open.indexOf(move));
      for (const move of together) isOpen.delete(move);
      if (together.length > 1) for (const turn of together) turning.add(turn);
    }
  }
  return turning;
}

/** The shortest way by which a move sets itself off again. */
function findCircle<T>(start: T, listNext: (move: T) => T[]): [T, ...T[]] | null {
  const before = new Map<T, T>();
  const waiting = [start];
  for (const move of waiting)
    for (const next of listNext(move)) {
      if (next === start) {
        const way: T[] = [];
        for (let back: T | undefined = move; back !== undefined && back !== start; back = before.get(back))
          way.unshift(back);
        return [start, ...way];
      }
      if (before.has(next)) continue;
      before.set(next, move);
      waiting.push(next);
    }
  return null;
}

/** What a move sets off, looked up by what can set a move off: an event sent to a subject, or where a record of a workflow then stands. */
function prepareNext(all: Move[]): (move: Move) => Move[] {
  const steps = all.filter(({ transition }) => transition.trigger === 'event');
  const byEvent = Map.groupBy(steps, ({ workflow, transition }) => `${workflow.subject} ${transition.event}`);
  const byMark = Map.groupBy(
    steps,
    ({ workflow, transition }) => `${workflow.subject} ${workflow.steps[transition.event]?.does ?? ''}`,
  );
  const byItself = Map.groupBy(
    all.filter(({ transition: { trigger, event } }) =>
      trigger === 'after' ? Number(event) < SHORT_MS : trigger !== 'event',
    ),
    ({ workflow }) => workflow,
  );
  return (move) => {
    const where = whereItLeads(move.transition);
    const own = (byItself.get(move.workflow) ?? []).filter((next) => isSetOff(next.transition, where));
    const sent = move.sends.flatMap((send) =>
      (('does' in send ? byMark.get(`${send.to} ${send.does}`) : byEvent.get(`${send.to} ${send.event}`)) ?? []).filter(
        (next) =>
          next.workflow === move.workflow
            ? standsIn(where, next.transition.from)
            : next.workflow.subject !== move.workflow.subject,
      ),
    );
    return [...new Set([...own, ...sent])];
  };
}

/** The states in which a record stands after a transition. */
const whereItLeads = ({ from, targets }: SurveyedTransition): SurveyedState[] =>
  targets.length > 0 ? targets.flatMap(({ state }) => (state ? listEntered(state) : [])) : [from];

const standsIn = (where: SurveyedState[], state: SurveyedState): boolean =>
  where.some((place) => place === state || place.path.startsWith(`${state.path}.`) || state.path === '');

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
