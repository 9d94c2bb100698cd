import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import * as contract from '../sign-in/contract.ts';
import { toToken } from '../sign-in/routes.ts';
import {
  endOwnOtherSessions,
  endOwnSession,
  endSessionsOf,
  listOwnSessions,
  listSessionsOf,
  listTokensOf,
  revokeTokenOf,
} from './user-access.ts';

const ofUser = '/municipalities/{municipality}/users/{id}';
const byId = z.object({ id: shared.id });
const byUser = z.object({ municipality: z.string(), id: shared.id });

type SessionRow = Awaited<ReturnType<typeof listOwnSessions>>[number];
const toSession = (row: SessionRow, current: string | undefined): z.input<typeof contract.session> => ({
  id: row.id,
  browser: row.browser,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  current: row.id === current,
});

export const userAccessRoutes: Route[] = [
  route({
    method: 'get',
    path: '/me/sessions',
    tag: 'session',
    summary: 'Where I am signed in',
    access: 'user',
    answer: z.array(contract.session),
    handle: async (ctx, _input, wire) => ({
      body: (await listOwnSessions(ctx, wire.sessionIdleMinutes)).map((row) => toSession(row, ctx.sessionId)),
    }),
  }),
  route({
    method: 'delete',
    path: '/me/sessions',
    tag: 'session',
    summary: 'End my sessions but this one',
    access: 'user',
    handle: async (ctx) => {
      await endOwnOtherSessions(ctx);
      return {};
    },
  }),
  route({
    method: 'delete',
    path: '/me/sessions/{id}',
    tag: 'session',
    summary: 'End one of my sessions',
    access: 'user',
    params: byId,
    handle: async (ctx, { params }, wire) => {
      await endOwnSession(ctx, params.id);
      if (params.id === ctx.sessionId) wire.signOut();
      return {};
    },
  }),
  route({
    method: 'get',
    path: `${ofUser}/sessions`,
    tag: 'settings',
    summary: 'Where a user is signed in',
    access: 'municipality',
    params: byUser,
    answer: z.array(contract.session),
    handle: async (ctx, { params }, wire) => ({
      body: (await listSessionsOf(ctx, params.id, wire.sessionIdleMinutes)).map((row) => toSession(row, ctx.sessionId)),
    }),
  }),
  route({
    method: 'delete',
    path: `${ofUser}/sessions`,
    tag: 'settings',
    summary: 'End all sessions of a user',
    access: 'municipality',
    person: true,
    params: byUser,
    handle: async (ctx, { params }) => {
      await endSessionsOf(ctx, params.id);
      return {};
    },
  }),
  route({
    method: 'delete',
    path: `${ofUser}/sessions/{sessionId}`,
    tag: 'settings',
    summary: 'End a session of a user',
    access: 'municipality',
    person: true,
    params: byUser.extend({ sessionId: shared.id }),
    handle: async (ctx, { params }) => {
      await endSessionsOf(ctx, params.id, params.sessionId);
      return {};
    },
  }),
  route({
    method: 'get',
    path: `${ofUser}/tokens`,
    tag: 'settings',
    summary: 'Access tokens of a user',
    access: 'municipality',
    params: byUser,
    answer: z.array(contract.token),
    handle: async (ctx, { params }) => ({ body: (await listTokensOf(ctx, params.id)).map(toToken) }),
  }),
  route({
    method: 'delete',
    path: `${ofUser}/tokens/{tokenId}`,
    tag: 'settings',
    summary: 'Revoke an access token of a user',
    access: 'municipality',
    person: true,
    params: byUser.extend({ tokenId: shared.id }),
    handle: async (ctx, { params }) => {
      await revokeTokenOf(ctx, params.id, params.tokenId);
      return {};
    },
  }),
];
