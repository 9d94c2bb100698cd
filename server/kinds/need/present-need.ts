import type { z } from 'zod';
import { definitionById } from '../../definitions/definitions.ts';
import { dayInJapan, daysBetween } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { presentStanding } from '../../records/standing.ts';
import { typeName } from '../../settings/codes/service-types.ts';
import type * as contract from './contract.ts';
import { consentedTo, mayNeed } from './policy.ts';
import { areaLinkOf } from '../../settings/closed-name.ts';
import type { PlacedNeed } from './store.ts';

export type Need = z.infer<typeof contract.need>;

/** A need as a list shows it; who it is about only where the asker may know. */
export async function presentNeed(
  ctx: MunicipalContext,
  row: PlacedNeed,
  types: string[],
  names: Map<string, string>,
): Promise<Need> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const named = mayNeed(ctx.actor, 'names', row);
  return {
    id: row.id,
    number: row.number,
    scope: row.scope,
    title: row.title,
    residentName: named ? row.resident_name : null,
    residentKana: named ? row.resident_kana : null,
    area: areaLinkOf(ctx.language, row),
    types: types.map((key) => typeName(names, key)),
    urgency: row.urgency,
    consent: row.consent,
    consentedTo: consentedTo(row),
    standing: presentStanding(row, workflow.body, ctx.language),
    receivedOn: row.received_on,
    daysOpen: Math.max(0, daysBetween(row.received_on, row.closed_at ? dayInJapan(row.closed_at) : ctx.today)),
    version: row.version,
  };
}
