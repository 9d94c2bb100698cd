import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { exportRoutes } from '../../lists/export-routes.ts';
import { listRoutes } from '../../lists/list-routes.ts';
import * as contract from './contract.ts';
import { countServiceList, viewedServices } from './count-services.ts';
import { readOrigin } from './read-origin.ts';
import { exportServices } from './export-services.ts';
import {
  changeService,
  confirmCapacity,
  createService,
  readServiceRecord,
  searchServices,
  type ServiceRecord,
} from './services.ts';

const base = '/municipalities/{municipality}/services';

type Weekday = z.output<typeof contract.weekday>;

const toService = ({ row, typeName, organisationName, areas }: ServiceRecord): z.input<typeof contract.service> => ({
  id: row.id,
  name: row.name,
  nameKana: row.name_kana,
  organisation: {
    id: row.organisation_id,
    name: organisationName,
  },
  type: { key: row.type_key, name: typeName },
  areas: areas.map(({ id, shown, kind }) => ({ id, name: shown, kind })),
  eligibility: row.eligibility,
  fee: row.fee,
  days: JSON.parse(row.days) as Weekday[],
  hours: row.hours,
  capacity: row.capacity,
  capacityConfirmedOn: row.capacity_confirmed_on,
  capacityConfirmedBy: row.confirmed_by,
  fullUntil: row.capacity === 'none' ? row.full_until : null,
  closed: row.closed_at !== null || row.organisation_closed_at !== null,
  organisationClosed: row.organisation_closed_at !== null,
  version: row.version,
});

const toRecord = (
  record: ServiceRecord,
  from: z.input<typeof contract.serviceRecord>['from'],
): z.input<typeof contract.serviceRecord> => ({
  ...toService(record),
  description: record.row.description,
  urgencies: JSON.parse(record.row.urgencies) as string[],
  feeYen: record.row.fee_yen,
  phone: record.row.phone,
  url: record.row.url,
  address: record.row.address,
  latitude: record.row.latitude,
  longitude: record.row.longitude,
  from,
  can: record.can,
});

const byId = z.object({ municipality: z.string(), id: shared.id });

export const serviceRoutes: Route[] = [
  ...exportRoutes({
    path: base,
    tag: 'services',
    summary: 'The directory of services',
    query: contract.serviceExport,
    describe: exportServices,
  }),
  ...listRoutes({
    path: base,
    tag: 'services',
    name: 'the list of services',
    params: z.object({ municipality: z.string() }),
    // Everybody in the municipality reads it.
    listed: () => viewedServices,
    hasFields: false,
    views: { input: contract.serviceViewInput, patch: contract.serviceViewPatch, answer: contract.serviceViews },
    counts: contract.serviceCountsQuery,
    count: async (ctx, _params, query) => countServiceList(ctx, query),
  }),
  route({
    method: 'get',
    path: base,
    tag: 'services',
    summary: 'The directory of services',
    access: 'municipality',
    query: shared.paging.extend(contract.serviceQuery.shape),
    answer: contract.servicePage,
    handle: async (ctx, { query }) => {
      const page = await searchServices(ctx, { ...query, closed: query.closed === 'true' }, query);
      return { body: { ...page, items: page.items.map(toService) } };
    },
  }),
  route({
    method: 'post',
    path: base,
    tag: 'services',
    summary: 'Add a service',
    access: 'municipality',
    body: contract.serviceInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const saved = await createService(ctx, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'services',
    summary: 'A service',
    access: 'municipality',
    params: byId,
    answer: contract.serviceRecord,
    handle: async (ctx, { params }) => {
      const record = await readServiceRecord(ctx, params.id);
      return { body: toRecord(record, await readOrigin(ctx, record.row)), version: record.row.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'services',
    summary: 'Change or close a service',
    access: 'municipality',
    params: byId,
    body: contract.servicePatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await changeService(ctx, params.id, version, body);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
  route({
    method: 'put',
    path: `${base}/{id}/capacity`,
    tag: 'services',
    summary: 'Say how much room a service has, as of today',
    access: 'municipality',
    params: byId,
    body: contract.capacityInput,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await confirmCapacity(ctx, params.id, version, body.capacity);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
];
