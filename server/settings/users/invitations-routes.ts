import type { z } from 'zod';
import { route, type Route } from '../../http/route.ts';
import * as signInContract from '../sign-in/contract.ts';
import { acceptInvitation, hashForLink, readOpenInvitation, type OpenInvitation } from './accept-invitation.ts';
import * as contract from './contract.ts';

const toSeen = ({
  row,
  user,
  municipality,
  giver,
  offers,
  needs,
}: OpenInvitation): z.input<typeof contract.invitationSeen> => ({
  kind: row.kind,
  municipality: { code: municipality.code, name: municipality.name },
  name: user.name,
  email: user.email,
  newEmail: row.email,
  givenBy: giver?.name ?? null,
  roles: offers.map((offer) => ({
    role: offer.role,
    area: offer.area_name,
    organisation: offer.organisation_name,
    startsOn: offer.starts_on,
    endsOn: offer.ends_on,
  })),
  expiresAt: row.expires_at,
  needs,
});

export const invitationRoutes: Route[] = [
  route({
    method: 'post',
    path: '/invitations/look',
    tag: 'session',
    summary: 'What a link leads to; looking uses nothing up',
    access: 'public',
    body: signInContract.invitationSecret,
    answer: contract.invitationSeen,
    handle: async (ctx, { body }) => ({ body: toSeen(await readOpenInvitation(ctx, body.secret)) }),
  }),
  route({
    method: 'post',
    path: '/invitations/accept',
    tag: 'session',
    summary: 'Accept a link by setting a password',
    access: 'public',
    body: signInContract.invitationAnswer,
    answer: contract.invitationAccepted,
    prepare: (inShort, { body }, wire) => hashForLink(wire.installation, inShort, body),
    handle: async (ctx, { body }, _wire, hash) => {
      const { code, email } = await acceptInvitation(ctx, body.secret, null, hash);
      return { body: { municipality: code, email } };
    },
  }),
  route({
    method: 'post',
    path: '/me/invitations',
    tag: 'session',
    summary: 'Accept a link to my account, with a new password where it asks for one',
    access: 'user',
    body: signInContract.invitationAnswer,
    answer: contract.invitationAccepted,
    secret: true,
    prepare: (inShort, { body }, wire) => hashForLink(wire.installation, inShort, body),
    handle: async (ctx, { body }, wire, hash) => {
      const { userId, credentials, code, email } = await acceptInvitation(ctx, body.secret, ctx.actor.id, hash);
      if (hash !== null && ctx.sessionId) await wire.signIn(ctx, { id: userId, credentials });
      return { body: { municipality: code, email } };
    },
  }),
];
