import type { Page, Paging } from '../../database/paging.ts';
import { readEffectErrors } from '../../effects/store.ts';
import { numberTitle, type AuditDetails } from '../../kernel/audit-details.ts';
import { listAudit, readUntitled, type AuditFilter, type AuditRow } from '../../kernel/audit-store.ts';
import { instantInJapan } from '../../kernel/clock.ts';
import { systemActor, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { actionName } from '../../kernel/stale.ts';
import { say, sayFailure } from '../../kernel/texts/index.ts';
import { readRoot } from '../areas/areas.ts';
import { canReadAudit } from '../policy.ts';
import { tellDetails, tellRecord, type Told } from './tell-details.ts';

export type AuditQuery = Omit<AuditFilter, 'until' | 'title'> & {
  to?: string | undefined;
  number?: number | undefined;
};

/** A line with all that it says in words: `record_name` is what the record is and which, `told` what its details say. */
export type AuditLine = AuditRow & { action_name: string; record_name: string | null; told: Told[] };

/** Who did or looked at what in this municipality, newest first; `from` and `to` are days in Japan, both included. */
export async function searchAudit(ctx: MunicipalContext, query: AuditQuery, paging: Paging): Promise<Page<AuditLine>> {
  if (!canReadAudit(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
  const { from, to, number, ...filter } = query;
  const page = await listAudit(
    ctx.db,
    ctx.municipality.id,
    {
      ...filter,
      title: number === undefined ? undefined : numberTitle(number),
      from: from && instantInJapan(from),
      until: to && instantInJapan(to, 24),
    },
    paging,
  );
  const titles = await readUntitled(ctx.db, page.items);
  const reasons = await readEffectErrors(
    ctx.db,
    page.items.flatMap((row) => detailsOf(row.details)?.effectId ?? []),
  );
  const rows = page.items.map((row) => ({ ...row, details: withReason(ctx, row.details, reasons) }));
  const details = await tellDetails(ctx, rows);
  const items = rows.map((row) => {
    const title = row.record_title ?? titles.get(row.record_id ?? '') ?? null;
    return {
      ...row,
      actor_name: row.actor_name === systemActor.name ? say(ctx.language, 'records.system') : row.actor_name,
      action_name: actionName(ctx, row.action),
      record_title: title,
      record_name: tellRecord(ctx, row.record_kind, title),
      told: details.get(row.id) ?? [],
    };
  });
  return { ...page, items };
}

const detailsOf = (details: string | null): AuditDetails | null =>
  details === null ? null : (JSON.parse(details) as AuditDetails);

/** Why an effect was given up stands with the effect, not in the line: it may tell of people. */
function withReason({ language }: MunicipalContext, text: string | null, reasons: Map<string, string>): string | null {
  const details = detailsOf(text);
  const reason = reasons.get(details?.effectId ?? '');
  return reason === undefined ? text : JSON.stringify({ ...details, reason: sayFailure(language, reason) });
}
