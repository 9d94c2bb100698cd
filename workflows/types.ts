import type { Text } from '../rules/types.ts';

/** The kind of record that a workflow is about: one of those that the caller hands in. */
export type WorkflowSubject = string;

export type StateTexts = { name: string; meaning: string; todo?: string };
export type StepTexts = { name: string; help?: string };

/** What a state of the machine says about itself, by its dotted path (`preparation.planning`). */
export type StateNotes = {
  texts: { ja: StateTexts; en?: StateTexts };
  /** Groups states for boards and counts: 準備, 設置, 運営 … A key of `stages`. */
  stage?: string;
  /** Whose turn it is while a record stands here or in a state within that says nothing itself. `[]`: nobody's. */
  turns?: Turn[];
};

/** Somebody's turn: an item on the home page of each who holds one of the roles for the record, until it stands elsewhere. */
export type Turn = {
  roles: Exclude<StepRole, 'system'>[];
  /** In the sentence and on its button, `{{number}}`, `{{title}}`, `{{day}}` (since when it stands here), `{{state}}` and what else its kind knows. */
  texts: { ja: TurnTexts; en?: TurnTexts };
  /** The step that is the answer, by its event or its mark; it must be possible there. */
  answer?: { event: string } | { does: string };
  /** From when on it is an item; left out: at once. */
  after?: Wait;
  /** From when on it is late; left out: never. */
  late?: Wait;
};

/** `action` is on the button; left out: the name of the step that is the answer. */
export type TurnTexts = { text: string; action?: string };

/** So many days, or so many by how urgent the record is, after it came to stand here or after a day that it has. */
export type Wait = {
  days: number | Record<Urgency, number>;
  /** A day that its kind knows (`received-on` …); where a record has none, the day it came to stand here. */
  from?: string;
};

export type Urgency = 'low' | 'normal' | 'high';

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
  /** Choices of the city by their names, each with what it must be; the step is taken nowhere else. The server knows the names. */
  when?: Record<string, string>;
};

/** What a kind of record asks of its workflows: each tag of a state and each mark of a step, with what would stop working without it. */
export type Requirements = {
  tags: Record<string, Text>;
  marks: Record<string, Text>;
  /** What turns may be told with and counted from, beside what every kind has (`commonWords`). */
  words?: readonly string[];
  days?: readonly string[];
};

export type StepRole = 'administrator' | 'tier1' | 'tier2' | 'member' | 'provider' | 'centre' | 'system';

/** A workflow, as stored and exported: an XState 5 machine config plus its words. */
export type Workflow = {
  key: string;
  subject: WorkflowSubject;
  texts: { ja: { name: string; description?: string }; en?: { name: string; description?: string } };
  stages?: { key: string; text: Text }[];
  /** Who should be brought together, by group of records: keys that the kind of record knows (kinds of bodies, by tier). Nobody is kept out. */
  parties?: Record<string, string[]>;
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
