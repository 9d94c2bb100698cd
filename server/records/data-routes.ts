import { z } from 'zod';
import * as shared from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import type { Context } from '../kernel/context.ts';
import type { Look } from '../kernel/looks.ts';
import * as contract from './contract.ts';
import type { DataKind } from './data-kind.ts';
import {
  changeDataRecord,
  dataForm,
  exportDataRecords,
  listDataRecords,
  readDataRecord,
  startDataRecord,
} from './data-records.ts';
import type { RecordDescription } from './record-kind.ts';
import { stepRoute } from './step-route.ts';
import { takeStep } from './take-step.ts';

/** The part of the API of each kind that is only data. */
export const dataRoutes = (kinds: Context['kinds']): Route[] =>
  // The list is typed where it is made (`kinds/index.ts`).
  Object.values(kinds).flatMap((each) => {
    const { data } = each as RecordDescription;
    return data ? routesOf(data) : [];
  });

function routesOf({ kind, texts, ofResident }: DataKind): Route[] {
  const base = `/municipalities/{municipality}/records/${kind}`;
  const { many } = texts.en ?? texts.ja;
  const byId = z.object({ municipality: z.string(), id: shared.id });
  /** What was filtered by is not on record: somebody may have looked for a name. */
  const shown = (action: string, { items }: { items: { id: string }[] }, query: object): Look[] =>
    ofResident
      ? [
          {
            action: `${kind}.${action}`,
            details: {
              filters: Object.entries(query).flatMap(([name, value]) =>
                value === undefined || name === 'cursor' || name === 'limit' ? [] : [name],
              ),
              shown: items.length,
            },
            shows: items.map((item) => item.id),
          },
        ]
      : [];
  return [
    route({
      method: 'get',
      path: `${base}/form`,
      tag: 'records',
      summary: `${many}: the form that one is begun with`,
      access: 'municipality',
      answer: shared.localForm,
      handle: async (ctx) => ({ body: await dataForm(ctx, kind) }),
    }),
    route({
      method: 'get',
      path: base,
      tag: 'records',
      summary: `${many} that the asker may see`,
      access: 'municipality',
      query: contract.dataQuery.extend(shared.paging.shape),
      answer: contract.dataPage,
      looks: (_ctx, body, { query }) => shown('list', body, query),
      handle: async (ctx, { query: { cursor, limit, ...query } }) => ({
        body: await listDataRecords(ctx, kind, query, { cursor, limit }),
      }),
    }),
    route({
      method: 'post',
      path: base,
      tag: 'records',
      summary: `${many}: begin one`,
      access: 'municipality',
      body: contract.dataInput,
      answer: shared.saved,
      status: 201,
      handle: async (ctx, { body }) => {
        const saved = await startDataRecord(ctx, kind, body.answers);
        return { body: saved, version: saved.version };
      },
    }),
    route({
      method: 'get',
      path: `${base}/export`,
      tag: 'records',
      summary: `${many} with all that the asker may be told of each, as JSON`,
      access: 'municipality',
      query: contract.dataQuery.extend(shared.paging.shape),
      answer: contract.dataExportPage,
      looks: (_ctx, body, { query }) => shown('export', body, query),
      handle: async (ctx, { query: { cursor, limit, ...query } }) => ({
        body: await exportDataRecords(ctx, kind, query, { cursor, limit }),
      }),
    }),
    route({
      method: 'get',
      path: `${base}/{id}`,
      tag: 'records',
      summary: `${many}: one with its history`,
      access: 'municipality',
      params: byId,
      answer: contract.dataRecord,
      looks: (_ctx, { id, number, can }) =>
        ofResident
          ? [{ action: `${kind}.read`, record: { kind, id, title: number }, details: { names: can.names } }]
          : [],
      handle: async (ctx, { params }) => {
        const record = await readDataRecord(ctx, kind, params.id);
        return { body: record, version: record.version };
      },
    }),
    route({
      method: 'patch',
      path: `${base}/{id}`,
      tag: 'records',
      summary: `${many}: correct what one was begun with`,
      access: 'municipality',
      params: byId,
      body: contract.dataInput,
      ifMatch: true,
      answer: shared.saved,
      handle: async (ctx, { params, body, version }) => {
        const saved = await changeDataRecord(ctx, kind, params.id, version, body.answers);
        return { body: saved, version: saved.version };
      },
    }),
    stepRoute(base, 'records', (ctx, id, request) => takeStep(ctx, kind, id, request)),
  ];
}
