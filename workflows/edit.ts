import { toEffects } from './list-effects.ts';
import { escapeToken, isObject, leads, surveyMachine, type SurveyedState, type SurveyedTransition } from './survey.ts';
import type { Effect, StateNotes, StepNotes, Turn, Workflow } from './types.ts';

/*
 * Changes of a lifecycle as the editor of stages makes them. Each gives a new lifecycle in which everything that is not spoken of is what it was, in the
 * order in which it was, and the very lifecycle that it was given where nothing changes. Ids are made here and never change: what people call a thing is
 * in its texts.
 */

type Loose = Record<string, unknown>;
type Language = 'ja' | 'en';

/** What the editor of stages does not show. `pointer` into the document. */
export type Richer = {
  reason: 'shape' | 'parallel' | 'history' | 'after' | 'always' | 'done' | 'ways' | 'guard';
  pointer: string;
};

/** A lifecycle that can be edited as stages, or what in it only a file can hold. */
export function readStages(body: Loose): { workflow: Workflow } | { richer: Richer[] } {
  const richer = findRicher(body);
  return richer.length === 0 && isWorkable(body) ? { workflow: body } : { richer };
}

function isWorkable(body: object): body is Workflow {
  const { machine, states, steps, texts, stages = [], key, subject }: Loose = { ...body };
  const hasTexts = (held: unknown): boolean => isObject(held) && isObject(held.texts) && isObject(held.texts.ja);
  const isTurn = (turn: unknown): boolean => hasTexts(turn) && isObject(turn) && Array.isArray(turn.roles);
  return (
    typeof key === 'string' &&
    typeof subject === 'string' &&
    hasTexts({ texts }) &&
    isObject(machine) &&
    isObject(machine.states) &&
    isObject(states) &&
    Object.values(states).every(hasTexts) &&
    Object.values(states).every(
      (notes) => isObject(notes) && [notes.turns ?? []].flat().every(isTurn) && !isObject(notes.turns),
    ) &&
    isObject(steps) &&
    Object.values(steps).every((step) => hasTexts(step) && isObject(step) && Array.isArray(step.roles)) &&
    Array.isArray(stages) &&
    stages.every((stage: unknown) => isObject(stage) && typeof stage.key === 'string' && isObject(stage.text))
  );
}

function findRicher(body: Loose): Richer[] {
  if (!isWorkable(body)) return [{ reason: 'shape', pointer: '' }];
  const { states, transitions, misshapen } = surveyMachine(body.machine);
  const at = (pointer: string): string => `/machine${pointer}`;
  return [
    ...misshapen.map((pointer): Richer => ({ reason: 'shape', pointer: at(pointer) })),
    ...states.flatMap(({ kind, pointer, key, path }): Richer[] => {
      if (kind === 'parallel' || kind === 'history') return [{ reason: kind, pointer: at(pointer) }];
      // Nothing could say which state is meant.
      return /[\s.#]/.test(key) || (path !== '' && !Object.hasOwn(body.states, path))
        ? [{ reason: 'shape', pointer: at(pointer) }]
        : [];
    }),
    ...transitions.flatMap(({ trigger, pointer, targets, guard, event, from }): Richer[] => {
      if (trigger !== 'event') return [{ reason: trigger, pointer: at(pointer) }];
      if (guard !== undefined && guard !== 'allowed') return [{ reason: 'guard', pointer: at(pointer) }];
      if (!Object.hasOwn(body.steps, event) || targets.some(({ state }) => !state))
        return [{ reason: 'shape', pointer: at(pointer) }];
      const ways = isObject(from.config.on) ? [from.config.on[event]].flat().length : 1;
      return ways > 1 || targets.length > 1 ? [{ reason: 'ways', pointer: at(pointer) }] : [];
    }),
  ];
}

/** A state in the outline. `path` is its id: dotted, never shown. */
export type StateRow = {
  path: string;
  notes: StateNotes;
  /** Its own, or that of the state around it. */
  stage: string | null;
  depth: number;
  /** A record comes to stand here first when it enters the state around it (at depth 0: when it begins). */
  isFirst: boolean;
  isEnd: boolean;
  /** Steps of its own, not those of the states around it. */
  steps: number;
  inner: string[];
  tags: string[];
};

/** Every state, each followed by those within it. */
export function listStates(workflow: Workflow): StateRow[] {
  const { states, transitions } = surveyMachine(workflow.machine);
  return states.flatMap((state): StateRow[] => {
    const notes = workflow.states[state.path];
    if (state.path === '' || !notes) return [];
    return [
      {
        path: state.path,
        notes,
        stage: stageAt(workflow, state),
        depth: state.path.split('.').length - 1,
        isFirst: firstKey(state.parent?.config) === state.key,
        isEnd: state.kind === 'final',
        steps: transitions.filter(({ from }) => from === state).length,
        inner: state.children.map(({ path }) => path),
        tags: [state.config.tags].flat().filter((tag): tag is string => typeof tag === 'string'),
      },
    ];
  });
}

const stageAt = (workflow: Workflow, state: SurveyedState | null): string | null =>
  state && (workflow.states[state.path]?.stage ?? stageAt(workflow, state.parent));

function firstKey(config: Loose | undefined): string | null {
  const [written]: unknown[] = [isObject(config?.initial) ? config.initial.target : config?.initial].flat();
  return typeof written === 'string' ? written.replace(/^\./, '') : null;
}

/** A step as it is taken from one state. Its notes are the same wherever it is taken; where it leads and what is done are this state's. */
export type StepRow = {
  event: string;
  notes: StepNotes;
  /** Path of the state that it leads to; null: the record stays. */
  target: string | null;
  effects: Effect[];
  /** It neither leads anywhere nor does anything, so that nobody is ever offered it. */
  isIdle: boolean;
  /** Other states from which it is taken too. */
  also: string[];
};

/** The steps of one state, in order; of `''` those that are taken from everywhere. */
export function listSteps(workflow: Workflow, path: string): StepRow[] {
  const { transitions } = surveyMachine(workflow.machine);
  return transitions.flatMap((transition): StepRow[] => {
    const { from, event, targets, config } = transition;
    const notes = workflow.steps[event];
    if (from.path !== path || !notes) return [];
    return [
      {
        event,
        notes,
        target: staysIn(transition) ? null : (targets[0]?.state?.path ?? null),
        effects: toEffects(config.actions),
        isIdle: !leads(transition),
        also: transitions.filter((other) => other.event === event && other.from !== from).map(({ from }) => from.path),
      },
    ];
  });
}

/** XState knows no step that does nothing at all: one that leaves a record where it is and has no effect is written as leading there anew. */
const staysIn = ({ targets, from, config }: SurveyedTransition): boolean =>
  targets.length === 0 || (targets[0]?.state === from && config.reenter === true);

/** Every step there is, with the states from which it is taken. */
export function listAllSteps(workflow: Workflow): { event: string; notes: StepNotes; from: string[] }[] {
  const { transitions } = surveyMachine(workflow.machine);
  return Object.entries(workflow.steps).map(([event, notes]) => ({
    event,
    notes,
    from: transitions.filter((transition) => transition.event === event).map(({ from }) => from.path),
  }));
}

/** The steps that a record can take where it stands in a state: its own and those of the states around it. A turn's answer is one of them. */
export function stepsPossibleAt(workflow: Workflow, path: string): string[] {
  const { transitions } = surveyMachine(workflow.machine);
  const isNear = (other: string): boolean =>
    other === '' || other === path || path.startsWith(`${other}.`) || other.startsWith(`${path}.`);
  return [...new Set(transitions.flatMap(({ from, event }) => (isNear(from.path) ? [event] : [])))];
}

/** What hangs on a state: what has to be thought of before it is taken away. */
export type HangsOn = {
  /** Steps of other states that lead here or into it. */
  leadHere: { event: string; from: string }[];
  inner: string[];
  /** Steps that are taken nowhere else, and would be gone with it. */
  only: string[];
  /** A record begins here. */
  isFirst: boolean;
  /** It is the only state beside none: a lifecycle needs one. */
  isLast: boolean;
};

/** What would be touched if a state, with those within it, were taken away. */
export function hangsOn(workflow: Workflow, path: string): HangsOn {
  const { states, transitions } = surveyMachine(workflow.machine);
  const state = states.find((candidate) => candidate.path === path);
  const outside = transitions.filter(({ from }) => !isWithin(from.path, path));
  const inside = transitions.filter(({ from }) => isWithin(from.path, path));
  const kept = new Set(outside.map(({ event }) => event));
  return {
    leadHere: outside
      .filter(({ targets }) => targets.some((target) => target.state && isWithin(target.state.path, path)))
      .map(({ event, from }) => ({ event, from: from.path })),
    inner: states.filter((other) => other.path !== path && isWithin(other.path, path)).map((other) => other.path),
    only: [...new Set(inside.map(({ event }) => event))].filter((event) => !kept.has(event)),
    isFirst: state ? firstKey(state.parent?.config) === state.key : false,
    isLast: state ? state.parent?.path === '' && state.parent.children.length === 1 : false,
  };
}

const isWithin = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`);

/** Words of the lifecycle itself. Empty Japanese stays for the check to find; an English that says nothing at all is left out. */
export const setName = (
  workflow: Workflow,
  language: Language,
  name: 'name' | 'description',
  value: string,
): Workflow => replace(workflow, 'texts', putWords(workflow.texts, language, name, value, name === 'description'));

// Stages

/** Another stage at the end. */
export function addStage(workflow: Workflow, ja: string): { workflow: Workflow; key: string } {
  const stages = workflow.stages ?? [];
  const key = freeName('stage', new Set(stages.map((stage) => stage.key)));
  return { workflow: { ...workflow, stages: [...stages, { key, text: { ja } }] }, key };
}

/** What a stage is called. */
export const setStageName = (workflow: Workflow, key: string, language: Language, value: string): Workflow =>
  withStages(workflow, (stages) =>
    mapSame(stages, (stage) =>
      stage.key === key ? replace(stage, 'text', putText(stage.text, language, value)) : stage,
    ),
  );

/** A stage so many places further on; at the edge nothing happens. States that stood in the order of the stages still do. */
export const moveStage = (workflow: Workflow, key: string, by: number): Workflow =>
  inOrder(workflow, (before) =>
    withStages(before, (stages) =>
      moveIn(
        stages,
        stages.findIndex((stage) => stage.key === key),
        by,
      ),
    ),
  );

/** Takes a stage away; its states go to another, or to none. */
export function removeStage(workflow: Workflow, key: string, into: string | null): Workflow {
  if (!(workflow.stages ?? []).some((stage) => stage.key === key)) return workflow;
  return {
    ...workflow,
    stages: (workflow.stages ?? []).filter((stage) => stage.key !== key),
    states: mapValues(workflow.states, (notes) =>
      notes.stage === key ? put(notes, 'stage', into ?? undefined) : notes,
    ),
  };
}

function withStages(
  workflow: Workflow,
  change: (stages: NonNullable<Workflow['stages']>) => NonNullable<Workflow['stages']>,
): Workflow {
  return workflow.stages ? replace(workflow, 'stages', change(workflow.stages)) : workflow;
}

// States

/** Another state, with its words, behind `after` (and within the same state as that), or at the end. Nothing leads to it yet, and nothing on. */
export function addState(
  workflow: Workflow,
  given: { after: string | null; stage: string | null; ja: { name: string; meaning: string } },
): { workflow: Workflow; path: string } {
  const parent = parentOf(given.after ?? '');
  const used = new Set(surveyMachine(workflow.machine).states.map(({ key }) => key));
  const key = freeName('state', used);
  const path = parent === '' ? key : `${parent}.${key}`;
  const holder = configAt(workflow, parent);
  const { states = {} } = holder as { states?: Loose };
  const keys = Object.keys(states);
  const index = given.after === null ? keys.length : keys.indexOf(keyOf(given.after)) + 1;
  const entries = Object.entries(states).toSpliced(index, 0, [key, {}]);
  const changed = withConfig(workflow, parent, (config) => ({ ...config, states: Object.fromEntries(entries) }));
  const notes: StateNotes = { texts: { ja: given.ja }, ...(given.stage === null ? {} : { stage: given.stage }) };
  const noted = Object.entries(workflow.states);
  const last = given.after === null ? -1 : noted.findLastIndex(([other]) => isWithin(other, given.after ?? ''));
  const at = last < 0 ? noted.length : last + 1;
  return {
    workflow: { ...changed, states: Object.fromEntries(noted.toSpliced(at, 0, [path, notes])) },
    path,
  };
}

/** What people call a state, what it means, what is to be done in it. */
export const setStateWords = (
  workflow: Workflow,
  path: string,
  language: Language,
  name: 'name' | 'meaning' | 'todo',
  value: string,
): Workflow =>
  withNotes(workflow, path, (notes) =>
    replace(notes, 'texts', putWords(notes.texts, language, name, value, name === 'todo')),
  );

/** The stage that a state belongs to; null: that of the state around it, or none. */
export const setStateStage = (workflow: Workflow, path: string, stage: string | null): Workflow =>
  inOrder(workflow, (before) => withNotes(before, path, (notes) => put(notes, 'stage', stage ?? undefined)));

/** A change after which the outermost states stand in the order of the stages, if they did so before. */
function inOrder(workflow: Workflow, change: (before: Workflow) => Workflow): Workflow {
  const changed = change(workflow);
  if (changed === workflow || !isInOrder(workflow)) return changed;
  const places = placesOfStages(changed);
  return withConfig(changed, '', (config) => {
    const states = Object.entries(config.states as Loose);
    const sorted = states.toSorted(([path], [other]) => (places.get(path) ?? 0) - (places.get(other) ?? 0));
    return { ...config, states: Object.fromEntries(sorted) };
  });
}

function isInOrder(workflow: Workflow): boolean {
  const places = [...placesOfStages(workflow).values()];
  return places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0));
}

/** Each outermost state by the place of its stage; those of none come last. */
function placesOfStages(workflow: Workflow): Map<string, number> {
  const keys = (workflow.stages ?? []).map((stage) => stage.key);
  const outermost = listStates(workflow).filter(({ depth }) => depth === 0);
  return new Map(
    outermost.map(({ path, stage }) => [
      path,
      stage !== null && keys.includes(stage) ? keys.indexOf(stage) : keys.length,
    ]),
  );
}

/** What the state is to the server. */
export const setStateTags = (workflow: Workflow, path: string, tags: string[]): Workflow =>
  withConfig(workflow, path, (config) => {
    const before = [config.tags].flat().filter((tag) => tag !== undefined);
    if (before.length === tags.length && before.every((tag, index) => tag === tags[index])) return config;
    return put(config, 'tags', tags.length > 0 ? tags : undefined);
  });

/** A state in which records end for good. Only one without steps and states within can be. */
export const setStateEnd = (workflow: Workflow, path: string, isEnd: boolean): Workflow =>
  withConfig(workflow, path, (config) => {
    if (isEnd === (config.type === 'final')) return config;
    if (!isEnd) return put(config, 'type', undefined);
    const isBare = Object.keys({
      ...(isObject(config.on) ? config.on : {}),
      ...(isObject(config.states) ? config.states : {}),
    });
    return isBare.length > 0 ? config : { ...config, type: 'final' };
  });

/** The state with which the one around it (or the whole) begins. */
export const setFirst = (workflow: Workflow, path: string): Workflow =>
  withConfig(workflow, parentOf(path), (config) => beginWith(config, keyOf(path)));

const beginWith = (config: Loose, key: string): Loose =>
  firstKey(config) === key
    ? config
    : { ...config, initial: isObject(config.initial) ? { ...config.initial, target: key } : key };

/** A state so many places further on among those beside it; at the edge nothing happens. */
export const moveState = (workflow: Workflow, path: string, by: number): Workflow =>
  withConfig(workflow, parentOf(path), (config) => moveKey(config, 'states', keyOf(path), by));

/**
 * Takes a state away, with those within it, their steps and words. Steps that led to it lead to `into` instead; with null they are taken away too.
 * What began here begins with the first state that is left beside it. The last state of all stays.
 */
export function removeState(workflow: Workflow, path: string, into: string | null): Workflow {
  const { leadHere, isLast } = hangsOn(workflow, path);
  if (isLast || !Object.hasOwn(workflow.states, path) || (into !== null && isWithin(into, path))) return workflow;
  let changed = workflow;
  for (const { event, from } of leadHere)
    changed = into === null ? removeStep(changed, from, event) : setTarget(changed, from, event, into);
  changed = withConfig(changed, parentOf(path), (config) => {
    const { [keyOf(path)]: _, ...states } = config.states as Loose;
    const [next] = Object.keys(states);
    if (next === undefined) return put(put(config, 'states', undefined), 'initial', undefined);
    const less = { ...config, states };
    return firstKey(config) === keyOf(path) ? beginWith(less, next) : less;
  });
  return tidy({
    ...changed,
    states: Object.fromEntries(Object.entries(changed.states).filter(([other]) => !isWithin(other, path))),
  });
}

// Turns

/** Somebody's turn in a state, as it is written; `[]` says that it is nobody's. */
export const setTurns = (workflow: Workflow, path: string, turns: Turn[] | null): Workflow =>
  withNotes(workflow, path, (notes) => put(notes, 'turns', sameAs(notes.turns, turns ?? undefined)));

/** One of them changed. */
export const setTurn = (workflow: Workflow, path: string, index: number, turn: Turn): Workflow => {
  const turns = workflow.states[path]?.turns ?? [];
  return turns[index] === turn ? workflow : setTurns(workflow, path, turns.with(index, turn));
};

/** What a turn says, or what is on its button. */
export const setTurnWords = (turn: Turn, language: Language, name: 'text' | 'action', value: string): Turn =>
  replace(turn, 'texts', putWords(turn.texts, language, name, value, name === 'action'));

// Steps

/** Another step of a state, with its words. It leads nowhere yet: the record stays. */
export function addStep(
  workflow: Workflow,
  path: string,
  given: { ja: string; roles: StepNotes['roles']; target: string | null },
): { workflow: Workflow; event: string } {
  const event = freeName('STEP_', new Set(Object.keys(workflow.steps)));
  const notes: StepNotes = { texts: { ja: { name: given.ja } }, roles: given.roles };
  const known = { ...workflow, steps: { ...workflow.steps, [event]: notes } };
  return { workflow: takeStep(known, path, event, given.target), event };
}

/** A step that there is, taken from this state too. Nothing happens where it is already. */
export const takeStep = (workflow: Workflow, path: string, event: string, target: string | null): Workflow => {
  const known = withConfig(workflow, path, (config) => {
    const on = isObject(config.on) ? config.on : {};
    if (Object.hasOwn(on, event)) return config;
    return {
      ...config,
      on: { ...on, [event]: workflow.steps[event]?.rules === undefined ? {} : { guard: 'allowed' } },
    };
  });
  return known === workflow ? workflow : setTarget(known, path, event, target);
};

/** Where a step of a state leads; null: the record stays where it is. */
export function setTarget(workflow: Workflow, path: string, event: string, target: string | null): Workflow {
  const row = listSteps(workflow, path).find((step) => step.event === event);
  const from = surveyMachine(workflow.machine).states.find((state) => state.path === path);
  if (!row || !from) return workflow;
  const stays = target === null && from.kind === 'atomic' && row.effects.length === 0 ? from.key : undefined;
  const written = target === null ? stays : writeTarget(workflow, path, target);
  return withWay(workflow, path, event, (way) => {
    if (row.target === target && (target !== null || way.target !== undefined || stays === undefined)) return way;
    const led = put(way, 'target', written);
    return put(led, 'reenter', stays === undefined ? undefined : true);
  });
}

/** A step so many places further on among those of its state. */
export const moveStep = (workflow: Workflow, path: string, event: string, by: number): Workflow =>
  withConfig(workflow, path, (config) => moveKey(config, 'on', event, by));

/** Takes a step from one state; where it is taken from no other, it is gone. */
export const removeStep = (workflow: Workflow, path: string, event: string): Workflow => {
  const changed = withConfig(workflow, path, (config) => {
    if (!isObject(config.on) || !Object.hasOwn(config.on, event)) return config;
    const { [event]: _, ...on } = config.on;
    return put(config, 'on', Object.keys(on).length > 0 ? on : undefined);
  });
  return changed === workflow ? workflow : tidy(changed);
};

/** What is on a step's button, and what helps with it. */
export const setStepWords = (
  workflow: Workflow,
  event: string,
  language: Language,
  name: 'name' | 'help',
  value: string,
): Workflow =>
  withStep(workflow, event, (step) =>
    replace(step, 'texts', putWords(step.texts, language, name, value, name === 'help')),
  );

/** The form that a step asks; null: none. */
export const setStepForm = (workflow: Workflow, event: string, form: string | null): Workflow =>
  withStep(workflow, event, (step) => put(step, 'form', form ?? undefined));

/** The rule set that opens a step, or says why it is not open; null: none. Wherever the step is taken it waits for that. */
export function setStepRules(workflow: Workflow, event: string, rules: string | null): Workflow {
  const ruled = withStep(workflow, event, (step) => put(step, 'rules', rules ?? undefined));
  if (ruled === workflow) return workflow;
  return listAllSteps(ruled)
    .filter((step) => step.event === event)
    .flatMap(({ from }) => from)
    .reduce(
      (changed, path) =>
        withWay(changed, path, event, (way) => put(way, 'guard', rules === null ? undefined : 'allowed')),
      ruled,
    );
}

/** Who may take a step. */
export const setStepRoles = (workflow: Workflow, event: string, roles: StepNotes['roles']): Workflow =>
  withStep(workflow, event, (step) => replace(step, 'roles', sameAs(step.roles, roles)));

/** The way on, a way back or aside, or an end. */
export const setStepTone = (workflow: Workflow, event: string, tone: StepNotes['tone'] | null): Workflow =>
  withStep(workflow, event, (step) => put(step, 'tone', tone ?? undefined));

/** What a step is to the server; null: nothing. */
export const setStepMark = (workflow: Workflow, event: string, does: string | null): Workflow =>
  withStep(workflow, event, (step) => put(step, 'does', does ?? undefined));

/** For which cities a step is; a choice that is null is no matter. */
export const setStepWhen = (workflow: Workflow, event: string, choice: string, value: string | null): Workflow =>
  withStep(workflow, event, (step) => {
    const when: Record<string, string> = put({ ...step.when }, choice, value ?? undefined);
    return put(step, 'when', sameAs(step.when, Object.keys(when).length > 0 ? when : undefined));
  });

/** What is done when a step of a state is taken: one more at the end. */
export const addEffect = (workflow: Workflow, path: string, event: string, effect: Effect): Workflow =>
  withActions(workflow, path, event, (actions) => [
    ...actions,
    Object.keys(effect.params).length > 0 ? { type: effect.type, params: effect.params } : { type: effect.type },
  ]);

/** One less. */
export const removeEffect = (workflow: Workflow, path: string, event: string, index: number): Workflow =>
  withActions(workflow, path, event, (actions) => actions.toSpliced(index, 1));

/** One so many places further on: they are done in order. */
export const moveEffect = (workflow: Workflow, path: string, event: string, index: number, by: number): Workflow =>
  withActions(workflow, path, event, (actions) => moveIn(actions, index, by));

/** How one is done; a param that is undefined is left out. */
export const setEffectParam = (
  workflow: Workflow,
  path: string,
  event: string,
  index: number,
  name: string,
  value: unknown,
): Workflow =>
  withActions(workflow, path, event, (actions) =>
    mapSame(actions, (action, at) => {
      if (at !== index) return action;
      const written: Loose = isObject(action) ? action : { type: action };
      const before = isObject(written.params) ? written.params : {};
      const params = put(before, name, sameAs(before[name], value));
      if (params === written.params) return action;
      return put(written, 'params', Object.keys(params).length > 0 ? params : undefined);
    }),
  );

// How it is done

/** Steps that are taken nowhere any more are gone, and turns no longer wait for an answer that cannot be given. */
function tidy(workflow: Workflow): Workflow {
  const used = new Set(surveyMachine(workflow.machine).transitions.map(({ event }) => event));
  const steps = Object.fromEntries(Object.entries(workflow.steps).filter(([event]) => used.has(event)));
  const left = { ...workflow, steps };
  const isAnswered = (path: string, { answer }: Turn): boolean => {
    if (!answer) return true;
    const possible = stepsPossibleAt(left, path);
    return 'event' in answer
      ? possible.includes(answer.event)
      : possible.some((event) => steps[event]?.does === answer.does);
  };
  const states = mapValues(workflow.states, (notes, path) =>
    notes.turns
      ? replace(
          notes,
          'turns',
          mapSame(notes.turns, (turn) => (isAnswered(path, turn) ? turn : put(turn, 'answer', undefined))),
        )
      : notes,
  );
  return { ...left, states };
}

/** As XState finds it from there: a state beside it by its key, any other by its whole way. */
function writeTarget(workflow: Workflow, from: string, target: string): string {
  if (from !== '' && parentOf(from) === parentOf(target)) return keyOf(target);
  return `#${typeof workflow.machine.id === 'string' ? workflow.machine.id : '(machine)'}.${target}`;
}

const keyOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

/** The first of `state1`, `state2` … that is free. */
function freeName(stem: string, used: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) if (!used.has(`${stem}${number}`)) return `${stem}${number}`;
}

const configAt = (workflow: Workflow, path: string): Loose =>
  (path === '' ? [] : path.split('.')).reduce<Loose>(
    (config, key) => (config.states as Record<string, Loose>)[key] ?? {},
    workflow.machine,
  );

/** A state of the machine changed; those around it are made anew, all others are the very same. */
function withConfig(workflow: Workflow, path: string, change: (config: Loose) => Loose): Workflow {
  const into = (config: Loose, keys: string[]): Loose => {
    const [key, ...rest] = keys;
    if (key === undefined) return change(config);
    const states = isObject(config.states) ? config.states : {};
    const inner = states[key];
    return isObject(inner) ? replace(config, 'states', replace(states, key, into(inner, rest))) : config;
  };
  const machine = into(workflow.machine, path === '' ? [] : path.split('.'));
  return machine === workflow.machine ? workflow : { ...workflow, machine };
}

/** A step as its state writes it, `"next"` as `{ target: "next" }` once it says more. */
function withWay(workflow: Workflow, path: string, event: string, change: (way: Loose) => Loose): Workflow {
  return withConfig(workflow, path, (config) => {
    if (!isObject(config.on) || !Object.hasOwn(config.on, event)) return config;
    const written = config.on[event];
    const [first]: unknown[] = [written].flat();
    const way: Loose = isObject(first) ? first : first === undefined ? {} : { target: first };
    const changed = change(way);
    if (changed === way) return config;
    const isShort = typeof first === 'string' && Object.keys(changed).join() === 'target';
    const next = isShort ? changed.target : changed;
    return { ...config, on: { ...config.on, [event]: Array.isArray(written) ? [next] : next } };
  });
}

function withActions(
  workflow: Workflow,
  path: string,
  event: string,
  change: (actions: unknown[]) => unknown[],
): Workflow {
  const changed = withWay(workflow, path, event, (way) => {
    const before = way.actions === undefined ? [] : [way.actions].flat();
    const after = change(before);
    if (after.length === before.length && after.every((action, index) => action === before[index])) return way;
    return put(way, 'actions', after.length > 0 ? after : undefined);
  });
  // Without effects, a step that stays has to say so.
  const row = changed === workflow ? undefined : listSteps(changed, path).find((step) => step.event === event);
  return row?.target === null ? setTarget(changed, path, event, null) : changed;
}

const withNotes = (workflow: Workflow, path: string, change: (notes: StateNotes) => StateNotes): Workflow => {
  const notes = workflow.states[path];
  return notes ? replace(workflow, 'states', replace(workflow.states, path, change(notes))) : workflow;
};

const withStep = (workflow: Workflow, event: string, change: (step: StepNotes) => StepNotes): Workflow => {
  const step = workflow.steps[event];
  return step ? replace(workflow, 'steps', replace(workflow.steps, event, change(step))) : workflow;
};

/** What was there where it says the same. */
const sameAs = <T>(before: T, after: T): T => (JSON.stringify(before) === JSON.stringify(after) ? before : after);

/** The same object where the value is the same. */
const replace = <T extends object, K extends keyof T>(holder: T, key: K, value: T[K]): T =>
  holder[key] === value ? holder : { ...holder, [key]: value };

/** The value put, or with undefined taken away; the same object where that changes nothing. */
function put<T extends object>(holder: T, key: string, value: unknown): T {
  if (value !== undefined) return (holder as Loose)[key] === value ? holder : { ...holder, [key]: value };
  if (!Object.hasOwn(holder, key)) return holder;
  return Object.fromEntries(Object.entries(holder).filter(([name]) => name !== key)) as T;
}

/** Words of one language. `optional` ones that are empty are left out, and so is an English that says nothing. */
function putWords<T extends { ja: object; en?: object }>(
  texts: T,
  language: Language,
  name: string,
  value: string,
  optional: boolean,
): T {
  const before: object | undefined = texts[language];
  const isGone = value === '' && (optional || language === 'en');
  const words = put(before ?? {}, name, isGone ? undefined : value);
  if (before === undefined && isGone) return texts;
  const isEmpty = language === 'en' && Object.keys(words).length === 0;
  return put(texts, language, isEmpty ? undefined : words);
}

const putText = <T extends { ja: string; en?: string }>(text: T, language: Language, value: string): T =>
  put(text, language, value === '' && language === 'en' ? undefined : value);

function mapSame<T>(list: readonly T[], change: (item: T, index: number) => T): T[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? (list as T[]) : changed;
}

function mapValues<T>(held: Record<string, T>, change: (value: T, key: string) => T): Record<string, T> {
  const entries = Object.entries(held).map(([key, value]) => [key, change(value, key)] as const);
  return entries.every(([key, value]) => held[key] === value) ? held : Object.fromEntries(entries);
}

function moveIn<T>(list: T[], index: number, by: number): T[] {
  const item = list[index];
  const to = index + by;
  if (index < 0 || item === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(index, 1).toSpliced(to, 0, item);
}

function moveKey(config: Loose, name: 'states' | 'on', key: string, by: number): Loose {
  if (!isObject(config[name])) return config;
  const entries = Object.entries(config[name]);
  const moved = moveIn(
    entries,
    entries.findIndex(([other]) => other === key),
    by,
  );
  return moved === entries ? config : { ...config, [name]: Object.fromEntries(moved) };
}

/** A place in a lifecycle that the editor can go to: a state, and a step of it where the pointer says one. */
export function placeOf(workflow: Workflow, pointer: string): { path: string; event: string | null } | null {
  const [part, ...tokens] = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (part === 'states' && tokens[0] !== undefined)
    return Object.hasOwn(workflow.states, tokens[0]) ? { path: tokens[0], event: null } : null;
  if (part === 'steps' && tokens[0] !== undefined) {
    const step = listAllSteps(workflow).find(({ event }) => event === tokens[0]);
    return step?.from[0] === undefined ? null : { path: step.from[0], event: step.event };
  }
  if (part !== 'machine') return null;
  const within = `/${tokens.map(escapeToken).join('/')}`;
  const state = surveyMachine(workflow.machine)
    .states.filter((candidate) => `${within}/`.startsWith(`${candidate.pointer}/`))
    .at(-1);
  if (!state) return null;
  const [, on, event] = within.slice(state.pointer.length).split('/');
  return state.path === '' && on !== 'on'
    ? null
    : {
        path: state.path,
        event: on === 'on' && event !== undefined ? event.replaceAll('~1', '/').replaceAll('~0', '~') : null,
      };
}
