import { fieldOfRole, keepAsked, listSources, validate } from '../../forms/index.ts';
import {
  advance,
  effectsOfStep,
  possible,
  start,
  stepsDoing,
  tagsAt,
  type Advance,
  type StepNotes,
  type Timer,
  type Workflow,
} from '../../workflows/index.ts';
import { updateVersion } from '../database/versioned.ts';
import { allows, explainMade, readFacts, storeDecision, type MadeDecision } from '../decisions/decide.ts';
import { keepFieldValues } from '../decisions/field-values.ts';
import { insertSubmissions, type SubmissionRow } from '../decisions/submissions-store.ts';
import { definitionById, definitionInForce, type Definition } from '../definitions/definitions.ts';
import { addEffect } from '../effects/add-effect.ts';
import { effectOf } from '../effects/effect.ts';
import { insertEvent } from '../effects/events-store.ts';
import { cancelTimer } from '../effects/store.ts';
import { tellChanges } from '../kernel/audit-details.ts';
import type { AuditRow } from '../kernel/audit-store.ts';
import { auditLine, type MunicipalContext } from '../kernel/context.ts';
import { AppError, invalid, notAllowed, notFound, refused } from '../kernel/errors.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { may } from '../kernel/rights.ts';
import { staleConflict } from '../kernel/stale.ts';
import { say } from '../kernel/texts/index.ts';
import { hangFiles } from './answer-files/answer-files.ts';
import { adviceOn, keepsAdvice } from './advice.ts';
import { audienceOf } from './audience-of.ts';
import { examineStep } from './broken-step.ts';
import { recordKind, snapshotOf, type MovingRow, type RecordDescription, type StepDone } from './record-kind.ts';
import { stateColumn, stateName, stepName } from './standing.ts';
import { closedReasons, isOnBehalf, mayTake } from './steps.ts';
import { lockRecord } from './store.ts';
import { keepTies } from './ties/keep-ties.ts';
import { withTied } from './ties/with-tied.ts';
import { choicesAgainst } from '../settings/municipality/practice.ts';

/** What is asked for. `version` is the one that the asker saw; the system (effects, timers) takes the one that is there. */
export type StepAsked = {
  event: string;
  answers?: Record<string, unknown> | undefined;
  version: number;
  /** How a service answered, where somebody else records it for them. */
  behalf?: string | undefined;
  /** The system only: what the story tells beside the event. */
  details?: Record<string, unknown>;
};

export type StepTaken = { id: string; version: number; state: string; stateName: string };

/**
 * Moves a record along its workflow: load → decide → advance → save, all in the caller's transaction. Its effects are
 * performed after the commit.
 *
 * Throws: not found (also for who may not see it) · `notAllowed` for a wrong role · `stale` with what changed ·
 * `stepNotPossible` where the state does not know the event · `stepClosed` with the rules' reason in words ·
 * `invalid` with the form's issues (JSON pointers into the request: `/answers/heldOn`).
 */
export async function takeStep(
  ctx: MunicipalContext,
  kind: RecordKind,
  id: string,
  request: StepAsked,
): Promise<StepTaken> {
  const description = recordKind(ctx, kind);
  const { row, workflow } = await loadForStep(ctx, description, id);
  const notes = Object.hasOwn(workflow.body.steps, request.event) ? workflow.body.steps[request.event] : undefined;
  if (ctx.actor.kind === 'user') {
    if (!may(description.rights, ctx.actor, 'see', description.judged(row))) throw notFound();
    if (notes && !mayTake(ctx.actor, description, row, notes)) throw notAllowed();
    if (row.version !== request.version)
      throw await staleConflict(ctx, kind, id, request.version, standingOf(ctx, workflow.body, row));
    if (!notes || !possible(workflow.body, snapshotOf(row)).includes(request.event))
      throw notPossible(ctx, workflow.body, row, request.event);
    const choice = (await choicesAgainst(ctx))(notes);
    if (choice !== undefined)
      throw refused('stepClosed', { reason: say(ctx.language, `records.otherChoice.${choice}`) });
    const closed = await description.closedReason?.(ctx, row)(notes.does);
    if (closed) throw refused('stepClosed', { reason: closed });
  }
  const factsOf = readFacts(ctx, row.id, (model) => description.facts(ctx, row, model), 'all');
  const { broken, made } = await examineStep(ctx, description, workflow.body, request.event, factsOf);
  // The server's own event goes on: what then fails is told to the administrator.
  if (broken.length > 0 && (ctx.actor.kind === 'user' || notes?.rules))
    throw refused('stepClosed', { reason: broken.join('') });
  if (made && !allows(made))
    throw refused('stepClosed', {
      reason: closedReasons(ctx, await explainMade(ctx, made, audienceOf(ctx, description, row))).join(''),
    });
  const advised = made ?? (keepsAdvice(notes?.does) ? await adviceOn(ctx, description, factsOf) : null);
  const submitted = await checkAnswers(ctx, description, row, notes, request.answers ?? {});
  await checkEffects(ctx, { kind, id }, workflow.body, request.event, submitted);
  const next = advance(workflow.body, snapshotOf(row), {
    type: request.event,
    answers: submitted.answers,
    ...(made ? { decision: { allowed: true } } : {}),
  });
  if (!next) throw notPossible(ctx, workflow.body, row, request.event);
  return save(ctx, description, row, workflow, { request, next, made: advised, ...submitted });
}

/**
 * The same for the server's own events (effects, timers): no version, and null where the state does not accept the event
 * (somebody was quicker, and that is all right).
 */
export async function sendEvent(
  ctx: MunicipalContext,
  kind: RecordKind,
  id: string,
  event: string,
  details?: Record<string, unknown>,
): Promise<StepTaken | null> {
  const system: MunicipalContext = { ...ctx, actor: { kind: 'system', id: null, name: 'system', memberships: [] } };
  try {
    return await takeStep(system, kind, id, { event, version: 0, ...(details ? { details } : {}) });
  } catch (error) {
    if (error instanceof AppError && (error.code === 'stepNotPossible' || error.code === 'stepClosed')) return null;
    throw error;
  }
}

/**
 * An event by what it means: the step with this mark that the record's own workflow version has and its state knows. Null
 * where there is none.
 */
export async function sendMarked(
  ctx: MunicipalContext,
  kind: RecordKind,
  id: string,
  mark: string,
  details?: Record<string, unknown>,
): Promise<StepTaken | null> {
  const { row, workflow } = await loadForStep(ctx, recordKind(ctx, kind), id);
  const event = possibleDoing(workflow.body, row, mark);
  return event === undefined ? null : sendEvent(ctx, kind, id, event, details);
}

/** The step with this mark that is known where a record stands. */
export function possibleDoing(workflow: Workflow, row: MovingRow, mark: string): string | undefined {
  const known = possible(workflow, snapshotOf(row));
  return stepsDoing(workflow, mark).find((event) => known.includes(event));
}

async function loadForStep(
  ctx: MunicipalContext,
  description: RecordDescription,
  id: string,
): Promise<{ row: MovingRow; workflow: Definition<'workflow'> }> {
  // Of two at once the second waits here and then sees what the first one did. A person's step need not: the version that they saw is the guard.
  if (ctx.actor.kind === 'system') await lockRecord(ctx.db, description.table, ctx.municipality.id, id);
  const row = await description.load(ctx, id);
  if (!row) throw notFound();
  return { row, workflow: await definitionById(ctx, 'workflow', row.workflow_id) };
}

/** Where a record stands, as the answer to a step says it. */
const standingOf = (
  ctx: MunicipalContext,
  workflow: Workflow,
  { id, version, state }: Pick<MovingRow, 'id' | 'version' | 'state'>,
): StepTaken => ({ id, version, state, stateName: stateName(workflow, state, ctx.language) });

function notPossible(ctx: MunicipalContext, workflow: Workflow, row: MovingRow, event: string): AppError {
  return refused('stepNotPossible', {
    state: stateName(workflow, row.state, ctx.language),
    step: stepName(workflow, event, ctx.language),
  });
}

type Submitted = { form: Definition<'form'> | null; answers: Record<string, unknown> };

async function checkAnswers(
  ctx: MunicipalContext,
  description: RecordDescription,
  row: MovingRow,
  notes: StepNotes | undefined,
  answers: Record<string, unknown>,
): Promise<Submitted> {
  if (!notes?.form) return { form: null, answers: {} };
  // The server's own event brings no answers to check.
  if (ctx.actor.kind === 'system' && Object.keys(answers).length === 0) return { form: null, answers };
  const form = await definitionInForce(ctx, 'form', notes.form);
  if (!form) throw new Error(`no form ${notes.form} in force`);
  const sources = await description.sources(ctx, row, new Set(listSources(form.body)));
  const choices = await withTied(ctx, sources, [{ form: form.body, answers }]);
  const issues = validate(form.body, answers, ctx.language, choices);
  if (issues.length > 0)
    throw invalid(issues.map((issue) => ({ path: `/answers${issue.path}`, code: issue.code, message: issue.message })));
  return { form, answers: keepAsked(form.body, answers) };
}

/** What the step asks for beyond the record must be possible, and its asker's to ask for. The server's own events ask for nothing else. */
async function checkEffects(
  ctx: MunicipalContext,
  record: { kind: RecordKind; id: string },
  workflow: Workflow,
  event: string,
  { form, answers }: Submitted,
): Promise<void> {
  if (!form || ctx.actor.kind === 'system') return;
  for (const { type } of effectsOfStep(workflow, event)) {
    const issues = (await effectOf(ctx, type)?.refuses?.(ctx, { record, form: form.body, answers })) ?? [];
    if (issues.length > 0)
      throw invalid(
        issues.map(({ role, code, message }) => ({
          path: `/answers/${(fieldOfRole(form.body, role) ?? '').replaceAll('.', '/')}`,
          code,
          message,
        })),
      );
  }
}

type Step = Submitted & { request: StepAsked; next: Advance; made: MadeDecision | null };

async function save(
  ctx: MunicipalContext,
  description: RecordDescription,
  row: MovingRow,
  workflow: Definition<'workflow'>,
  step: Step,
): Promise<StepTaken> {
  const { kind, table } = description;
  const { next, request, answers } = step;
  const state = stateColumn(next.state);
  const done: StepDone = {
    event: request.event,
    form: step.form?.body ?? null,
    does: workflow.body.steps[request.event]?.does,
    tags: tagsAt(workflow.body, state),
    answers,
    from: row.state,
    to: state,
    done: next.status === 'done',
  };
  const version = await updateVersion(ctx.db, table, row.id, row.version, {
    ...(await description.columns?.(ctx, row, done)),
    snapshot: JSON.stringify(next.snapshot),
    state,
    ...(state === row.state ? {} : { state_since: ctx.now }),
  });
  if (version === null) {
    const current = await description.load(ctx, row.id);
    throw await staleConflict(ctx, kind, row.id, row.version, current && standingOf(ctx, workflow.body, current));
  }
  const notes = workflow.body.steps[request.event];
  const behalf =
    request.behalf && notes && isOnBehalf(ctx.actor, description, row, notes) ? { behalf: request.behalf } : null;
  const auditDetails = request.details ?? (await description.details?.(ctx, row, done)) ?? null;
  const details = auditDetails || behalf ? { ...auditDetails, ...behalf } : null;
  const decisionId = step.made ? await storeDecision(ctx, { kind, id: row.id }, step.made) : null;
  const submissionId = step.form ? await storeSubmission(ctx, kind, row.id, step.form.id, answers) : null;
  const line = auditLine(
    ctx,
    `${kind}.step`,
    { kind, id: row.id, title: description.title(row) },
    {
      version,
      event: request.event,
      step: { ja: stepName(workflow.body, request.event, 'ja'), en: stepName(workflow.body, request.event, 'en') },
      changed: tellChanges({ state: [row.state, state] }, ['state']),
    },
  );
  await keep(ctx, kind, {
    id: row.id,
    version,
    workflow,
    type: request.event,
    from: row.state,
    next,
    details,
    submissionId,
    decisionId,
    line,
  });
  await description.changed?.(ctx, row, done);
  return standingOf(ctx, workflow.body, { id: row.id, version, state });
}

/** Keeps what was answered to a form, beside the record; answers its id. `clientKey`: what a device called it (`sent-from-device.ts`). */
export async function storeSubmission(
  ctx: MunicipalContext,
  kind: RecordKind,
  recordId: string,
  formId: string,
  answers: Record<string, unknown>,
  clientKey: string | null = null,
): Promise<string> {
  return (await storeSubmissions(ctx, kind, formId, [{ recordId, answers, clientKey }])).get(recordId) ?? '';
}

/** The same for many records, as many as one insert takes; answers the ids by the records'. */
export async function storeSubmissions(
  ctx: MunicipalContext,
  kind: RecordKind,
  formId: string,
  answered: readonly { recordId: string; answers: Record<string, unknown>; clientKey?: string | null }[],
): Promise<Map<string, string>> {
  const [first, ...others] = answered.map(({ recordId, answers, clientKey = null }): SubmissionRow => ({
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    form_id: formId,
    record_kind: kind,
    record_id: recordId,
    answers: JSON.stringify(answers),
    submitted_by: ctx.actor.id,
    submitted_at: ctx.now,
    client_key: clientKey,
  }));
  if (!first) return new Map();
  const form = await definitionById(ctx, 'form', formId);
  await hangFiles(ctx, kind, form, answered);
  const used = await insertSubmissions(ctx.db, [first, ...others]);
  await keepFieldValues(ctx, kind, form, answered, used);
  const ids = new Map([first, ...others].map((row) => [row.record_id, row.id]));
  await keepTies(ctx, kind, form, answered, ids);
  return ids;
}

type Kept = {
  id: string;
  version: number;
  workflow: Definition<'workflow'>;
  type: string;
  from: string | null;
  next: Advance;
  details: Record<string, unknown> | null;
  submissionId: string | null;
  decisionId: string | null;
  line: AuditRow | undefined;
};

/** The event's row with the audit's line, and its effects and timers as rows. */
async function keep(ctx: MunicipalContext, kind: RecordKind, event: Kept): Promise<void> {
  const eventId = ctx.newId();
  await insertEvent(
    ctx.db,
    {
      id: eventId,
      municipality_id: ctx.municipality.id,
      record_kind: kind,
      record_id: event.id,
      version: event.version,
      type: event.type,
      from_state: event.from,
      to_state: stateColumn(event.next.state),
      workflow_id: event.workflow.id,
      actor_id: ctx.actor.id,
      submission_id: event.submissionId,
      decision_id: event.decisionId,
      details: event.details ? JSON.stringify(event.details) : null,
      happened_at: ctx.now,
    },
    event.line,
  );
  const record = { kind, id: event.id };
  for (const effect of event.next.effects)
    await addEffect(ctx, { type: effect.type, params: effect.params, record, event: eventId });
  for (const timer of event.next.timers) await keepTimer(ctx, record, timer);
}

async function keepTimer(ctx: MunicipalContext, record: { kind: RecordKind; id: string }, timer: Timer): Promise<void> {
  // XState gives a state's timer the same id each time it is entered: the former one must not go off as well.
  await cancelTimer(ctx.db, record.kind, record.id, timer.id);
  if (timer.kind === 'cancel') return;
  const dueAt = new Date(Date.parse(ctx.now) + timer.delayMs).toISOString();
  await addEffect(ctx, { type: 'timer', params: { event: timer.event.type }, record, timerId: timer.id, dueAt });
}

/** The columns of a record at the beginning of its workflow, and the keeping of its first event once the row is there. */
export type Started = {
  columns: { workflow_id: string; snapshot: string; state: string; state_since: string; version: 1 };
  /** Call after the row has been inserted: writes the event `START` (version 1) with the audit's line, effects and timers. */
  keep(kept?: { details?: Record<string, unknown>; submissionId?: string; line?: AuditRow }): Promise<void>;
};

/**
 * Begins the workflow of this key in force today for a record about to be inserted. Throws `invalid` at `path`
 * where there is no such workflow for this kind.
 */
export async function startRecord(
  ctx: MunicipalContext,
  kind: RecordKind,
  id: string,
  workflowKey: string,
  path = '/workflowKey',
): Promise<Started> {
  const workflow = await definitionInForce(ctx, 'workflow', workflowKey);
  if (!workflow || workflow.body.subject !== kind)
    throw invalid([{ path, code: 'unknown', message: say(ctx.language, 'records.unknownWorkflow') }]);
  const next = start(workflow.body);
  return {
    columns: {
      workflow_id: workflow.id,
      snapshot: JSON.stringify(next.snapshot),
      state: stateColumn(next.state),
      state_since: ctx.now,
      version: 1,
    },
    keep: ({ details, submissionId, line } = {}) =>
      keep(ctx, kind, {
        id,
        version: 1,
        workflow,
        type: 'START',
        from: null,
        next,
        details: details ?? null,
        submissionId: submissionId ?? null,
        decisionId: null,
        line,
      }),
  };
}
