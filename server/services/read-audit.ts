import { canReadAudit } from '../policies/settings.ts';
import { listAudit, type AuditRow } from '../store/audit.ts';
import type { Page, Paging } from '../store/paging.ts';
import { readRoot } from './areas.ts';
import { instantInJapan } from './clock.ts';
import { say } from '../texts/index.ts';
import { systemActor, type MunicipalContext } from './context.ts';
import { notAllowed } from './errors.ts';
import { actionName } from './stale.ts';

export type AuditQuery = { from?: string; to?: string; actor?: string; action?: string; recordId?: string };

/** Who did or looked at what in this municipality, newest first; `from` and `to` are days in Japan, both included. */
export async function searchAudit(ctx: MunicipalContext, query: AuditQuery, paging: Paging): Promise<Page<AuditRow & { action_name: string }>> {
  if (!canReadAudit(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
  const { from, to, ...filter } = query;
  const page = await listAudit(ctx.db, ctx.municipality.id, { ...filter, from: from && instantInJapan(from), until: to && instantInJapan(to, 24) }, paging);
  return { ...page, items: page.items.map((row) => ({ ...row, actor_name: row.actor_name === systemActor.name ? say(ctx.language, 'records.system') : row.actor_name, action_name: actionName(ctx, row.action) })) };
}
