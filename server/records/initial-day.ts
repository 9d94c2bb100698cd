import { putAnswer } from '../../forms/index.ts';
import { definitionById, definitionInForce } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { MovingRow } from './moving-row.ts';

/** What a step's form begins with where it asks when something was done: that was likely today. */
export async function beginWithToday(
  ctx: MunicipalContext,
  row: MovingRow,
  event: string,
): Promise<Record<string, unknown>> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const key = workflow.body.steps[event]?.form;
  const form = key ? await definitionInForce(ctx, 'form', key) : null;
  return form ? putAnswer(form.body, {}, 'done-on', ctx.today) : {};
}
