import type { Issue } from '../../rules/types.ts';
import {
  advance,
  advanceMachine,
  checkMachine,
  checkWorkflow,
  start,
  startMachine,
  surveyMachine,
  type KnownNames,
  type MachineConfig,
  type Workflow,
  type WorkflowEvent,
} from '../../workflows/index.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { kindsAndEffects } from '../kinds/index.ts';
import { listRequires } from '../records/record-kind.ts';
import { stepChoices } from '../settings/municipality/practice.ts';
import type { CommandIo } from './command-io.ts';
import { BadInput, answerCommand, printIssues, readJson } from './input.ts';
import { readOptions } from './read-options.ts';
import { isObject } from '../kernel/is-object.ts';

export const workflowUsage = 'workflow check FILE [--kind KIND] | workflow run FILE EVENTS';

type Line = { event: string | null; accepted: boolean; value: unknown; status: string; effects: unknown[] };
type Send = (event: WorkflowEvent) => Line;

/**
 * The commands `workflow check` and `workflow run`; `args` begins with `check` or `run`. FILE is a workflow of ours or a plain XState 5 machine
 * configuration.
 *
 * `check` prints `{"valid","issues":[{"path","code","message"}]}`: whether the machine and its words are in order. What publishing asks beside
 * that of a workflow of its subject (tags, marks) stands in `findings`, `[{"severity":"note","path","code","message"}]`; with `--kind KIND` it is
 * checked as publishing does for that kind of record, and what is missing is an issue.
 *
 * `run` prints a JSON line per event, the first for the initial state: `{"event","accepted","value","status","effects"}`. `event` is the event's type;
 * `effects` are the named actions, `{"type","params"}`, of that step. An event that is not accepted leaves value and status as they were. The guard
 * `allowed` passes where the event carries `"decision":{"allowed":true}`. Delayed transitions do not fire by themselves: send `xstate.after.DELAY.ID`.
 *
 * Answers 0 when all is well (events that were not accepted included), 1 when `check` found something, 2 on bad input (a file that `check` would
 * refuse, an event that is none, a guard that only a program could answer), with one line on `err` and nothing on `out`.
 */
export function runWorkflow(args: string[], io: CommandIo): Promise<0 | 1 | 2> {
  const [command, ...rest] = args;
  return answerCommand(io, rest[0], async () => {
    if (command === 'check') {
      const { words, values } = readOptions(rest, workflowUsage, { words: 1, values: ['kind'] });
      // readOptions has counted them.
      return check(await readJson(words[0] as string, io), values.kind, io);
    }
    if (command !== 'run') throw new BadInput(`usage: ${workflowUsage}`);
    const [file, events] = readOptions(rest, workflowUsage, { words: 2 }).words as [string, string];
    return await run(file, events, io);
  });
}

function check(document: unknown, kind: string | undefined, io: CommandIo): 0 | 1 {
  const kinds = listRequires(kindsAndEffects.kinds);
  if (kind !== undefined && !Object.hasOwn(kinds, kind))
    throw new BadInput(`--kind: one of ${Object.keys(kinds).join(', ')}`);
  if (kind !== undefined && !isOurs(document))
    throw new BadInput('--kind: only for a workflow of ours: a plain machine is of no kind of record');
  const wanted = kind === undefined ? kinds : { [kind]: kinds[kind] };
  const issues = checkDocument(document, io, { choices: stepChoices });
  const known = new Set(issues.map(tellPlace));
  // Circles are looked for only where nothing else is wrong: what is asked beside may hide what was found before.
  const requirements = checkDocument(document, io, { choices: stepChoices, requires: wanted as typeof kinds }).filter(
    (issue) => !known.has(tellPlace(issue)),
  );
  if (kind !== undefined) return printIssues([...issues, ...requirements], io);
  return printIssues(
    issues,
    io,
    requirements.map((issue) => ({ severity: 'note', ...issue })),
  );
}

const tellPlace = ({ code, path, message }: Issue): string => [code, path, message].join('\n');

async function run(file: string, eventsFile: string, io: CommandIo): Promise<0> {
  const document = await readJson(file, io);
  const events = readEvents(await readJson(eventsFile, io), eventsFile);
  const [issue] = checkDocument(document, io);
  if (issue) throw new BadInput(`${file}: ${issue.path || '/'}: ${issue.message}`);
  // checkDocument has found it in order.
  const { first, send } = isOurs(document)
    ? openOurs(document as Workflow)
    : openPlain(document as MachineConfig, file);
  for (const line of [first, ...events.map(send)]) io.out(JSON.stringify(line));
  return 0;
}

function isOurs(document: unknown): boolean {
  return isObject(document) && ('machine' in document || 'steps' in document);
}

/** `known`: what the server asks of a workflow beside running; nothing, where it is only to be run. */
function checkDocument(document: unknown, io: CommandIo, known: KnownNames = {}) {
  if (!isOurs(document)) return checkMachine(document, io.language);
  const misshapen = checkShape('workflow', document, io.language ?? 'ja');
  return misshapen.length > 0 ? misshapen : checkWorkflow(document, known, io.language);
}

function openOurs(workflow: Workflow): { first: Line; send: Send } {
  let current = start(workflow);
  const tell = (event: string | null, accepted: boolean): Line => ({
    event,
    accepted,
    value: current.value,
    status: current.status,
    effects: accepted ? current.effects : [],
  });
  return {
    first: tell(null, true),
    send: (event) => {
      const next = advance(workflow, current.snapshot, event);
      if (next) current = next;
      return tell(event.type, next !== null);
    },
  };
}

function openPlain(config: MachineConfig, file: string): { first: Line; send: Send } {
  let current = attempt(() => startMachine(config));
  const tell = (event: string | null): Line => ({
    event,
    accepted: current.accepted,
    value: current.value,
    status: current.status,
    effects: current.effects,
  });
  return {
    first: tell(null),
    send: (event) => {
      current = attempt(() => advanceMachine(config, current.snapshot, event), event.type);
      return tell(event.type);
    },
  };

  /** XState throws where it meets a guard that a program would have to bring, or never comes to rest. */
  function attempt<T>(step: () => T, event = ''): T {
    try {
      return step();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const guard = /Guard '(.*)' is not implemented/.exec(reason)?.[1];
      if (guard === undefined) throw new BadInput(`${file}: /: ${reason}`, { cause: error });
      throw new BadInput(
        `${file}: ${findGuard(config, guard, event, reason)}: the guard "${guard}" is a program's to answer: here only "allowed" is known`,
        { cause: error },
      );
    }
  }
}

/** Where the guard is that was asked: XState names it, and the state where it was an event that asked. */
function findGuard(config: MachineConfig, guard: string, event: string, reason: string): string {
  const guards = surveyMachine(config).transitions.filter(
    (transition) => (isObject(transition.guard) ? transition.guard.type : transition.guard) === guard,
  );
  const [best] = guards.toSorted((a, b) => rank(b) - rank(a));
  return best ? `${best.pointer}/guard` : '/';

  function rank({ from, event: type }: (typeof guards)[number]): number {
    const state = [config.id ?? '(machine)', from.path].filter(Boolean).join('.');
    return (reason.includes(`'${state}'`) ? 2 : 0) + (type === event ? 1 : 0);
  }
}

function readEvents(document: unknown, file: string): WorkflowEvent[] {
  if (!Array.isArray(document)) throw new BadInput(`${file}: /: a list of events [ ] is needed here`);
  return document.map((event: unknown, index) => {
    if (typeof event === 'string' && event !== '') return { type: event };
    if (isObject(event) && typeof event.type === 'string' && event.type !== '') return { ...event, type: event.type };
    throw new BadInput(`${file}: /${index}: an event is a name or an object with "type"`);
  });
}
