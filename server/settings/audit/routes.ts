import type { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import * as contract from './contract.ts';
import { searchAudit } from './read-audit.ts';

type Line = Awaited<ReturnType<typeof searchAudit>>['items'][number];

const toLine = (row: Line): z.input<typeof contract.auditLine> => ({
  id: row.id,
  at: row.happened_at,
  actor: row.actor_name,
  action: row.action,
  actionName: row.action_name,
  recordKind: row.record_kind,
  recordId: row.record_id,
  recordTitle: row.record_title,
  details: row.details === null ? null : (JSON.parse(row.details) as Record<string, unknown>),
  requestId: row.request_id,
});

export const auditRoutes: Route[] = [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/audit',
    tag: 'audit',
    summary: 'Who did or looked at what, newest first',
    access: 'municipality',
    query: shared.paging.extend(contract.auditQuery.shape),
    answer: contract.auditPage,
    handle: async (ctx, { query: { cursor, limit, ...filter } }) => {
      const page = await searchAudit(ctx, filter, { cursor, limit });
      return { body: { ...page, items: page.items.map(toLine) } };
    },
  }),
];
