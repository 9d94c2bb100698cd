import type { MachineConfig } from './types.ts';

/** A state of a machine configuration, before XState has seen it. */
export type SurveyedState = {
  /** Its name within its parent; empty for the machine itself. */
  key: string;
  /** Dotted path; empty for the machine itself. */
  path: string;
  /** JSON pointer into the machine. */
  pointer: string;
  config: Record<string, unknown>;
  parent: SurveyedState | null;
  children: SurveyedState[];
  kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
};

/** One candidate of a transition. `trigger` says what sets it off: an event, a delay, nothing (`always`), the end of the inner states (`done`). */
export type SurveyedTransition = {
  from: SurveyedState;
  trigger: 'event' | 'after' | 'always' | 'done';
  /** The event type, or the delay. */
  event: string;
  pointer: string;
  config: Record<string, unknown>;
  guard: unknown;
  /** Targets as written, each with the state it means; null where there is none. */
  targets: { text: string; state: SurveyedState | null }[];
};

export type SurveyedAction = { pointer: string; action: unknown };
export type Survey = {
  states: SurveyedState[];
  transitions: SurveyedTransition[];
  actions: SurveyedAction[];
  misshapen: string[];
};

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function escapeToken(token: string | number): string {
  return String(token).replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * A machine configuration laid out flat, with the place of everything: what checks, pictures and reachability need and XState does not tell.
 * Never throws; what is not shaped like a machine is listed in `misshapen` (pointers).
 */
export function surveyMachine(machine: MachineConfig): Survey {
  const survey: Survey = { states: [], transitions: [], actions: [], misshapen: [] };
  surveyState(survey, machine, '', '', '', null);
  const byId = new Map<string, SurveyedState>();
  const rootId = typeof machine.id === 'string' ? machine.id : '(machine)';
  for (const state of survey.states) {
    byId.set([rootId, state.path].filter(Boolean).join('.'), state);
    if (typeof state.config.id === 'string') byId.set(state.config.id, state);
  }
  for (const state of survey.states) surveyTransitions(survey, state, (text) => resolveTarget(text, state, byId));
  return survey;
}

/** The state that is entered first inside this one, if any; a parallel state enters all its children. */
export function initialChildren(state: SurveyedState): SurveyedState[] {
  if (state.kind === 'parallel') return state.children.filter((child) => child.kind !== 'history');
  const { initial } = state.config;
  const [key]: unknown[] = [isObject(initial) ? initial.target : initial].flat();
  const child =
    typeof key === 'string' ? state.children.find((child) => child.key === key.replace(/^\./, '')) : undefined;
  return child ? [child] : [];
}

/**
 * What a history state without a target of its own leads to while there is no history: what its parent begins with, or, where
 * that is the history state itself, the first state beside it (see `openMachine`).
 */
export function historyDefault(history: SurveyedState): SurveyedState[] {
  if (!history.parent) return [];
  const first = initialChildren(history.parent).filter((child) => child.kind !== 'history');
  return first.length > 0 ? first : history.parent.children.filter((child) => child.kind !== 'history').slice(0, 1);
}

/** Does taking it change anything? One without target and actions forbids its event instead: outer states do not get it. */
export const leads = ({ targets, config }: SurveyedTransition): boolean =>
  targets.length > 0 || [config.actions ?? []].flat().length > 0;

function surveyState(
  survey: Survey,
  config: Record<string, unknown>,
  key: string,
  path: string,
  pointer: string,
  parent: SurveyedState | null,
): SurveyedState {
  const children = isObject(config.states) ? Object.entries(config.states) : [];
  const kind =
    typeof config.type === 'string'
      ? config.type
      : children.length > 0
        ? 'compound'
        : config.history
          ? 'history'
          : 'atomic';
  const known =
    kind === 'atomic' || kind === 'compound' || kind === 'parallel' || kind === 'final' || kind === 'history';
  if (!known || ('type' in config && typeof config.type !== 'string')) survey.misshapen.push(`${pointer}/type`);
  if ('states' in config && !isObject(config.states)) survey.misshapen.push(`${pointer}/states`);
  const state: SurveyedState = { key, path, pointer, config, parent, children: [], kind: known ? kind : 'atomic' };
  survey.states.push(state);
  for (const moment of ['entry', 'exit']) surveyActions(survey, config[moment], `${pointer}/${moment}`);
  for (const [name, child] of children) {
    const at = `${pointer}/states/${escapeToken(name)}`;
    if (isObject(child))
      state.children.push(surveyState(survey, child, name, path === '' ? name : `${path}.${name}`, at, state));
    else survey.misshapen.push(at);
  }
  return state;
}

type Resolve = (text: string) => SurveyedState | null;

function surveyTransitions(survey: Survey, state: SurveyedState, resolve: Resolve): void {
  for (const [key, trigger] of [
    ['on', 'event'],
    ['after', 'after'],
  ] as const) {
    const group = state.config[key];
    if (group === undefined) continue;
    if (!isObject(group)) survey.misshapen.push(`${state.pointer}/${key}`);
    else
      for (const [event, candidates] of Object.entries(group))
        surveyCandidates(
          survey,
          state,
          trigger,
          event,
          candidates,
          `${state.pointer}/${key}/${escapeToken(event)}`,
          resolve,
        );
  }
  for (const [key, trigger] of [
    ['always', 'always'],
    ['onDone', 'done'],
  ] as const) {
    if (state.config[key] !== undefined)
      surveyCandidates(survey, state, trigger, '', state.config[key], `${state.pointer}/${key}`, resolve);
  }
  // A history state's default target leads on as well.
  if (state.kind === 'history' && state.config.target !== undefined)
    surveyCandidates(survey, state, 'always', '', { target: state.config.target }, state.pointer, resolve);
}

function surveyCandidates(
  survey: Survey,
  from: SurveyedState,
  trigger: SurveyedTransition['trigger'],
  event: string,
  candidates: unknown,
  pointer: string,
  resolve: Resolve,
): void {
  const list: unknown[] = Array.isArray(candidates) ? candidates : [candidates];
  list.forEach((candidate, index) => {
    const at = Array.isArray(candidates) ? `${pointer}/${index}` : pointer;
    const config = typeof candidate === 'string' ? { target: candidate } : candidate;
    if (!isObject(config)) {
      survey.misshapen.push(at);
      return;
    }
    const written: unknown[] =
      config.target === undefined || config.target === null
        ? []
        : Array.isArray(config.target)
          ? config.target
          : [config.target];
    const targets = written.flatMap((text) => (typeof text === 'string' ? [{ text, state: resolve(text) }] : []));
    if (targets.length < written.length) survey.misshapen.push(`${at}/target`);
    survey.transitions.push({ from, trigger, event, pointer: at, config, guard: config.guard, targets });
    surveyActions(survey, config.actions, `${at}/actions`);
  });
}

function surveyActions(survey: Survey, actions: unknown, pointer: string): void {
  if (actions === undefined) return;
  if (Array.isArray(actions))
    actions.forEach((action: unknown, index) => survey.actions.push({ pointer: `${pointer}/${index}`, action }));
  else survey.actions.push({ pointer, action: actions });
}

/** XState's way: `#id` and what hangs below it, `.child` of the state itself, else a sibling (the machine itself has none). */
function resolveTarget(text: string, from: SurveyedState, byId: Map<string, SurveyedState>): SurveyedState | null {
  if (text.startsWith('#')) {
    const parts = text.slice(1).split('.');
    for (let length = parts.length; length > 0; length -= 1) {
      const start = byId.get(parts.slice(0, length).join('.'));
      if (start) return descend(start, parts.slice(length));
    }
    return null;
  }
  if (text.startsWith('.')) return descend(from, text.slice(1).split('.'));
  return from.parent && descend(from.parent, text.split('.'));
}

function descend(state: SurveyedState, keys: string[]): SurveyedState | null {
  let current: SurveyedState | undefined = state;
  for (const key of keys) {
    const path: string = current.path === '' ? key : `${current.path}.${key}`;
    current = current.children.find((child) => child.path === path);
    if (!current) return null;
  }
  return current;
}
