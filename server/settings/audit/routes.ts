import type { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { inSnapshot } from '../../kernel/transaction.ts';
import * as contract from './contract.ts';
import { exportAudit } from './export-audit.ts';
import { listAuditChoices, searchAudit, type AuditLine } from './read-audit.ts';

const toLine = (row: AuditLine): z.input<typeof contract.auditLine> => ({
  id: row.id,
  at: row.happened_at,
  actor: row.actor_name,
  action: row.action,
  actionName: row.action_name,
  recordKind: row.record_kind,
  recordId: row.record_id,
  recordTitle: row.record_title,
  recordName: row.record_name,
  told: row.told,
  details: row.details === null ? null : (JSON.parse(row.details) as Record<string, unknown>),
  requestId: row.request_id,
});

const path = '/municipalities/{municipality}/audit';

export const auditRoutes: Route[] = [
  route({
    method: 'get',
    path,
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
  route({
    method: 'get',
    path: `${path}/choices`,
    tag: 'audit',
    summary: 'Which actions and kinds of records are on record here, in words',
    access: 'municipality',
    answer: contract.auditChoices,
    handle: async (ctx) => ({ body: await listAuditChoices(ctx) }),
  }),
  route({
    method: 'get',
    path: `${path}/export`,
    tag: 'audit',
    summary: 'The same as a file: CSV in UTF-8 with a BOM',
    access: 'municipality',
    query: contract.auditQuery,
    file: 'text/csv',
    looks: 'given',
    handle: async (ctx, { query }, { installation }) => {
      const { rows, content } = await exportAudit(ctx, query, (work) =>
        inSnapshot(installation, ctx, ({ db }) => work({ ...ctx, db, recall: undefined })),
      );
      const filters = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      return {
        file: { name: `audit-${ctx.municipality.code}-${ctx.today}.csv`, content },
        looks: [{ action: 'audit.export', details: { filters, rows } }],
      };
    },
  }),
];
