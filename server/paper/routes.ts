import { z } from 'zod';
import * as shared from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import { listBlankForms, readBlankForm } from './blank-forms.ts';
import { xlsxType } from '../lists/write-export.ts';
import { blankSheet } from './blank-sheet.ts';
import * as contract from './contract.ts';
import { readFilledSheets } from './filled-sheets.ts';
import { recordSheet } from './record-sheet.ts';

const base = '/municipalities/{municipality}/paper';

/** Forms on paper: blank, and filled in with what was answered. */
export const paperRoutes: Route[] = [
  route({
    method: 'get',
    path: `${base}/forms`,
    tag: 'paper',
    summary: 'Forms in force that can be printed blank',
    access: 'municipality',
    answer: contract.blankForms,
    handle: async (ctx) => ({ body: await listBlankForms(ctx) }),
  }),
  route({
    method: 'get',
    path: `${base}/forms/{key}`,
    tag: 'paper',
    summary: 'A form in force as a blank sheet to be filled in by hand',
    access: 'municipality',
    params: z.object({ municipality: z.string(), key: z.string().max(100) }),
    answer: contract.blankForm,
    handle: async (ctx, { params }) => ({ body: await readBlankForm(ctx, params.key) }),
  }),
  route({
    method: 'get',
    path: `${base}/forms/{key}/sheet`,
    tag: 'paper',
    summary:
      'A form in force as an Excel workbook to be filled in, a row for each record; it is read back by `POST /imports`',
    access: 'municipality',
    params: z.object({ municipality: z.string(), key: z.string().max(100) }),
    file: xlsxType,
    handle: async (ctx, { params }) => ({ file: await blankSheet(ctx, params.key) }),
  }),
  route({
    method: 'get',
    path: `${base}/records/{kind}/{id}`,
    tag: 'paper',
    summary: 'What was answered of a record, each on the version of the form that it was given with',
    access: 'municipality',
    params: z.object({ municipality: z.string(), kind: z.string().max(100), id: shared.id }),
    query: z.object({ before: shared.id.optional() }),
    answer: contract.filledSheets,
    looks: 'given',
    handle: (ctx, { params, query }) => readFilledSheets(ctx, params.kind, params.id, query.before),
  }),
  route({
    method: 'get',
    path: `${base}/records/{kind}/{id}/sheet`,
    tag: 'paper',
    summary: 'A record as an Excel workbook: what was answered, the steps taken, and what it is tied to',
    access: 'municipality',
    params: z.object({ municipality: z.string(), kind: z.string().max(100), id: shared.id }),
    file: xlsxType,
    looks: 'given',
    handle: (ctx, { params }) => recordSheet(ctx, params.kind, params.id),
  }),
];
