import { z } from 'zod';
import { route, type Route } from '../../http/route.ts';
import { requireSettingsEditor } from '../areas/areas.ts';
import * as contract from './contract.ts';
import { findPostalCode, loadPostalTable, readTable, tellPostalTable } from './postal-codes.ts';

const base = '/municipalities/{municipality}/postal-codes';

export const postalRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'municipality',
    summary: 'The table of postal codes that is loaded',
    access: 'municipality',
    answer: contract.postalTable,
    handle: async (ctx) => ({ body: await tellPostalTable(ctx) }),
  }),
  route({
    method: 'put',
    path: base,
    tag: 'municipality',
    summary: 'Load 日本郵便’s table of postal codes in place of the one there was, or only look at it',
    access: 'municipality',
    query: contract.postalTableQuery,
    body: 'bytes',
    answer: contract.postalTableRead,
    prepare: async (inShort, { body }, { gone }) => {
      const asker = await inShort(async (ctx) => {
        await requireSettingsEditor(ctx);
        return { language: ctx.language, actor: ctx.actor };
      }, 'reads');
      return readTable(asker, body, gone);
    },
    handle: async (ctx, { query }, _wire, table) => {
      if (query.check === 'no') await loadPostalTable(ctx, table);
      return { body: table.summary };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{code}`,
    tag: 'municipality',
    summary: 'The places that have a postal code',
    access: 'municipality',
    params: z.object({ municipality: z.string(), code: contract.postalCode }),
    answer: contract.postalPlaces,
    handle: async (ctx, { params }) => ({ body: await findPostalCode(ctx, params.code) }),
  }),
];
