import { z } from 'zod';
import { subjectOf } from '../../registers/index.ts';
import * as shared from '../http/contract.ts';
import { exportRoutes } from '../lists/export-routes.ts';
import { listRoutes } from '../lists/list-routes.ts';
import { route, type Route } from '../http/route.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Look } from '../kernel/looks.ts';
import { dropSentDraft } from '../records/answer-drafts/own-drafts.ts';
import * as records from '../records/contract.ts';
import { dataAudiences, dataDescription } from '../records/data-description.ts';
import {
  changeDataRecord,
  dataForm,
  exportDataRecords,
  listDataRecords,
  readDataRecord,
  startDataRecord,
} from '../records/data-records.ts';
import { takeOnce } from '../records/sent-from-device.ts';
import { takeStep } from '../records/take-step.ts';
import { notAllowed } from '../kernel/errors.ts';
import * as contract from './contract.ts';
import { countRecords } from './count-records.ts';
import { exportRecords } from './export-records.ts';
import { readRegister, tellRegisters } from './read-registers.ts';

const root = '/municipalities/{municipality}/registers';
const byKey = `${root}/{register}`;
const base = `${byKey}/records`;
const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const byRegister = z.object({ municipality: z.string(), register: key });
const byId = byRegister.extend({ id: shared.id });

/** A register's list, as the asker reads it. Throws not-found for a register that there is not, not-allowed for who sees none of its records. */
function viewedBy(ctx: MunicipalContext, { register }: { register: string }) {
  const description = dataDescription(ctx, subjectOf(register));
  const audiences = dataAudiences(description, ctx.actor);
  if (audiences.length === 0) throw notAllowed();
  return { kind: description.kind, audiences };
}

/** What was filtered by is not on record: somebody may have looked for a name. */
export function looksAtList(
  ctx: MunicipalContext,
  register: string,
  action: string,
  { items }: { items: { id: string }[] },
  query: object,
): Look[] {
  const { kind, ofResident } = dataDescription(ctx, subjectOf(register));
  // What is taken away is on record, whomever it tells of.
  if (!ofResident && action !== 'export') return [];
  const filters = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || name === 'cursor' || name === 'limit' ? [] : [name],
  );
  return [
    { action: `${kind}.${action}`, details: { filters, shown: items.length }, shows: items.map((item) => item.id) },
  ];
}

/** The part of the API of registers, the same for all that a municipality has. */
export const registerRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: root,
    tag: 'records',
    summary: 'The registers of which the asker may see records',
    access: 'municipality',
    answer: contract.registerPage,
    handle: (ctx) => {
      const items = tellRegisters(ctx);
      return Promise.resolve({ body: { items, total: items.length, next: null } });
    },
  }),
  route({
    method: 'get',
    path: byKey,
    tag: 'records',
    summary: 'A register: how its list is shown, and how many of its records stand where',
    access: 'municipality',
    params: byRegister,
    answer: contract.registerWhole,
    handle: async (ctx, { params }) => ({ body: await readRegister(ctx, subjectOf(params.register)) }),
  }),
  route({
    method: 'get',
    path: `${byKey}/form`,
    tag: 'records',
    summary: 'The form that a record of a register is begun with',
    access: 'municipality',
    params: byRegister,
    answer: shared.localForm,
    handle: async (ctx, { params }) => ({ body: await dataForm(ctx, subjectOf(params.register)) }),
  }),
  route({
    method: 'get',
    path: base,
    tag: 'records',
    summary: 'Records of a register that the asker may see',
    access: 'municipality',
    params: byRegister,
    query: records.dataQuery.extend(shared.paging.shape),
    answer: records.dataPage,
    looks: 'given',
    handle: async (ctx, { params, query: { cursor, limit, ...query } }) => {
      const { body, looks } = await listDataRecords(ctx, subjectOf(params.register), query, { cursor, limit });
      return { body, looks: [...looksAtList(ctx, params.register, 'list', body, query), ...looks] };
    },
  }),
  route({
    method: 'post',
    path: base,
    tag: 'records',
    summary: 'Begin a record of a register',
    access: 'municipality',
    params: byRegister,
    body: records.dataBegun,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const kind = subjectOf(params.register);
      const saved = await takeOnce(ctx, kind, body.device, () => startDataRecord(ctx, kind, body.answers, body.device));
      await dropSentDraft(ctx, body.draft);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/export`,
    tag: 'records',
    summary: 'Records of a register with all that the asker may be told of each, as JSON',
    access: 'municipality',
    params: byRegister,
    query: records.dataFilter.extend(shared.paging.shape),
    answer: records.dataExportPage,
    looks: 'given',
    handle: async (ctx, { params, query: { cursor, limit, ...query } }) => {
      const { body, looks } = await exportDataRecords(ctx, subjectOf(params.register), query, { cursor, limit });
      return { body, looks: [...looksAtList(ctx, params.register, 'export', body, query), ...looks] };
    },
  }),
  ...exportRoutes({
    path: byKey,
    params: byRegister,
    tag: 'records',
    summary: 'Records of a register that the asker may write out',
    query: contract.dataFileQuery,
    describe: (ctx, query, { register }) => exportRecords(ctx, subjectOf(register), query),
  }),
  ...listRoutes({
    path: base,
    tag: 'records',
    name: 'the list of a register',
    params: byRegister,
    listed: viewedBy,
    views: { input: contract.dataViewInput, patch: contract.dataViewPatch, answer: contract.dataViews },
    counts: records.dataCountsQuery,
    count: async (ctx, { register }, query) => {
      const { kind, ofResident } = dataDescription(ctx, subjectOf(register));
      return { ...(await countRecords(ctx, kind, query)), ...(ofResident ? { action: `${kind}.count` } : {}) };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'records',
    summary: 'A record of a register with its history',
    access: 'municipality',
    params: byId,
    answer: records.dataRecord,
    looks: 'given',
    handle: async (ctx, { params }) => {
      const { kind, ofResident } = dataDescription(ctx, subjectOf(params.register));
      const { body, looks } = await readDataRecord(ctx, kind, params.id);
      const { id, number, can, version } = body;
      const read = { action: `${kind}.read`, record: { kind, id, title: number }, details: { names: can.names } };
      return { body, version, looks: ofResident ? [read, ...looks] : looks };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'records',
    summary: 'Correct what a record of a register was begun with',
    access: 'municipality',
    params: byId,
    body: records.dataCorrection,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const saved = await changeDataRecord(
        ctx,
        subjectOf(params.register),
        params.id,
        version,
        body.answers,
        body.drop,
      );
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/steps`,
    tag: 'records',
    summary: 'Take a step of its lifecycle',
    access: 'municipality',
    params: byId,
    body: shared.stepInput,
    ifMatch: true,
    answer: shared.stepTaken,
    handle: async (ctx, { params, body: { draft, ...step }, version }) => {
      const { kind } = dataDescription(ctx, subjectOf(params.register));
      const taken = await takeStep(ctx, kind, params.id, { ...step, version });
      await dropSentDraft(ctx, draft);
      return { body: taken, version: taken.version };
    },
  }),
];
