import type { Issue, Language } from '../rules/types.ts';
import { start } from './advance.ts';
import { checkCascades, checkCircles } from './check-cascades.ts';
import { collectIssues, needText, needWords, ROLES, writeValue, type Report } from './check-report.ts';
import { kinds } from './check-texts.ts';
import { openMachine } from './machine.ts';
import {
  escapeToken,
  historyDefault,
  initialChildren,
  isObject,
  leads,
  surveyMachine,
  type Survey,
  type SurveyedState,
  type SurveyedTransition,
} from './survey.ts';
import { checkTurns } from './check-turns.ts';
import { countStandings, MOST_STANDINGS, ownTags } from './standings.ts';
import type { MachineConfig, Requirements, Workflow } from './types.ts';

/** Names that a workflow may refer to. What is left out is not checked. */
export type KnownNames = {
  forms?: string[];
  rules?: string[];
  effects?: string[];
  /** What a city may choose, by name, with the values of each. */
  choices?: Record<string, readonly string[]>;
  /** By subject, those that there are: what its kind of record asks of a workflow. */
  requires?: Record<string, Requirements>;
};

const NOTE_KEYS = ['texts', 'stage', 'turns'];
const TONES = ['primary', 'secondary', 'danger'];
const STATE_KEYS = [
  'id',
  'type',
  'initial',
  'states',
  'on',
  'after',
  'always',
  'onDone',
  'entry',
  'exit',
  'history',
  'target',
  'tags',
  'meta',
  'description',
  'output',
  'invoke',
  'route',
];
const ROOT_KEYS = [...STATE_KEYS, 'context', 'version'];
const TRANSITION_KEYS = ['target', 'actions', 'guard', 'reenter', 'meta', 'description'];

/** A hundred years. */
const LONGEST_WAIT_MS = 100 * 365.25 * 86_400_000;

/**
 * Everything that is wrong with a workflow, empty when it can be published: its shape, its words, whether XState takes the machine and it begins,
 * whether every state can be reached and left, and whether what it refers to exists. `path` points into the document.
 */
export function checkWorkflow(document: unknown, known: KnownNames = {}, language: Language = 'ja'): Issue[] {
  const report = collectIssues(language);
  if (!isObject(document)) {
    report.add('', 'not-an-object');
    return report.issues;
  }
  checkShape(document, known, report);
  // What follows reads the parts freely; a document without them has been told so already.
  if (!isObject(document.machine) || !isObject(document.states) || !isObject(document.steps)) return report.issues;
  const survey = checkStructure(document.machine, report, '/machine', true);
  checkNames(survey, known, report);
  checkNotes(document.states, document.stages, survey, report);
  checkSteps(document.steps, survey, known, report);
  checkWays(survey, document.steps, known, report);
  const { subject } = document;
  const requires =
    typeof subject === 'string' && known.requires && Object.hasOwn(known.requires, subject)
      ? known.requires[subject]
      : undefined;
  checkTurns(document.states, document.steps, survey, requires, report);
  if (requires) checkRequired(document.steps, survey, requires, report);
  if (isWorkflow(document, report.issues)) {
    report.issues.push(...checkCascades(document, [], () => null, language));
    if (report.issues.length === 0) checkStart('/machine', report, () => start(document));
  }
  return report.issues;
}

/**
 * What is wrong with a plain XState 5 machine configuration: its shape, targets that do not exist, and what XState itself refuses.
 * Guards and delays by name are fine: in plain XState they are given elsewhere.
 */
export function checkMachine(config: unknown, language: Language = 'ja'): Issue[] {
  const report = collectIssues(language);
  if (!isObject(config)) report.add('', 'not-an-object');
  else {
    const survey = checkStructure(config, report, '', false);
    if (report.issues.length === 0) report.issues.push(...checkCircles(survey, language));
    if (report.issues.length === 0) checkStart('', report, () => openMachine(config));
  }
  return report.issues;
}

/** Issues are what stands between an unknown document and a Workflow. */
export function isWorkflow(
  document: Record<string, unknown>,
  issues: Issue[],
): document is Record<string, unknown> & Workflow {
  return issues.length === 0 && 'machine' in document;
}

function checkStart(at: string, report: Report, begin: () => unknown): void {
  try {
    begin();
  } catch (error) {
    report.add(at, 'machine-refused', {
      reason: error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error),
    });
  }
}

function checkShape(document: Record<string, unknown>, { requires }: KnownNames, report: Report): void {
  for (const name of ['key', 'subject', 'texts', 'machine', 'states', 'steps'])
    if (!(name in document)) report.add('', 'missing', { name });
  const words = kinds[report.language];
  for (const name of ['texts', 'machine', 'states', 'steps'])
    if (name in document && !isObject(document[name]))
      report.add(`/${name}`, 'wrong-type', { name, wanted: words.object });
  for (const name of Object.keys(document))
    if (!['$schema', 'key', 'subject', 'texts', 'stages', 'parties', 'machine', 'states', 'steps'].includes(name))
      report.add(`/${escapeToken(name)}`, 'unknown-key', { name });
  if ('key' in document) needText(document, 'key', '', report);
  if (requires && typeof document.subject === 'string' && !Object.hasOwn(requires, document.subject))
    report.add('/subject', 'unknown-value', {
      name: 'subject',
      value: writeValue(document.subject),
      known: Object.keys(requires).join(', '),
    });
  else if ('subject' in document) needText(document, 'subject', '', report);
  if (isObject(document.texts)) needWords(document.texts, '/texts', ['name'], report);
  if ('parties' in document) {
    const lists = isObject(document.parties) ? Object.values(document.parties) : [document.parties];
    if (!lists.every((list) => Array.isArray(list) && list.every((key) => typeof key === 'string')))
      report.add('/parties', 'wrong-type', { name: 'parties', wanted: words.object });
  }
  if ('stages' in document) {
    if (!Array.isArray(document.stages)) report.add('/stages', 'wrong-type', { name: 'stages', wanted: words.list });
    else
      document.stages.forEach((stage: unknown, index) => {
        const at = `/stages/${index}`;
        if (!isObject(stage)) return report.add(at, 'wrong-type', { name: 'stages', wanted: words.object });
        needText(stage, 'key', at, report);
        if (isObject(stage.text)) needText(stage.text, 'ja', `${at}/text`, report);
        else report.add(at, 'missing', { name: 'text' });
      });
  }
}

function checkStructure(machine: MachineConfig, report: Report, base: string, ours: boolean): Survey {
  const survey = surveyMachine(machine);
  for (const pointer of survey.misshapen) report.add(base + pointer, 'machine-shape');
  for (const { action, pointer } of survey.actions)
    if (typeof action !== 'string' && !(isObject(action) && typeof action.type === 'string'))
      report.add(base + pointer, 'bad-action');
  // XState takes a machine without states; a file that is no machine at all must not pass for one.
  if (!isObject(machine.states) && (ours || !('on' in machine))) report.add(base, 'no-states');
  for (const state of survey.states) {
    const at = base + state.pointer;
    const { initial } = state.config;
    if (state.kind === 'compound' && initial === undefined && state.children.length > 0) report.add(at, 'no-initial');
    if (state.kind !== 'parallel' && initial !== undefined && initialChildren(state).length === 0) {
      report.add(`${at}/initial`, 'unknown-initial', {
        name: writeValue(isObject(initial) ? initial.target : initial),
      });
    }
    if (!ours) continue;
    // Where a record stands is stored as paths, dotted and with spaces between them.
    if (/[\s.#]/.test(state.key)) report.add(at, 'state-name', { name: state.key });
    if (
      'tags' in state.config &&
      ![state.config.tags].flat().every((tag) => typeof tag === 'string' && tag.trim() !== '')
    )
      report.add(`${at}/tags`, 'wrong-type', { name: 'tags', wanted: kinds[report.language].texts });
    for (const name of ['invoke', 'spawn']) if (name in state.config) report.add(`${at}/${name}`, 'invoke', { name });
    const keys = state.path === '' ? ROOT_KEYS : STATE_KEYS;
    for (const name of Object.keys(state.config))
      if (!keys.includes(name) && name !== 'spawn') report.add(`${at}/${escapeToken(name)}`, 'unknown-key', { name });
  }
  for (const { targets, pointer, config } of survey.transitions) {
    for (const { text, state } of targets) if (!state) report.add(base + pointer, 'unknown-target', { name: text });
    const conflict = findConflict(targets.flatMap(({ state }) => state ?? []));
    if (conflict)
      report.add(`${base}${pointer}/target`, 'target-conflict', { one: conflict[0].path, other: conflict[1].path });
    if (ours)
      for (const name of Object.keys(config))
        if (!TRANSITION_KEYS.includes(name))
          report.add(`${base}${pointer}/${escapeToken(name)}`, 'unknown-key', { name });
  }
  for (const pointer of findForeign(machine)) report.add(base + pointer, 'not-json');
  return survey;
}

/** What the server asks for by tag or mark, and finds in no state or step. Somebody must be able to come to stand in a tagged state. */
function checkRequired(
  steps: Record<string, unknown>,
  survey: Survey,
  { tags, marks }: Requirements,
  report: Report,
): void {
  const words = (why: Requirements['tags'][string]): string => why[report.language] ?? why.ja;
  const carried = new Set(survey.states.flatMap(({ config }) => ownTags(config)));
  // What is at an end is over, said or not.
  if (survey.states.some(({ kind }) => kind === 'final')) carried.add('over');
  for (const [name, why] of Object.entries(tags))
    if (!carried.has(name)) report.add('/machine/states', 'tag-missing', { name, why: words(why) });
  const done = new Set(Object.values(steps).map((step) => (isObject(step) ? step.does : undefined)));
  for (const [name, why] of Object.entries(marks))
    if (!done.has(name)) report.add('/steps', 'mark-missing', { name, why: words(why) });
}

/** Two targets in which nothing can stand at once: only regions of a parallel state are. */
function findConflict(targets: SurveyedState[]): [SurveyedState, SurveyedState] | null {
  const around = (state: SurveyedState): SurveyedState[] => (state.parent ? [...around(state.parent), state] : [state]);
  for (const [index, target] of targets.entries())
    for (const other of targets.slice(index + 1)) {
      const [ways, others] = [around(target), around(other)];
      const shared = ways.findLastIndex((state, depth) => state === others[depth]);
      const nested = shared === ways.length - 1 || shared === others.length - 1;
      if (!nested && ways[shared]?.kind !== 'parallel') return [target, other];
    }
  return null;
}

/** Places of values that JSON cannot hold: a document may be handed over by a program. */
function findForeign(value: unknown, pointer = ''): string[] {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return [pointer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => findForeign(inner, `${pointer}/${escapeToken(key)}`));
}

function checkNames(survey: Survey, known: KnownNames, report: Report): void {
  for (const { guard, pointer, trigger, event } of survey.transitions) {
    if (guard !== undefined && guard !== 'allowed')
      report.add(`/machine${pointer}/guard`, 'unknown-guard', { name: writeValue(guard) });
    if (trigger === 'event' && (event.startsWith('xstate.') || event.includes('*')))
      report.add(`/machine${pointer}`, 'reserved-event', { name: event });
    if (guard === 'allowed' && trigger !== 'event') report.add(`/machine${pointer}/guard`, 'guard-without-event');
    if (trigger === 'after' && !/^\d+$/.test(event)) report.add(`/machine${pointer}`, 'unknown-delay', { name: event });
    else if (trigger === 'after' && Number(event) > LONGEST_WAIT_MS)
      report.add(`/machine${pointer}`, 'delay-too-long', { name: event });
  }
  for (const { action, pointer } of survey.actions) {
    const name = typeof action === 'string' ? action : isObject(action) ? action.type : undefined;
    if (typeof name !== 'string') continue;
    if (name.startsWith('xstate.') || (known.effects && !known.effects.includes(name)))
      report.add(`/machine${pointer}`, 'unknown-effect', { name });
  }
}

function checkNotes(notes: Record<string, unknown>, stages: unknown, survey: Survey, report: Report): void {
  const paths = survey.states.filter(({ path, kind }) => path !== '' && kind !== 'history').map(({ path }) => path);
  for (const state of survey.states)
    if (paths.includes(state.path) && !Object.hasOwn(notes, state.path))
      report.add(`/machine${state.pointer}`, 'state-without-notes', { name: state.path });
  const stageKeys: unknown[] = Array.isArray(stages)
    ? stages.map((stage: unknown) => (isObject(stage) ? stage.key : undefined))
    : [];
  for (const [path, note] of Object.entries(notes)) {
    const at = `/states/${escapeToken(path)}`;
    if (!paths.includes(path)) report.add(at, 'notes-without-state', { name: path });
    if (!isObject(note) || !isObject(note.texts)) {
      report.add(at, 'missing', { name: 'texts' });
      continue;
    }
    for (const name of Object.keys(note))
      if (!NOTE_KEYS.includes(name)) report.add(`${at}/${escapeToken(name)}`, 'unknown-key', { name });
    needWords(note.texts, `${at}/texts`, ['name', 'meaning'], report);
    if (note.stage !== undefined && !stageKeys.includes(note.stage))
      report.add(`${at}/stage`, 'unknown-stage', { name: writeValue(note.stage) });
  }
}

function checkSteps(steps: Record<string, unknown>, survey: Survey, known: KnownNames, report: Report): void {
  const used = survey.transitions.filter(({ trigger }) => trigger === 'event');
  for (const event of new Set(used.map((use) => use.event))) {
    const first = used.find((use) => use.event === event);
    if (first && !Object.hasOwn(steps, event))
      report.add(`/machine${first.pointer}`, 'event-without-step', { name: event });
  }
  for (const [name, step] of Object.entries(steps)) {
    const at = `/steps/${escapeToken(name)}`;
    const transitions = used.filter(({ event }) => event === name);
    if (transitions.length === 0) report.add(at, 'step-without-event', { name });
    if (!isObject(step) || !isObject(step.texts)) {
      report.add(at, 'missing', { name: 'texts' });
      continue;
    }
    needWords(step.texts, `${at}/texts`, ['name'], report);
    checkStepSettings(step, name, at, known, report);
    for (const { guard, pointer } of transitions) {
      if (typeof step.rules === 'string' && guard !== 'allowed')
        report.add(`/machine${pointer}`, 'step-unguarded', { name });
      if (step.rules === undefined && guard === 'allowed')
        report.add(`/machine${pointer}/guard`, 'guard-without-rules', { name });
    }
  }
}

/** A step for cities that chose so: names and values that the caller knows. */
function checkChoices(when: unknown, at: string, known: KnownNames, report: Report): void {
  if (when === undefined) return;
  const unknown = (pointer: string, name: string, value: unknown, names: readonly string[]): void =>
    report.add(pointer, 'unknown-value', { name, value: writeValue(value), known: names.join(', ') });
  if (!isObject(when)) return unknown(at, 'when', when, ['{ … }']);
  for (const [name, value] of Object.entries(when)) {
    const values = known.choices?.[name];
    if (known.choices && !values) unknown(`${at}/${escapeToken(name)}`, 'when', name, Object.keys(known.choices));
    else if (typeof value !== 'string' || (values && !values.includes(value)))
      unknown(`${at}/${escapeToken(name)}`, name, value, values ?? []);
  }
}

function checkStepSettings(
  step: Record<string, unknown>,
  name: string,
  at: string,
  known: KnownNames,
  report: Report,
): void {
  const { roles, tone, form, rules } = step;
  for (const key of Object.keys(step))
    if (!['texts', 'roles', 'form', 'rules', 'tone', 'does', 'when'].includes(key))
      report.add(`${at}/${escapeToken(key)}`, 'unknown-key', { name: key });
  if (!Array.isArray(roles) || roles.length === 0) report.add(`${at}/roles`, 'no-roles', { name });
  else
    roles.forEach(
      (role: unknown, index) =>
        ROLES.some((known) => known === role) ||
        report.add(`${at}/roles/${index}`, 'unknown-value', {
          name: 'roles',
          value: writeValue(role),
          known: ROLES.join(', '),
        }),
    );
  if (tone !== undefined && !TONES.some((known) => known === tone))
    report.add(`${at}/tone`, 'unknown-value', { name: 'tone', value: writeValue(tone), known: TONES.join(', ') });
  if (step.does !== undefined) needText(step, 'does', at, report);
  checkChoices(step.when, `${at}/when`, known, report);
  if (form !== undefined) needText(step, 'form', at, report);
  if (rules !== undefined) needText(step, 'rules', at, report);
  if (typeof form === 'string' && known.forms && !known.forms.includes(form))
    report.add(`${at}/form`, 'unknown-form', { name: form });
  if (typeof rules === 'string' && known.rules && !known.rules.includes(rules))
    report.add(`${at}/rules`, 'unknown-rules', { name: rules });
}

/**
 * States that nothing leads to, and states that nothing leads out of, in each city whatever it chose: a step may be for some of them (`when`).
 * Going round for ever is fine: councils do.
 */
function checkWays(survey: Survey, steps: Record<string, unknown>, known: KnownNames, report: Report): void {
  const root = survey.states[0];
  if (root && countStandings(root) > MOST_STANDINGS)
    report.add('/machine', 'too-many-standings', { most: String(MOST_STANDINGS) });
  if (!root || survey.transitions.some(({ targets }) => targets.some(({ state }) => !state))) return;
  const wrong = findWrongWays(root, survey);
  for (const [{ pointer, path }, code] of wrong) report.add(`/machine${pointer}`, code, { name: path });
  for (const [choice, values] of Object.entries(known.choices ?? {}))
    for (const value of values) {
      const isTaken = ({ trigger, event }: SurveyedTransition): boolean => {
        const step = trigger === 'event' && Object.hasOwn(steps, event) ? steps[event] : undefined;
        const when = isObject(step) && isObject(step.when) ? step.when : {};
        return !Object.hasOwn(when, choice) || when[choice] === value;
      };
      const taken = survey.transitions.filter(isTaken);
      if (taken.length === survey.transitions.length) continue;
      for (const [state, code] of findWrongWays(root, { ...survey, transitions: taken }))
        if (!wrong.has(state))
          report.add(`/machine${state.pointer}`, `${code}-by-choice`, { name: state.path, choice, value });
    }
}

/** The states that nothing leads to or out of, by these transitions. */
function findWrongWays(root: SurveyedState, survey: Survey): Map<SurveyedState, 'unreachable-state' | 'dead-end'> {
  const reached = findReached(root, survey);
  const wrong = new Map<SurveyedState, 'unreachable-state' | 'dead-end'>();
  for (const state of survey.states) {
    if (state.kind === 'history' || state.path === '') continue;
    if (!reached.has(state)) wrong.set(state, 'unreachable-state');
    else if (isStuck(state, survey)) wrong.set(state, 'dead-end');
  }
  return wrong;
}

/** All states that a record can come to stand in. */
function findReached(root: SurveyedState, survey: Survey): Set<SurveyedState> {
  const reached = new Set<SurveyedState>();
  // A state reached from within (`op.paused`) has not been entered at its beginning: that may come later, or never.
  const entered = new Set<SurveyedState>();
  enter(root);
  for (let before = -1; before < reached.size + entered.size;) {
    before = reached.size + entered.size;
    for (const { from, targets } of survey.transitions)
      if (reached.has(from)) for (const { state } of targets) if (state) enter(state);
  }
  return reached;

  function enter(state: SurveyedState): void {
    if (entered.has(state)) return;
    entered.add(state);
    reached.add(state);
    const within =
      state.kind === 'history' && state.config.target === undefined ? historyDefault(state) : initialChildren(state);
    for (const child of within) enter(child);
    let inner = state;
    for (let outer = state.parent; outer; outer = outer.parent) {
      reached.add(outer);
      // The other regions of a parallel state begin with it.
      if (outer.kind === 'parallel') for (const region of initialChildren(outer)) if (region !== inner) enter(region);
      inner = outer;
    }
  }
}

/**
 * Whether nothing leads on from where a record would stand: no step, no wait, no end of the state around it. Within a parallel
 * state another region may do the leading on.
 */
function isStuck(state: SurveyedState, survey: Survey): boolean {
  const ends = state.kind === 'final';
  if (state.kind !== 'atomic' && !(ends && state.parent?.path !== '')) return false;
  const forbidden = new Set<string>();
  for (let surveyedState: SurveyedState | null = state; surveyedState; surveyedState = surveyedState.parent) {
    const here = survey.transitions.filter(({ from }) => from === surveyedState);
    if (
      here.some(
        (way) =>
          leads(way) &&
          !forbidden.has(way.event) &&
          (way.trigger !== 'done' || (ends && surveyedState === state.parent)),
      )
    )
      return false;
    for (const way of here)
      if (way.trigger === 'event' && !leads(way) && way.guard === undefined) forbidden.add(way.event);
    if (surveyedState.parent?.kind === 'parallel') return false;
  }
  return true;
}
