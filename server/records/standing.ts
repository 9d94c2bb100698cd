import type { z } from 'zod';
import type { Language } from '../../rules/types.ts';
import { tagsAt } from '../../workflows/index.ts';
import type { StateNotes, Workflow } from '../../workflows/types.ts';
import type * as contract from '../http/contract.ts';
import { hasText, say } from '../kernel/texts/index.ts';
import { snapshotOf, type MovingRow } from './moving-row.ts';

export type Standing = z.infer<typeof contract.standing>;

/** The active states as the `state` column keeps them: one path, or several of a parallel machine with a space between. */
export const stateColumn = (states: string[]): string => states.join(' ');

/** A state with the states around it: `preparation.planning` → [`preparation.planning`, `preparation`]. */
export const withParents = (state: string): string[] => {
  const parts = state.split('.');
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('.'));
};

const notesOf = (workflow: Workflow, state: string): StateNotes | undefined =>
  withParents(state)
    .map((path) => workflow.states[path])
    .find((notes) => notes !== undefined);

const textsOf = (workflow: Workflow, state: string, language: Language) => {
  const texts = notesOf(workflow, state)?.texts;
  return texts?.[language] ?? texts?.ja ?? { name: state, meaning: '' };
};

/** A state's name in words; for several at once all of them. */
export const stateName = (workflow: Workflow, column: string, language: Language): string =>
  column
    .split(' ')
    .map((state) => textsOf(workflow, state, language).name)
    .join('・');

/** What happens to a record beside its workflow: its intake is corrected, consent is recorded, it is told without, another joins it. */
const ownEvents = ['EDIT', 'CONSENT', 'OVERRIDE', 'JOIN'] as const;
export type OwnEvent = (typeof ownEvents)[number];

/** A step's name in words, the server's own events too. */
export function stepName(workflow: Workflow, event: string, language: Language): string {
  const texts = workflow.steps[event]?.texts;
  if (texts) return (texts[language] ?? texts.ja).name;
  if (event === 'START') return startName(workflow, language);
  const own = ownEvents.find((ownEvent) => ownEvent === event);
  if (own) return say(language, `records.own.${own}`);
  return event.startsWith('xstate.') ? say(language, 'records.timer') : event;
}

/** The name of a record's first event in words, which is no step of its workflow. */
export function startName({ subject }: Workflow, language: Language): string {
  const own = `records.start.${subject}`;
  return say(language, hasText(own) ? own : 'records.start.other');
}

/** The stage that a state belongs to, itself or through a state around it. */
export function stageOf(workflow: Workflow, column: string, language: Language): { key: string; name: string } | null {
  const state = column.split(' ')[0] ?? '';
  const key = withParents(state)
    .map((path) => workflow.states[path]?.stage)
    .find((stage) => stage !== undefined);
  return key === undefined ? null : stageByKey(workflow, key, language);
}

/** A stage in words. */
export function stageByKey(workflow: Workflow, key: string, language: Language): { key: string; name: string } {
  const text = workflow.stages?.find((stage) => stage.key === key)?.text;
  return { key, name: text?.[language] ?? text?.ja ?? key };
}

/** Where a record stands, in words. */
export function presentStanding(row: MovingRow, workflow: Workflow, language: Language): Standing {
  const first = textsOf(workflow, row.state.split(' ')[0] ?? '', language);
  return {
    state: row.state,
    tags: tagsAt(workflow, row.state),
    name: stateName(workflow, row.state, language),
    meaning: first.meaning,
    ...(first.todo ? { todo: first.todo } : {}),
    stage: placedStage(workflow, row.state, language),
    since: row.state_since,
    done: snapshotOf(row).status === 'done',
  };
}

function placedStage(workflow: Workflow, column: string, language: Language): Standing['stage'] {
  const stage = stageOf(workflow, column, language);
  return stage && { ...stage, place: (workflow.stages ?? []).findIndex(({ key }) => key === stage.key) };
}
