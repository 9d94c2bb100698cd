import type { Language } from '../rules/types.ts';
import { initialChildren, surveyMachine, type SurveyedState, type SurveyedTransition } from './survey.ts';
import type { Workflow } from './types.ts';

export type DiagramNode = {
  id: string;
  name: string;
  meaning: string;
  stage: string | null;
  parent: string | null;
  kind: 'initial' | 'normal' | 'final';
};
export type DiagramEdge = { from: string; to: string; event: string; name: string };

/**
 * A workflow as nodes and edges in one language, English falling back to Japanese. Ids are dotted state paths; `stage` is inherited from the parent.
 * A step that leads nowhere (it only has effects) is an edge from the state to itself; one that the whole machine knows starts at each of its
 * outermost states; one into a history state ends at the state that it remembers. `after` edges carry XState's event type and are named by their time.
 */
export function drawDiagram(workflow: Workflow, language: Language): { nodes: DiagramNode[]; edges: DiagramEdge[] } {
  const { states, transitions } = surveyMachine(workflow.machine);
  const shown = states.filter((state) => state.path !== '' && state.kind !== 'history');
  const root = states[0];
  const first = root ? initialPath(root) : new Set<SurveyedState>();
  const nodes = shown.map((state): DiagramNode => {
    const notes = workflow.states[state.path];
    const words = notes?.texts[language] ?? notes?.texts.ja;
    return {
      id: state.path,
      name: words?.name ?? state.path,
      meaning: words?.meaning ?? '',
      stage: stageOf(workflow, state),
      parent: state.parent?.path || null,
      kind: state.kind === 'final' ? 'final' : first.has(state) ? 'initial' : 'normal',
    };
  });
  const edges = transitions
    .filter(({ from }) => from.kind !== 'history')
    .flatMap((transition) => drawTransition(workflow, transition, language));
  return { nodes, edges };
}

function drawTransition(workflow: Workflow, transition: SurveyedTransition, language: Language): DiagramEdge[] {
  const sources =
    transition.from.path === ''
      ? transition.from.children.filter((child) => child.kind !== 'final' && child.kind !== 'history')
      : [transition.from];
  const event = transition.trigger === 'after' ? `xstate.after.${transition.event}` : transition.event;
  const words = workflow.steps[transition.event]?.texts;
  const name =
    transition.trigger === 'event'
      ? ((words?.[language] ?? words?.ja)?.name ?? transition.event)
      : sayTrigger(transition, language);
  return sources.flatMap((source) => {
    if (transition.targets.length === 0)
      return transition.config.actions === undefined ? [] : [{ from: source.path, to: source.path, event, name }];
    return transition.targets.flatMap(({ state }) =>
      state
        ? [{ from: source.path, to: (state.kind === 'history' ? state.parent?.path : state.path) ?? '', event, name }]
        : [],
    );
  });
}

const UNITS = [
  { ms: 86_400_000, ja: '日後', en: 'day' },
  { ms: 3_600_000, ja: '時間後', en: 'hour' },
  { ms: 60_000, ja: '分後', en: 'minute' },
  { ms: 1000, ja: '秒後', en: 'second' },
];

function sayTrigger({ trigger, event }: SurveyedTransition, language: Language): string {
  if (trigger !== 'after') return language === 'ja' ? '自動' : 'by itself';
  const delayMs = Number(event);
  const unit = UNITS.find(({ ms }) => delayMs >= ms && delayMs % ms === 0);
  if (!unit) return language === 'ja' ? `${event}ミリ秒後` : `after ${event} ms`;
  const count = delayMs / unit.ms;
  return language === 'ja' ? `${count}${unit.ja}` : `after ${count} ${unit.en}${count === 1 ? '' : 's'}`;
}

function stageOf(workflow: Workflow, state: SurveyedState | null): string | null {
  if (!state) return null;
  return workflow.states[state.path]?.stage ?? stageOf(workflow, state.parent);
}

function initialPath(state: SurveyedState): Set<SurveyedState> {
  return new Set(initialChildren(state).flatMap((child) => [child, ...initialPath(child)]));
}
