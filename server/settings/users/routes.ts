import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route, type Wire } from '../../http/route.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import * as contract from './contract.ts';
import { invitationPath, type Link } from './invitations.ts';
import type { Language } from '../../../rules/types.ts';
import { areaLinkOf, bodyLinkOf } from '../closed-name.ts';
import {
  prolongMembership,
  changeRole,
  changeUser,
  createMembership,
  createUser,
  makeEmailLink,
  makePasswordLink,
  readUserRecord,
  renewInvitation,
  searchUsers,
  withdrawInvitation,
  type UserRecord,
} from './users.ts';

const base = '/municipalities/{municipality}/users';

const toUser = (
  language: Language,
  { user, memberships, invitations, ...record }: UserRecord,
): z.input<typeof contract.user> => ({
  id: user.id,
  email: user.email,
  name: user.name,
  nameKana: user.name_kana,
  language: user.language,
  disabled: user.disabled_at !== null,
  lastSeenAt: user.last_seen_at,
  memberships: memberships.map((row) => ({
    id: row.id,
    area: areaLinkOf(language, row),
    role: row.role,
    organisation: bodyLinkOf(language, row),
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    endedAt: row.ended_at,
    version: row.version,
  })),
  invitations: invitations.map(({ row, state, offers, mayAnswer }) => ({
    id: row.id,
    kind: row.kind,
    state,
    email: row.email,
    roles: offers.map((offer) => ({
      area: areaLinkOf(language, offer),
      role: offer.role,
      organisation: bodyLinkOf(language, offer),
      startsOn: offer.starts_on,
      endsOn: offer.ends_on,
    })),
    givenBy: row.giver_name,
    givenAt: row.created_at,
    expiresAt: row.expires_at,
    mailed: row.mailed_at !== null,
    mayAnswer,
  })),
  createdAt: user.created_at,
  madeBy: record.madeBy,
  hasPassword: user.password_hash !== '',
  passwordSetAt: user.password_set_at,
  passwordBy: { known: record.passwordBy !== undefined, name: record.passwordBy ?? null },
  mayChange: record.isWhole,
  version: user.version,
});

export const sendingOf = (wire: Wire) => ({
  mail: wire.installation.mail !== undefined && wire.installation.publicUrl !== null,
});

export const toLink = (ctx: MunicipalContext, wire: Wire, link: Link): z.input<typeof contract.invitationLink> => ({
  id: link.invitationId,
  link: wire.origin + invitationPath(ctx.municipality.code, link.secret),
  expiresAt: link.expiresAt,
  mailed: link.mailed,
});

const byId = z.object({ municipality: z.string(), id: shared.id });

export const userRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'settings',
    summary: 'Users of the areas that I administer',
    access: 'municipality',
    query: shared.paging.extend({ q: z.string().max(200).optional() }),
    answer: contract.userPage,
    handle: async (ctx, { query }) => {
      const page = await searchUsers(ctx, query.q, query);
      return { body: { ...page, items: page.items.map((record) => toUser(ctx.language, record)) } };
    },
  }),
  route({
    method: 'post',
    path: base,
    tag: 'settings',
    summary: 'Invite a user: the person sets a password by the link',
    access: 'municipality',
    person: true,
    body: contract.userInput,
    answer: contract.userInvited,
    status: 201,
    secret: true,
    handle: async (ctx, { body }, wire) => {
      const { user, isNew, link } = await createUser(ctx, body, sendingOf(wire));
      return {
        body: { id: user.id, version: user.version, isNew, invitation: toLink(ctx, wire, link) },
        version: user.version,
      };
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
      return { body: toUser(ctx.language, record), version: record.user.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}`,
    tag: 'settings',
    summary: 'Change a user, or disable them',
    access: 'municipality',
    person: true,
    params: byId,
    body: contract.userPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await changeUser(ctx, params.id, version, body);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/memberships`,
    tag: 'settings',
    summary: 'Offer a user a membership, by a link',
    access: 'municipality',
    person: true,
    params: byId,
    body: contract.membershipInput,
    answer: contract.invitationLink,
    status: 201,
    secret: true,
    handle: async (ctx, { params, body }, wire) => ({
      body: toLink(ctx, wire, await createMembership(ctx, params.id, body, sendingOf(wire))),
    }),
  }),
  route({
    method: 'post',
    path: `${base}/{id}/password-link`,
    tag: 'settings',
    summary: 'Make a link by which a user sets a new password',
    access: 'municipality',
    person: true,
    params: byId,
    answer: contract.invitationLink,
    status: 201,
    secret: true,
    handle: async (ctx, { params }, wire) => ({
      body: toLink(ctx, wire, await makePasswordLink(ctx, params.id, sendingOf(wire))),
    }),
  }),
  route({
    method: 'post',
    path: `${base}/{id}/email-link`,
    tag: 'settings',
    summary: 'Make a link by which a user changes their e-mail',
    access: 'municipality',
    person: true,
    params: byId,
    body: contract.emailInput,
    answer: contract.invitationLink,
    status: 201,
    secret: true,
    handle: async (ctx, { params, body }, wire) => ({
      body: toLink(ctx, wire, await makeEmailLink(ctx, params.id, body, sendingOf(wire))),
    }),
  }),
  route({
    method: 'post',
    path: `${base}/{id}/invitations/{invitationId}/link`,
    tag: 'settings',
    summary: 'Make a fresh link of an invitation; the one before ends',
    access: 'municipality',
    person: true,
    params: byId.extend({ invitationId: shared.id }),
    answer: contract.invitationLink,
    status: 201,
    secret: true,
    handle: async (ctx, { params }, wire) => ({
      body: toLink(ctx, wire, await renewInvitation(ctx, params.id, params.invitationId, sendingOf(wire))),
    }),
  }),
  route({
    method: 'delete',
    path: `${base}/{id}/invitations/{invitationId}`,
    tag: 'settings',
    summary: 'Withdraw an invitation',
    access: 'municipality',
    person: true,
    params: byId.extend({ invitationId: shared.id }),
    handle: async (ctx, { params }) => {
      await withdrawInvitation(ctx, params.id, params.invitationId);
      return {};
    },
  }),
  route({
    method: 'patch',
    path: `${base}/{id}/memberships/{membershipId}`,
    tag: 'settings',
    summary: 'Let a membership go on longer; it is ended by a handover',
    access: 'municipality',
    person: true,
    params: byId.extend({ membershipId: shared.id }),
    body: contract.membershipPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await prolongMembership(ctx, params.id, params.membershipId, version, body.endsOn);
      return { body: { id: params.membershipId, version: next }, version: next };
    },
  }),
  route({
    method: 'post',
    path: `${base}/{id}/memberships/{membershipId}/role`,
    tag: 'settings',
    summary: 'Offer another role in place of one, by a link; the present one ends on the day before',
    access: 'municipality',
    person: true,
    params: byId.extend({ membershipId: shared.id }),
    body: contract.roleChange,
    ifMatch: true,
    answer: contract.invitationLink,
    status: 201,
    secret: true,
    handle: async (ctx, { params, body, version }, wire) => ({
      body: toLink(ctx, wire, await changeRole(ctx, params.id, params.membershipId, version, body, sendingOf(wire))),
    }),
  }),
];
