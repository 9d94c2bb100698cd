import { z } from 'zod';
import { mustEdit } from '../../decisions/may.ts';
import { route, type Route } from '../../http/route.ts';
import * as contract from './contract.ts';
import { readListColumns } from './read-columns.ts';

export const listColumnsRoutes: Route[] = [
  route({
    method: 'post',
    path: '/municipalities/{municipality}/imports/columns',
    tag: 'imports',
    summary: 'What stands in the columns of a list, for a register that is made of it; stores nothing',
    access: 'municipality',
    params: z.object({ municipality: z.string() }),
    query: contract.listColumnsQuery,
    body: 'bytes',
    answer: contract.listColumns,
    reads: true,
    prepare: (inShort, { query, body }, { installation }) => readListColumns(installation, inShort, query, body),
    handle: async (ctx, _input, _wire, columns) => {
      await mustEdit(ctx);
      return { body: columns };
    },
  }),
];
