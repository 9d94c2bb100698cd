import type { z } from 'zod';
import { describeAnswers, type Sources } from '../../forms/index.ts';
import { explainDecision } from '../decisions/decide.ts';
import { definitionById } from '../definitions/definitions.ts';
import { listEvents, type ToldEventRow } from '../effects/events-store.ts';
import type * as contract from '../http/contract.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { say } from '../kernel/texts/index.ts';
import { startName, stateName, stepName } from './standing.ts';

export type Happening = z.infer<typeof contract.happening>;

/** A record's history in the asker's words, newest first: who did what, with which form's answers, by which decision. */
export async function presentStory(
  ctx: MunicipalContext,
  kind: RecordKind,
  recordId: string,
  sources: Sources,
): Promise<Happening[]> {
  const story: Happening[] = [];
  for (const row of await listEvents(ctx.db, kind, recordId)) story.push(await tell(ctx, row, sources));
  return story;
}

async function tell(ctx: MunicipalContext, row: ToldEventRow, sources: Sources): Promise<Happening> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const form = row.form_id ? await definitionById(ctx, 'form', row.form_id) : null;
  const answers = JSON.parse(row.answers ?? '{}') as Record<string, unknown>;
  return {
    id: row.id,
    at: row.happened_at,
    by: row.actor_name ?? say(ctx.language, 'records.system'),
    event: row.type,
    // A lifecycle may have a step START of its own.
    name:
      row.from_state === null
        ? startName(workflow.body, ctx.language)
        : stepName(workflow.body, row.type, ctx.language),
    from: row.from_state === null ? null : stateName(workflow.body, row.from_state, ctx.language),
    to: stateName(workflow.body, row.to_state, ctx.language),
    version: row.version,
    answers: form ? describeAnswers(form.body, answers, ctx.language, sources) : [],
    form: form
      ? { key: form.key, name: (form.body.texts[ctx.language] ?? form.body.texts.ja).name, number: form.number }
      : null,
    decision:
      row.decision_id && row.rules_id && row.decision && row.decided_at
        ? await explainDecision(ctx, {
            id: row.decision_id,
            rules_id: row.rules_id,
            decision: row.decision,
            decided_at: row.decided_at,
          })
        : null,
    details: row.details ? (JSON.parse(row.details) as Record<string, unknown>) : null,
  };
}
