import type { z } from 'zod';
import { listSources, localize, type Form, type Sources } from '../../forms/index.ts';
import { possible, type StepNotes } from '../../workflows/index.ts';
import { allows, explainMade, readFacts, type Explanation, type FactsOf } from '../decisions/decide.ts';
import { definitionById, definitionInForce, type Definition } from '../definitions/definitions.ts';
import type * as contract from '../http/contract.ts';
import type { Actor, MunicipalContext } from '../kernel/context.ts';
import { stepsAs } from '../kernel/rights.ts';
import { say } from '../kernel/texts/index.ts';
import { audienceOf } from './audience-of.ts';
import { examineStep } from './broken-step.ts';
import { recordKind, snapshotOf, type MovingRow, type RecordDescription, type RecordKind } from './record-kind.ts';
import { stepsOfCity } from '../settings/municipality/practice.ts';

export type Step = z.infer<typeof contract.step>;
export type LocalForm = z.infer<typeof contract.localForm>;

/** May the actor take this step of this record, going by the roles that the workflow names? */
export const mayTake = (actor: Actor, description: RecordDescription, row: MovingRow, notes: StepNotes): boolean =>
  actor.kind === 'system' ||
  notes.roles.some((role) => role !== 'system' && stepsAs(description.rights, actor, role, description.judged(row)));

/** Would the actor speak for the service whose step it is? */
export const isOnBehalf = (actor: Actor, description: RecordDescription, row: MovingRow, notes: StepNotes): boolean =>
  actor.kind === 'user' &&
  notes.roles.includes('provider') &&
  !stepsAs(description.rights, actor, 'provider', description.judged(row));

/** Of the sources of a record's forms what may be chosen now, or stay where it is held. */
export const offered = (sources: Sources): Sources =>
  Object.fromEntries(
    Object.entries(sources).map(([name, choices]) => [
      name,
      choices.filter(({ heldOnly, heldIn }) => !heldOnly || heldIn),
    ]),
  );

/** Why the rules keep a step closed: what is missing, or else the decision's own sentence. */
export const closedReasons = (ctx: MunicipalContext, explanation: Explanation): string[] => {
  const end = ctx.language === 'ja' ? '。' : '.';
  const sentences = explanation.near.length > 0 ? explanation.near : [explanation.sentence];
  return sentences.map((sentence) => (/[。.!?]$/.test(sentence) ? sentence : sentence + end));
};

/**
 * The steps that a record's state knows, in the workflow's order, each open to the asker or closed with its reasons.
 * The server's own events are not among them. An open step that asks for a form brings it, ready to show; not with
 * `forms: false`, where only names are wanted. `sources`, `closedReason` and `initial`: the record's, where what they ask has been read.
 */
export async function presentSteps(
  ctx: MunicipalContext,
  kind: RecordKind,
  row: MovingRow,
  workflow: Definition<'workflow'>,
  given: {
    forms?: boolean;
    sources?: Sources;
    closedReason?: ReturnType<RecordDescription['closedReason'] & {}>;
    initial?: (event: string, does: string | undefined) => Promise<Record<string, unknown>>;
  } = {},
): Promise<Step[]> {
  const description = recordKind(ctx, kind);
  // The same for every form of the record.
  let sources = given.sources && Promise.resolve(given.sources);
  const initial =
    given.initial ?? (description.initial && ((event, does) => description.initial?.(ctx, row, event, does)));
  const formOf = async (key: string, event: string): Promise<LocalForm> =>
    presentForm(
      ctx,
      key,
      offered(
        await (sources ??= askedSources(ctx, workflow, row).then((sources) => description.sources(ctx, row, sources))),
      ),
      await initial?.(event, workflow.body.steps[event]?.does),
    );
  const factsOf = readFacts(ctx, row.id, (model) => description.facts(ctx, row, model), 'asked');
  const closedReason = given.closedReason ?? description.closedReason?.(ctx, row);
  const isOfCity = await stepsOfCity(ctx);
  const steps: Step[] = [];
  for (const event of possible(workflow.body, snapshotOf(row))) {
    const notes = workflow.body.steps[event];
    if (!notes || !isOfCity(notes) || notes.roles.every((role) => role === 'system')) continue;
    const closed = (await closedReason?.(notes.does)) ?? null;
    steps.push(
      await presentStep(
        ctx,
        description,
        row,
        workflow,
        event,
        notes,
        factsOf,
        closed,
        given.forms === false ? null : formOf,
      ),
    );
  }
  return steps;
}

async function presentStep(
  ctx: MunicipalContext,
  description: RecordDescription,
  row: MovingRow,
  workflow: Definition<'workflow'>,
  event: string,
  notes: StepNotes,
  factsOf: FactsOf,
  closed: string | null,
  formOf: ((key: string, event: string) => Promise<LocalForm>) | null,
): Promise<Step> {
  const { broken, made } = await examineStep(ctx, description, workflow.body, event, factsOf);
  const decision = made ? await explainMade(ctx, made, audienceOf(ctx, description, row)) : null;
  const roles = notes.roles
    .filter((role) => role !== 'system')
    .map((role) => say(ctx.language, `records.role.${role}`));
  const reasons = [
    ...(closed ? [closed] : []),
    ...broken,
    ...(mayTake(ctx.actor, description, row, notes)
      ? []
      : [say(ctx.language, 'records.roleReason', { roles: roles.join(say(ctx.language, 'records.or')) })]),
    ...(made && decision && !allows(made) ? closedReasons(ctx, decision) : []),
  ];
  const texts = notes.texts[ctx.language] ?? notes.texts.ja;
  const open = reasons.length === 0;
  return {
    event,
    name: texts.name,
    ...(texts.help ? { help: texts.help } : {}),
    tone: notes.tone ?? 'secondary',
    open,
    onBehalf: isOnBehalf(ctx.actor, description, row, notes),
    reasons,
    roles,
    form: open && notes.form && formOf ? await formOf(notes.form, event) : null,
    decision,
  };
}

/** The sources that forms ask: those of the steps that a record's state knows, and those that were answered in its `events`. */
export async function askedSources(
  ctx: MunicipalContext,
  workflow: Definition<'workflow'>,
  row: MovingRow,
  events: readonly { form_id: string | null }[] = [],
): Promise<ReadonlySet<string>> {
  const sources = new Set<string>();
  const add = (form: Definition<'form'> | null): void => {
    for (const source of form ? listSources(form.body) : []) sources.add(source);
  };
  for (const event of possible(workflow.body, snapshotOf(row))) {
    const key = workflow.body.steps[event]?.form;
    if (key) add(await definitionInForce(ctx, 'form', key));
  }
  for (const id of new Set(events.flatMap(({ form_id }) => form_id ?? []))) add(await definitionById(ctx, 'form', id));
  return sources;
}

/** The form of this key in force today, in the asker's language, with its choices and what is known already. */
export async function presentForm(
  ctx: MunicipalContext,
  key: string,
  sources: Sources,
  initial?: Record<string, unknown>,
): Promise<LocalForm> {
  const form = await definitionInForce(ctx, 'form', key);
  if (!form) throw new Error(`no form ${key} in force`);
  return {
    id: form.id,
    key: form.key,
    number: form.number,
    ...localize(form.body, ctx.language, sources),
    ...easily(ctx, form.body, sources),
    ...(initial && Object.keys(initial).length > 0 ? { initial } : {}),
  };
}

/** The logic is the same in all words. */
function easily({ language }: MunicipalContext, form: Form, sources: Sources): Pick<LocalForm, 'easy'> {
  if (language !== 'ja' || !form.texts.easy) return {};
  const { logic: _, ...easy } = localize(form, 'easy', sources);
  return { easy };
}

/** The events of open steps, for the diagram. */
export const openEvents = (steps: Step[]): string[] => steps.filter((step) => step.open).map((step) => step.event);
