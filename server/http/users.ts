import { z } from 'zod';
import { changeMembership, changeUser, createMembership, createUser, readUserRecord, searchUsers, type UserRecord } from '../services/users.ts';
import * as contract from './contract/index.ts';
import { route, type Route } from './route.ts';

const base = '/municipalities/{municipality}/users';

const toUser = ({ user, memberships }: UserRecord): z.input<typeof contract.user> => ({
  id: user.id,
  email: user.email,
  name: user.name,
  nameKana: user.name_kana,
  language: user.language,
  disabled: user.disabled_at !== null,
  lastSeenAt: user.last_seen_at,
  memberships: memberships.map((row) => ({
    id: row.id,
    area: { id: row.area_id, name: row.area_name, kind: row.area_kind },
    role: row.role,
    organisation: row.organisation_id ? { id: row.organisation_id, name: row.organisation_name ?? '' } : null,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    version: row.version,
  })),
  version: user.version,
});

const byId = z.object({ municipality: z.string(), id: contract.id });

export const userRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'settings',
    summary: 'Users of the areas that I administer',
    access: 'municipality',
    query: contract.paging.extend({ q: z.string().max(200).optional() }),
    answer: contract.userPage,
    handle: async (ctx, { query }) => {
      const page = await searchUsers(ctx, query.q, query);
      return { body: { ...page, items: page.items.map(toUser) } };
    },
  }),
  route({
    method: 'post',
    path: base,
    tag: 'settings',
    summary: 'Add a user',
    access: 'municipality',
    body: contract.userInput,
    answer: contract.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const user = await createUser(ctx, body);
      return { body: { id: user.id, version: user.version }, version: user.version };
    },
  }),
  route({
    method: 'get',
    path: `${base}/{id}`,
    tag: 'settings',
    summary: 'A user',
    access: 'municipality',
    params: byId,
    answer: contract.user,
    handle: async (ctx, { params }) => {
      const record = await readUserRecord(ctx, params.id);
      return { body: toUser(record), version: record.user.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'settings',
    summary: 'Change a user, disable them, or set a new password',
    access: 'municipality',
    params: byId,
    body: contract.userPatch,
    ifMatch: true,
    answer: contract.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await changeUser(ctx, params.id, version, body);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/memberships`,
    tag: 'settings',
    summary: 'Give a user a membership',
    access: 'municipality',
    params: byId,
    body: contract.membershipInput,
    answer: contract.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const saved = await createMembership(ctx, params.id, body);
      return { body: saved, version: saved.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}/memberships/{membershipId}`,
    tag: 'settings',
    summary: 'End a membership',
    access: 'municipality',
    params: byId.extend({ membershipId: contract.id }),
    body: contract.membershipPatch,
    ifMatch: true,
    answer: contract.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await changeMembership(ctx, params.id, params.membershipId, version, body);
      return { body: { id: params.membershipId, version: next }, version: next };
    },
  }),
];
