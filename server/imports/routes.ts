import { z } from 'zod';
import { readersOf } from '../database/open.ts';
import { packFile, readKeptFile } from '../files/passing-files.ts';
import * as shared from '../http/contract.ts';
import { largeBody, route, type InShort, type Route, type Wire } from '../http/route.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { confirmImport } from './confirm-import.ts';
import * as contract from './contract.ts';
import type { ImportKind } from './import-kind.ts';
import { listImports, previewImport } from './import-list.ts';
import { findList, keepList } from './kept-lists.ts';
import { findKind } from './find-kind.ts';
import { registerImports } from './registers/register-import.ts';
import { prepareImport, type ImportInput } from './prepare-import.ts';
import { listKinds, requireImport } from './require-import.ts';
import { undoImport } from './undo-import.ts';

const base = '/municipalities/{municipality}/imports';

/** The routes of imports, for the kinds of list that there are, and for registers. */
export function importRoutes(kinds: readonly ImportKind[]): Route[] {
  const find = (key: string): ImportKind => findKind(kinds, key);
  /** The list was handed over before; it is read and planned before the transaction. */
  const prepareFrom =
    (changes: boolean) =>
    async (
      inShort: InShort<MunicipalContext>,
      { body: { kind: key, fileId, sheet, mapping } }: { body: z.output<typeof contract.importRequest> },
      wire: Wire,
    ) => {
      const kind = find(key);
      const inputOf = async (ctx: MunicipalContext): Promise<ImportInput> => {
        const { id, name } = await findList(ctx, fileId);
        return { file: { name, content: readKeptFile(readersOf(wire.installation.db), id) }, sheet, mapping };
      };
      return prepareImport(wire.installation, inShort, kind, inputOf, { changes, gone: wire.gone });
    };
  return [
    route({
      method: 'get',
      path: base,
      tag: 'imports',
      summary: 'Imports of lists of one kind, newest first',
      access: 'municipality',
      query: contract.importListQuery,
      answer: contract.importPage,
      handle: async (ctx, { query: { kind, ...paging } }) => ({ body: await listImports(ctx, find(kind), paging) }),
    }),
    route({
      method: 'get',
      path: `${base}/kinds`,
      tag: 'imports',
      summary: 'What lists may be imported of, and which of them by the asker',
      access: 'municipality',
      answer: contract.importKinds,
      handle: async (ctx) => ({ body: await listKinds(ctx, [...kinds, ...registerImports(ctx)]) }),
    }),
    route({
      method: 'post',
      path: `${base}/files`,
      tag: 'imports',
      summary: 'Hand over a list, which is kept for 24 hours',
      access: 'municipality',
      query: contract.importFileQuery,
      body: 'bytes',
      answer: contract.importFile,
      status: 201,
      prepare: async (inShort, { query, body }) => {
        await inShort((ctx) => requireImport(ctx, find(query.kind)), 'reads');
        return packFile(body);
      },
      handle: async (ctx, { query, body }, _wire, packed) => ({
        body: await keepList(ctx, find(query.kind), { name: query.fileName, size: body.length, packed }),
      }),
    }),
    route({
      method: 'post',
      path: `${base}/preview`,
      tag: 'imports',
      summary: 'What an import of this list would do; stores nothing',
      access: 'municipality',
      body: contract.importRequest,
      limit: largeBody,
      answer: contract.importPreview,
      reads: true,
      prepare: prepareFrom(false),
      handle: async (ctx, _input, _wire, prepared) => ({ body: previewImport(ctx, prepared) }),
    }),
    route({
      method: 'post',
      path: base,
      tag: 'imports',
      summary: 'Import this list',
      access: 'municipality',
      body: contract.importRequest,
      limit: largeBody,
      answer: contract.importRecord,
      status: 201,
      prepare: prepareFrom(true),
      handle: async (ctx, _input, { installation }, prepared) => {
        const mail = installation.mail !== undefined && installation.publicUrl !== null;
        const record = await confirmImport(ctx, prepared, { mail });
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
        await undoImport(ctx, kinds, params.id, version);
        return { body: { id: params.id, version: version + 1 }, version: version + 1 };
      },
    }),
  ];
}
