import { z } from 'zod';
import { invalid } from '../services/errors.ts';
import type { MunicipalContext } from '../services/context.ts';
import { confirmImport } from '../services/imports/confirm-import.ts';
import { listImports, previewImport, type ImportInput } from '../services/imports/import-list.ts';
import { undoImport } from '../services/imports/undo-import.ts';
import { say } from '../texts/index.ts';
import * as contract from './contract/index.ts';
import { route, type Route } from './route.ts';

const base = '/municipalities/{municipality}/imports';

type ImportQuery = z.output<typeof contract.importQuery>;

/** The file as the body, what to do with it in the query; the mapping there is JSON. */
function toInput(ctx: MunicipalContext, query: ImportQuery, bytes: Uint8Array): ImportInput {
  return { bytes, fileName: query.fileName, sheet: query.sheet, mapping: query.mapping === undefined ? undefined : readMapping(ctx, query.mapping) };
}

function readMapping(ctx: MunicipalContext, text: string): z.output<typeof contract.importMapping> {
  try {
    return contract.importMapping.parse(JSON.parse(text));
  } catch {
    throw invalid([{ path: '/mapping', code: 'mapping', message: say(ctx.language, 'settings.issue.mapping') }]);
  }
}

export const importRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'imports',
    summary: 'Imports of services, newest first',
    access: 'municipality',
    query: contract.paging,
    answer: contract.importPage,
    handle: async (ctx, { query }) => ({ body: await listImports(ctx, query) }),
  }),
  route({
    method: 'post',
    path: `${base}/preview`,
    tag: 'imports',
    summary: 'What an import of this file would do; stores nothing',
    access: 'municipality',
    query: contract.importQuery,
    body: 'bytes',
    answer: contract.importPreview,
    handle: async (ctx, { query, body }) => ({ body: await previewImport(ctx, toInput(ctx, query, body)) }),
  }),
  route({
    method: 'post',
    path: base,
    tag: 'imports',
    summary: 'Import this file',
    access: 'municipality',
    query: contract.importQuery,
    body: 'bytes',
    answer: contract.importRecord,
    status: 201,
    handle: async (ctx, { query, body }) => {
      const record = await confirmImport(ctx, toInput(ctx, query, body));
      return { body: record, version: record.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/undo`,
    tag: 'imports',
    summary: 'Take an import back',
    access: 'municipality',
    params: z.object({ municipality: z.string(), id: contract.id }),
    ifMatch: true,
    answer: contract.saved,
    handle: async (ctx, { params, version }) => {
      await undoImport(ctx, params.id, version);
      return { body: { id: params.id, version: version + 1 }, version: version + 1 };
    },
  }),
];
