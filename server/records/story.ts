import type { z } from 'zod';
import { tellAnswers, type Form, type FormPurpose, type Sources } from '../../forms/index.ts';
import { explainDecision } from '../decisions/decide.ts';
import { definitionById } from '../definitions/definitions.ts';
import { listEvents, type ToldEventRow } from '../effects/events-store.ts';
import type * as contract from '../http/contract.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { say } from '../kernel/texts/index.ts';
import { audienceOf } from './audience-of.ts';
import { recordKind, type MovingRow } from './record-kind.ts';
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
  const story: Happening[] = [];
  for (const row of events ?? (await listEvents(ctx.db, kind, record.id)))
    story.push(await tell(ctx, kind, record, row, sources, elsewhere, withhold));
  return story;
}

async function tell(
  ctx: MunicipalContext,
  kind: RecordKind,
  record: MovingRow,
  row: ToldEventRow,
  sources: Sources,
  elsewhere: FormPurpose | undefined,
  withhold: Withhold = (_form, all) => all,
): Promise<Happening> {
  const description = recordKind(ctx, kind);
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const form = row.form_id ? await definitionById(ctx, 'form', row.form_id) : null;
  const answers = JSON.parse(row.answers ?? '{}') as Record<string, unknown>;
  const choices =
    form && form.body.purpose !== elsewhere ? await withTied(ctx, sources, [{ form: form.body, answers }]) : sources;
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
    answers:
      form && form.body.purpose !== elsewhere
        ? tellAnswers(
            form.body,
            withhold(form.body, answers),
            audienceOf(ctx, description, record, form.body.purpose),
            ctx.language,
            choices,
          )
        : [],
    form: form
      ? { key: form.key, name: (form.body.texts[ctx.language] ?? form.body.texts.ja).name, number: form.number }
      : null,
    decision:
      row.decision_id && row.rules_id && row.decision && row.decided_at
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
