import { surveyMachine, type SurveyedState } from './survey.ts';
import type { StepNotes, Turn, Urgency, Wait, Workflow } from './types.ts';

/** Where a record of a workflow can stand: the active atomic states as its `state` column keeps them. */
export type PossibleStanding = {
  /** One dotted path; of a parallel machine one a region, with spaces between, in document order. */
  state: string;
  /** Those of its states and of the states around them, as written; and `open`, or `over`, which every standing has. */
  tags: string[];
  /** The key of the stage that the first of its states belongs to. */
  stage: string | null;
  /** Whose turn it is: what each of its states says, or else the nearest around it. Null: none of them says anything, not even that it is nobody's. */
  turns: Turn[] | null;
};

/** More are refused by `checkWorkflow`: regions of a parallel state multiply. */
export const MOST_STANDINGS = 1000;

const known = new WeakMap<Workflow, PossibleStanding[]>();

/** Every combination of states in which a record can stand, in document order, and what it is tagged with. Computed once a workflow. */
export function listStandings(workflow: Workflow): PossibleStanding[] {
  const before = known.get(workflow);
  if (before) return before;
  const root = surveyMachine(workflow.machine).states[0];
  const standings = (root ? combine(root) : []).map((leaves) => describe(workflow, leaves));
  known.set(workflow, standings);
  return standings;
}

/** How many there would be, without making them. */
export const countStandings = (state: SurveyedState): number =>
  state.kind === 'parallel'
    ? state.children.reduce((product, child) => product * Math.max(1, countStandings(child)), 1)
    : state.children.length > 0
      ? state.children.reduce((sum, child) => sum + countStandings(child), 0)
      : state.kind === 'history'
        ? 0
        : 1;

/** What a record that stands there is tagged with. A standing that its workflow does not know has only `open`. */
export const tagsAt = (workflow: Workflow, state: string): string[] =>
  listStandings(workflow).find((standing) => standing.state === state)?.tags ?? ['open'];

/** The steps that carry a mark, in document order. */
export const stepsDoing = (workflow: Workflow, mark: string): string[] =>
  Object.entries(workflow.steps).flatMap(([event, step]) => (step.does === mark ? [event] : []));

/** The first step, in document order, that answers a turn and is taken here; undefined where it names none. */
export const stepAnswering = (
  workflow: Workflow,
  { answer }: Pick<Turn, 'answer'>,
  isTaken: (step: StepNotes) => boolean = () => true,
): string | undefined =>
  answer &&
  ('event' in answer ? [answer.event] : stepsDoing(workflow, answer.does)).find((event) => {
    const step = workflow.steps[event];
    return step && isTaken(step);
  });

/** How many days a wait is for a record of this urgency. */
export const daysOf = ({ days }: Wait, urgency: Urgency = 'normal'): number =>
  typeof days === 'number' ? days : days[urgency];

/** The tags that stand at a state itself. */
export const ownTags = (config: Record<string, unknown>): string[] =>
  [config.tags].flat().filter((tag): tag is string => typeof tag === 'string');

function combine(state: SurveyedState): SurveyedState[][] {
  if (state.kind === 'history') return [];
  if (state.children.length === 0) return [[state]];
  const within = state.children.map(combine);
  if (state.kind !== 'parallel') return within.flat();
  let ways: SurveyedState[][] = [[]];
  for (const region of within.filter((part) => part.length > 0)) {
    ways = ways.flatMap((way) => region.map((leaves) => [...way, ...leaves]));
    if (ways.length > MOST_STANDINGS) return ways.slice(0, MOST_STANDINGS);
  }
  return ways;
}

function describe(workflow: Workflow, leaves: SurveyedState[]): PossibleStanding {
  const ways = leaves.map(listAround);
  const tags = [...new Set(ways.flat().flatMap(({ config }) => ownTags(config)))];
  const over = tags.includes('over') || leaves.every(({ kind }) => kind === 'final');
  const stage = ways[0]?.map(({ path }) => workflow.states[path]?.stage).find((key) => key !== undefined);
  const said = ways.flatMap((way) => way.find(({ path }) => workflow.states[path]?.turns) ?? []);
  return {
    state: leaves.map(({ path }) => path).join(' '),
    tags: [...tags.filter((tag) => tag !== 'open' && tag !== 'over'), over ? 'over' : 'open'],
    stage: stage ?? null,
    turns: said.length === 0 ? null : [...new Set(said)].flatMap(({ path }) => workflow.states[path]?.turns ?? []),
  };
}

/** A state with those around it, innermost first. */
const listAround = (state: SurveyedState): SurveyedState[] =>
  state.parent ? [state, ...listAround(state.parent)] : [state];
