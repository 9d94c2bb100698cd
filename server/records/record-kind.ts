import type { Audience, Form, FormPurpose, Sources } from '../../forms/types.ts';
import { isSubject, registerOf } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import { modelOfRegister } from '../../rules/index.ts';
import type { Facts } from '../../rules/types.ts';
import type { Requirements } from '../../workflows/types.ts';
import type { Actor, Context, MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import type { Judged, Rights } from '../kernel/rights.ts';
import { say } from '../kernel/texts/index.ts';
import type { DecisionRow } from '../decisions/store.ts';
import type { RecordHome } from './home.ts';
import type { MovingRow } from './moving-row.ts';
import type { SearchPart } from './search.ts';

export { snapshotOf } from './moving-row.ts';
export type { MovingRow, RecordKind };

/** What a person (or the system) does to a record. `answers` have been checked by the step's form. */
export type StepDone = {
  event: string;
  form: Form | null;
  /** The mark of the step (`does`), if it carries one. */
  does: string | undefined;
  /** What the record is tagged with afterwards. */
  tags: string[];
  answers: Record<string, unknown>;
  from: string;
  to: string;
  done: boolean;
};

/**
 * What the engine must know about a kind of record to move it. Everything about workflows, rules, forms, versions, history
 * and effects is the engine's; the description says only what is particular.
 */
export type RecordDescription<Row extends MovingRow = MovingRow> = {
  kind: RecordKind;
  table: string;
  /** Where its pages are: `needs` of `needs/{id}`. */
  page: string;
  /** It tells of a resident: who looks at why it was decided so is on record. */
  ofResident?: boolean;
  /** It is a register, and this is it. */
  data?: Register;
  /** What its workflows must offer: tags and marks that code and effects ask for. None without them is published. */
  requires: Requirements;
  /** The row with what the other functions need of it (the area's path …), whoever asks; undefined: there is none in this municipality. */
  load(ctx: MunicipalContext, id: string): Promise<Row | undefined>;
  /** Those of these ids that there are, in one statement. */
  loadAll(ctx: MunicipalContext, ids: string[]): Promise<Row[]>;
  /** What audit lines call it: never a resident's name. */
  title(row: Row): string;
  /** Who may do what with which of its records. What somebody may not `see` does not exist for them. */
  rights: Rights<string>;
  /** What the table is asked of a record. */
  judged(row: Row): Judged;
  /** As which audience a person is told what is known of the record: of its forms' answers (of this purpose), and of facts made from them. */
  audience(actor: Actor, row: Row, purpose?: FormPurpose): Audience;
  /**
   * Why a step with a mark may not be taken now, whatever its workflow says, in words of the asker's language; null: it may. Asked
   * once a record, then for each of its steps: what it reads, it reads once, and only for a step that depends on it.
   */
  closedReason?(ctx: MunicipalContext, row: Row): (does: string | undefined) => Promise<string | null>;
  /** The facts that a step's rule set of this model is given. */
  facts(ctx: MunicipalContext, row: Row, model: string): Promise<Facts>;
  /**
   * Choices for the fields of its steps' forms, also those that were answered once and may not be chosen any more (`heldOnly`). Of the
   * sources `asked` at least; what nobody asks need not be read.
   */
  sources(ctx: MunicipalContext, row: Row, wanted: ReadonlySet<string>): Promise<Sources>;
  /** Answers to put into a step's form for the person to check. `does` is the step's mark. */
  initial?(ctx: MunicipalContext, row: Row, event: string, does: string | undefined): Promise<Record<string, unknown>>;
  /** Columns to write with the new state, in the same statement (`closed_at`, `answer_reason` …). */
  columns?(ctx: MunicipalContext, row: Row, step: StepDone): Promise<Record<string, unknown>>;
  /** What the story tells beside the event (never what consent does not allow); kept in the event's `details`. */
  details?(ctx: MunicipalContext, row: Row, step: StepDone): Promise<Record<string, unknown> | null>;
  /** What follows whenever a record has moved, whoever moved it: a person, an effect, a timer. In the step's transaction, once it is stored. */
  changed?(ctx: MunicipalContext, before: Row, step: StepDone): Promise<void>;
  /** What the forms of its steps are for, and the fact models that their rule sets may ask. */
  stepForms: readonly FormPurpose[];
  stepModels: readonly string[];
  /** What home pages tell of its records. Left out: nothing. */
  home?: RecordHome<MovingRow>;
  /** How its records are found from every page. Left out: they are not. */
  search?: SearchPart;
  /** May the actor, who sees the record, see why a rule set of this purpose decided about it so? Left out: yes. */
  seesDecision?(actor: Actor, row: Row, purpose: string): boolean;
  /**
   * What of its forms' answers the asker, who sees the record, is told nothing of whatever the forms say of it; null: of the whole form. Left out: they are told
   * as their audience is.
   */
  withhold?(
    ctx: MunicipalContext,
    row: Row,
  ): Promise<(form: Form, answers: Record<string, unknown>) => Record<string, unknown> | null>;
  /** A stored decision in words where it is more than one rule set's outcome; null: it is not. */
  tellDecision?(ctx: MunicipalContext, decision: DecisionRow, audience: Audience): Promise<object | null>;
};

/** What each kind asks of its workflows, as `checkWorkflow` is handed it. */
export const listRequires = (kinds: Context['kinds'], subject?: unknown): Record<string, Requirements> => ({
  // A workflow is there before its register, which asks nothing of all workflows but what it says itself.
  ...(typeof subject === 'string' && isSubject(subject) ? { [subject]: ofRegister.requires } : {}),
  // The list is typed where it is made (`kinds/index.ts`).
  ...Object.fromEntries(
    Object.entries(kinds).map(([kind, description]) => [kind, (description as RecordDescription).requires]),
  ),
});

/** What is the same of every register's records. */
export const ofRegister = {
  requires: { tags: {}, marks: {}, days: ['review-on'] },
  stepForms: ['record-step'],
} as const satisfies Pick<RecordDescription, 'requires' | 'stepForms'>;

/** What a workflow of this subject may ask in its steps. */
export const askedBy = (
  ctx: Pick<Context, 'kinds'>,
  subject: string,
): Pick<RecordDescription, 'stepForms' | 'stepModels'> =>
  isSubject(subject)
    ? { stepForms: ofRegister.stepForms, stepModels: [modelOfRegister(registerOf(subject))] }
    : recordKind(ctx, subject);

/** One of a kind's records in words: 「困りごと」. */
export const kindName = (ctx: Pick<Context, 'kinds' | 'language'>, kind: RecordKind): string => {
  const isToCome = isSubject(kind) && !Object.hasOwn(ctx.kinds, kind);
  if (isToCome) return kind;
  const texts = recordKind(ctx, kind).data?.texts;
  return texts ? (texts[ctx.language] ?? texts.ja).one : say(ctx.language, `settings.wiring.subject.${kind}`);
};

/** The description of a kind, from the list that was handed in. Throws an ordinary error for one that is not in it. */
export function recordKind(ctx: Pick<Context, 'kinds'>, kind: RecordKind): RecordDescription {
  const description = ctx.kinds[kind];
  if (!description) throw new Error(`no kind of record ${kind}`);
  // The list is typed where it is made (`kinds/index.ts`).
  return description as RecordDescription;
}
