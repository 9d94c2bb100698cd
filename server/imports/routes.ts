import { z } from 'zod';
import * as shared from '../http/contract.ts';
import { route, type InShort, type Route, type Wire } from '../http/route.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { confirmImport } from './confirm-import.ts';
import * as contract from './contract.ts';
import { listImports, previewImport } from './import-list.ts';
import { prepareImport, type ImportInput } from './prepare-import.ts';
import { undoImport } from './undo-import.ts';

const base = '/municipalities/{municipality}/imports';

type ImportQuery = z.output<typeof contract.importQuery>;

/** The file is the body, what to do with it stands in the query; the mapping there is JSON. Read before the transaction. */
const prepareFrom =
  (changes: boolean) =>
  async (inShort: InShort<MunicipalContext>, { query, body }: { query: ImportQuery; body: Uint8Array }, wire: Wire) => {
    const mapping =
      query.mapping === undefined
        ? undefined
        : await inShort(async (ctx) => readMapping(ctx, query.mapping ?? ''), 'reads');
    const input: ImportInput = { bytes: body, fileName: query.fileName, sheet: query.sheet, mapping };
    return prepareImport(wire.installation, inShort, input, { changes, gone: wire.gone });
  };

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
    query: shared.paging,
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
    reads: true,
    prepare: prepareFrom(false),
    handle: async (ctx, _input, _wire, prepared) => ({ body: previewImport(ctx, prepared) }),
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
    prepare: prepareFrom(true),
    handle: async (ctx, _input, _wire, prepared) => {
      const record = await confirmImport(ctx, prepared);
      return { body: record, version: record.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/undo`,
    tag: 'imports',
    summary: 'Take an import back',
    access: 'municipality',
    params: z.object({ municipality: z.string(), id: shared.id }),
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, version }) => {
      await undoImport(ctx, params.id, version);
      return { body: { id: params.id, version: version + 1 }, version: version + 1 };
    },
  }),
];
