import type { z } from 'zod';
import { formName, tellAnswers, type Form, type FormPurpose, type Sources } from '../../forms/index.ts';
import { explainDecision } from '../decisions/decide.ts';
import { definitionById } from '../definitions/definitions.ts';
import { listEvents, type ToldEventRow } from '../effects/events-store.ts';
import type * as contract from '../http/contract.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { say } from '../kernel/texts/index.ts';
import { audienceOf } from './audience-of.ts';
import { recordKind, type MovingRow, type RecordDescription } from './record-kind.ts';
import type { Given } from './ties/look-at-tied.ts';
import { withTied } from './ties/with-tied.ts';
import { startName, stateName, stepName } from './standing.ts';

export type Happening = z.infer<typeof contract.happening>;

type Answers = Record<string, unknown>;
export type Withhold = (form: Form, answers: Answers) => Answers;

/** A record's history in the asker's words, newest first: who did what, with which form's answers, by which decision; as far as the asker may be told. Answers to forms of the purpose `elsewhere` are shown elsewhere. `events`: the record's, where they have been read. `withhold`: the answers without what the asker may not be told, whatever the form says of it. */
export async function presentStory(
  ctx: MunicipalContext,
  kind: RecordKind,
  record: MovingRow,
  sources: Sources,
  { elsewhere, events, withhold }: { elsewhere?: FormPurpose; events?: ToldEventRow[]; withhold?: Withhold } = {},
): Promise<Happening[]> {
  const rows = events ?? (await listEvents(ctx.db, kind, record.id));
  const given = await storyAnswers(ctx, kind, record, rows, {
    ...(elsewhere && { elsewhere }),
    ...(withhold && { withhold }),
  });
  // Of all at once: a long story asks the database no more often than a short one.
  const choices = await withTied(ctx, sources, [...given.values()]);
  const story: Happening[] = [];
  for (const row of rows) story.push(await tell(ctx, kind, record, row, choices, given.get(row.id)));
  return story;
}

/** What its story tells of answers, and as whom the asker is told them; by event. */
export async function storyAnswers(
  ctx: MunicipalContext,
  kind: RecordKind,
  record: MovingRow,
  events: readonly ToldEventRow[],
  { elsewhere, withhold = (_form, all) => all }: { elsewhere?: FormPurpose; withhold?: Withhold } = {},
): Promise<Map<string, Given>> {
  const description = recordKind(ctx, kind);
  const given = new Map<string, Given>();
  for (const row of events) {
    const form = row.form_id ? (await definitionById(ctx, 'form', row.form_id)).body : null;
    if (!form || form.purpose === elsewhere) continue;
    const answers = withhold(form, JSON.parse(row.answers ?? '{}') as Answers);
    given.set(row.id, { form, answers, audience: audienceOf(ctx, description, record, form.purpose) });
  }
  return given;
}

/** As where the decision is asked for by itself (`read-decision.ts`). */
async function seesWhy(
  ctx: MunicipalContext,
  description: RecordDescription,
  record: MovingRow,
  rulesId: string,
): Promise<boolean> {
  if (ctx.actor.kind === 'system' || !description.seesDecision) return true;
  const { body } = await definitionById(ctx, 'rules', rulesId);
  return description.seesDecision(ctx.actor, record, body.purpose);
}

async function tell(
  ctx: MunicipalContext,
  kind: RecordKind,
  record: MovingRow,
  row: ToldEventRow,
  sources: Sources,
  given: Given | undefined,
): Promise<Happening> {
  const description = recordKind(ctx, kind);
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const form = row.form_id ? await definitionById(ctx, 'form', row.form_id) : null;
  return {
    id: row.id,
    at: row.happened_at,
    by: row.actor_name ?? say(ctx.language, 'records.system'),
    event: row.type,
    // A workflow may have a step START of its own.
    name:
      row.from_state === null
        ? startName(workflow.body, ctx.language)
        : stepName(workflow.body, row.type, ctx.language),
    from: row.from_state === null ? null : stateName(workflow.body, row.from_state, ctx.language),
    to: stateName(workflow.body, row.to_state, ctx.language),
    version: row.version,
    answers: given ? tellAnswers(given.form, given.answers, given.audience, ctx.language, sources) : [],
    form: form ? { key: form.key, name: formName(form.body, ctx.language), number: form.number } : null,
    decision:
      row.decision_id &&
      row.rules_id &&
      row.decision &&
      row.decided_at &&
      (await seesWhy(ctx, description, record, row.rules_id))
        ? await explainDecision(
            ctx,
            {
              id: row.decision_id,
              rules_id: row.rules_id,
              decision: row.decision,
              decided_at: row.decided_at,
            },
            audienceOf(ctx, description, record),
          )
        : null,
    details: row.details ? (JSON.parse(row.details) as Record<string, unknown>) : null,
  };
}
