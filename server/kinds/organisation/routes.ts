import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { exportRoutes } from '../../lists/export-routes.ts';
import { listRoutes } from '../../lists/list-routes.ts';
import * as contract from './contract.ts';
import { countOrganisationList, viewedOrganisations } from './count-organisations.ts';
import { exportOrganisations } from './export-organisations.ts';
import {
  changeOrganisation,
  createOrganisation,
  readOrganisationRecord,
  searchOrganisations,
  type OrganisationRecord,
} from './organisations.ts';

const base = '/municipalities/{municipality}/organisations';

const toOrganisation = ({
  row,
  kindName,
  services,
  can,
}: OrganisationRecord): z.input<typeof contract.organisation> => ({
  id: row.id,
  name: row.name,
  nameKana: row.name_kana,
  kind: { key: row.kind, name: kindName },
  phone: row.phone,
  email: row.email,
  url: row.url,
  postalCode: row.postal_code,
  address: row.address,
  corporateNumber: row.corporate_number,
  note: row.note,
  services,
  closed: row.closed_at !== null,
  can,
  version: row.version,
});

const byId = z.object({ municipality: z.string(), id: shared.id });

export const organisationRoutes: Route[] = [
  ...exportRoutes({
    path: base,
    tag: 'organisations',
    summary: 'Organisations',
    query: contract.organisationExport,
    describe: exportOrganisations,
  }),
  ...listRoutes({
    path: base,
    tag: 'organisations',
    name: 'the list of organisations',
    params: z.object({ municipality: z.string() }),
    // Everybody in the municipality reads it.
    listed: () => viewedOrganisations,
    hasFields: false,
    views: {
      input: contract.organisationViewInput,
      patch: contract.organisationViewPatch,
      answer: contract.organisationViews,
    },
    counts: contract.organisationCountsQuery,
    count: async (ctx, _params, query) => countOrganisationList(ctx, query),
  }),
  route({
    method: 'get',
    path: base,
    tag: 'organisations',
    summary: 'Organisations',
    access: 'municipality',
    query: shared.paging.extend(contract.organisationQuery.shape),
    answer: contract.organisationPage,
    handle: async (ctx, { query }) => {
      const page = await searchOrganisations(ctx, { ...query, closed: query.closed === 'true' }, query);
      return { body: { ...page, items: page.items.map(toOrganisation) } };
    },
  }),
  route({
    method: 'post',
    path: base,
    tag: 'organisations',
    summary: 'Add an organisation',
    access: 'municipality',
    body: contract.organisationInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const row = await createOrganisation(ctx, body);
      return { body: { id: row.id, version: row.version }, version: row.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'organisations',
    summary: 'An organisation with its services',
    access: 'municipality',
    params: byId,
    answer: contract.organisationRecord,
    handle: async (ctx, { params }) => {
      const record = await readOrganisationRecord(ctx, params.id);
      return {
        body: { ...toOrganisation(record), serviceList: record.serviceList },
        version: record.row.version,
      };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'organisations',
    summary: 'Change or close an organisation',
    access: 'municipality',
    params: byId,
    body: contract.organisationPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await changeOrganisation(ctx, params.id, version, body);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
];
