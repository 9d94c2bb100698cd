import type { z } from 'zod';
import type * as contract from '../../http/contract/index.ts';
import { canNameResident } from '../../policies/need.ts';
import type { PlacedNeed } from '../../store/needs.ts';
import { dayInJapan, daysBetween } from '../clock.ts';
import type { MunicipalContext } from '../context.ts';
import { definitionById } from '../definitions.ts';
import { presentStanding } from '../records/standing.ts';
import { typeName } from './need-sources.ts';

export type Need = z.infer<typeof contract.need>;

/** A need as a list shows it; who it is about only where the asker may know. */
export async function presentNeed(
  ctx: MunicipalContext,
  row: PlacedNeed,
  types: string[],
  names: Map<string, string>,
): Promise<Need> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const named = canNameResident(ctx.actor, row);
  return {
    id: row.id,
    number: row.number,
    scope: row.scope,
    title: row.title,
    residentName: named ? row.resident_name : null,
    residentKana: named ? row.resident_kana : null,
    area: { id: row.area_id, name: row.area_name, kind: row.area_kind },
    types: types.map((key) => typeName(names, key)),
    urgency: row.urgency,
    consent: row.consent,
    standing: presentStanding(row, workflow.body, ctx.language),
    receivedOn: row.received_on,
    daysOpen: Math.max(0, daysBetween(row.received_on, row.closed_at ? dayInJapan(row.closed_at) : ctx.today)),
    version: row.version,
  };
}
