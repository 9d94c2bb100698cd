import type { Text } from '../rules/types.ts';

/** The kind of record that a lifecycle is about: one of those that the caller hands in. */
export type WorkflowSubject = string;

export type StateTexts = { name: string; meaning: string; todo?: string };
export type StepTexts = { name: string; help?: string };

/** What a state of the machine says about itself, by its dotted path (`preparation.planning`). */
export type StateNotes = {
  texts: { ja: StateTexts; en?: StateTexts };
  /** Groups states for boards and counts: 準備, 設置, 運営 … A key of `stages`. */
  stage?: string;
};

/** An event that a person (or the system) may send, and what it asks for. */
export type StepNotes = {
  texts: { ja: StepTexts; en?: StepTexts };
  /** Who may take it. `system` is the server itself (effects, timers). */
  roles: StepRole[];
  /** A form's key; its answers come in the event as `answers`. */
  form?: string;
  /** A rule set's key; its Decision comes in the event as `decision`. The step is open when its first outcome is `allow`. */
  rules?: string;
  /** For ordering and look: the main way on, a way back, or the end. */
  tone?: 'primary' | 'secondary' | 'danger';
  /** What it means to the server, whatever it is called: `refer`, `accepted` … Effects and code name steps by this mark. */
  does?: string;
};

/** What a kind of record asks of its lifecycles: each tag of a state and each mark of a step, with what would stop working without it. */
export type Requirements = { tags: Record<string, Text>; marks: Record<string, Text> };

export type StepRole = 'administrator' | 'tier1' | 'tier2' | 'member' | 'provider' | 'centre' | 'system';

/** A lifecycle, as stored and exported: an XState 5 machine config plus its words. */
export type Workflow = {
  key: string;
  subject: WorkflowSubject;
  texts: { ja: { name: string; description?: string }; en?: { name: string; description?: string } };
  stages?: { key: string; text: Text }[];
  /** XState 5 machine configuration in JSON. Named guards (`allowed`), named actions with `params`; no invoke, no functions. */
  machine: MachineConfig;
  states: Record<string, StateNotes>;
  steps: Record<string, StepNotes>;
};

/** Left open on purpose: XState checks it. */
export type MachineConfig = {
  id?: string;
  initial?: string;
  states?: Record<string, unknown>;
  context?: unknown;
  [key: string]: unknown;
};

/** What comes to a machine. `decision` is there because guards are synchronous: decide first, then move. */
export type WorkflowEvent = {
  type: string;
  answers?: Record<string, unknown>;
  decision?: { allowed: boolean };
  [key: string]: unknown;
};

/** Something that must now be done, as data. */
export type Effect = { type: string; params: Record<string, unknown> };

/** A wish to be woken: after `delayMs` the machine wants `event`; `cancel` takes a former wish back. */
export type Timer =
  { kind: 'set'; id: string; event: { type: string }; delayMs: number } | { kind: 'cancel'; id: string };

/** A machine's whole standing, as stored (XState's persisted snapshot). */
export type Snapshot = Record<string, unknown>;

/** The answer of `start` and `advance`. */
export type Advance = {
  snapshot: Snapshot;
  /** Dotted paths of the active atomic states, in document order: `['preparation.planning']`. */
  state: string[];
  value: unknown;
  status: 'active' | 'done' | 'error' | 'stopped';
  effects: Effect[];
  timers: Timer[];
};
