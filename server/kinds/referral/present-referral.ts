import type { z } from 'zod';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { presentStanding } from '../../records/standing.ts';
import { closedName } from '../../settings/closed-name.ts';
import type * as contract from './contract.ts';
import type { NamedReferral } from './store.ts';

export type Referral = z.infer<typeof contract.referral>;

/** A referral as a list shows it: of the need only its number and title. `withMessage`: may the asker know who it is about? The message may say it. */
export async function presentReferral(
  ctx: MunicipalContext,
  row: NamedReferral,
  withMessage: boolean,
): Promise<Referral> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  return {
    id: row.id,
    need: { id: row.need_id, number: row.need_number, title: row.need_title },
    service: { id: row.service_id, name: row.service_name },
    organisation: {
      id: row.organisation_id,
      name: closedName(ctx.language, row.organisation_name, row.organisation_closed_at),
    },
    standing: presentStanding(row, workflow.body, ctx.language),
    rank: row.rank,
    message: withMessage ? row.message : null,
    answerReason: row.answer_reason,
    createdAt: row.created_at,
    createdBy: row.creator_name ?? say(ctx.language, 'records.system'),
    version: row.version,
  };
}
