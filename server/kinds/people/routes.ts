import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import { exportRoutes } from '../../lists/export-routes.ts';
import * as contract from './contract.ts';
import { exportPeople } from './export-people.ts';
import { correctPerson, personTitle, readPersonRecord, searchPeople } from './people.ts';

const base = '/municipalities/{municipality}/people';
const byId = z.object({ municipality: z.string(), id: shared.id });

export const peopleRoutes: Route[] = [
  ...exportRoutes({
    path: base,
    tag: 'people',
    summary: 'Residents of the areas that the asker looks after',
    query: contract.personQuery,
    describe: exportPeople,
  }),
  route({
    method: 'get',
    path: base,
    tag: 'people',
    summary: 'Residents of the areas that the asker looks after',
    access: 'municipality',
    query: contract.personQuery.extend(shared.paging.shape),
    answer: contract.personPage,
    // Not what was asked for: it may have been a name.
    looks: (_ctx, { items }, { query: { cursor: _cursor, limit: _limit, ...query } }) => [
      {
        action: 'person.list',
        details: {
          filters: Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [name])),
          shown: items.length,
        },
        shows: items.map((item) => item.id),
      },
    ],
    handle: async (ctx, { query: { cursor, limit, ...query } }) => ({
      body: await searchPeople(ctx, query, { cursor, limit }),
    }),
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'people',
    summary: 'A resident',
    access: 'municipality',
    params: byId,
    answer: contract.personRecord,
    looks: (_ctx, person) => [{ action: 'person.read', record: personTitle(person), details: { names: true } }],
    handle: async (ctx, { params }) => {
      const person = await readPersonRecord(ctx, params.id);
      return { body: person, version: person.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'people',
    summary: 'Correct what is known of a resident',
    access: 'municipality',
    params: byId,
    body: contract.personPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await correctPerson(ctx, params.id, version, body);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
];
