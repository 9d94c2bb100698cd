import { Readable } from 'node:stream';
import { z } from 'zod';
import { mustEdit } from '../../decisions/may.ts';
import { route, type Route } from '../../http/route.ts';
import { ruleKey } from '../../studio/contract.ts';
import * as contract from './contract.ts';
import { readFormForSheet, readFormSheet } from './read-form-sheet.ts';
import { writeFormWorkbook } from './write-workbook.ts';

const at = '/municipalities/{municipality}/definitions/form/{key}/sheet';
const byKey = z.object({ municipality: z.string(), key: ruleKey });

export const formSheetRoutes: Route[] = [
  route({
    method: 'get',
    path: at,
    tag: 'definitions',
    summary: "A form's draft, else its version in force, as an Excel workbook (an XLSForm)",
    access: 'municipality',
    params: byKey,
    file: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    handle: async (ctx, { params: { key } }) => {
      const form = await readFormForSheet(ctx, key);
      return { file: { name: `${key}-${ctx.today}.xlsx`, content: Readable.from([await writeFormWorkbook(form)]) } };
    },
  }),
  route({
    method: 'post',
    path: at,
    tag: 'definitions',
    summary: 'What form an Excel workbook (an XLSForm) is, with each difference to the draft; changes nothing',
    access: 'municipality',
    params: byKey,
    query: contract.newSheetQuery,
    body: 'bytes',
    answer: contract.formSheet,
    reads: true,
    prepare: (inShort, { params: { key }, query, body }, { installation }) =>
      readFormSheet(installation, inShort, key, query, body),
    handle: async (ctx, _input, _wire, sheet) => {
      await mustEdit(ctx);
      return { body: sheet };
    },
  }),
];
