import { z } from 'zod';
import { areaLink, day, id, instant, language, line, link, page, role, version } from '../../http/contract.ts';

/** What a link leads to, for whoever holds it. `needs`: what it takes to accept it. */
export const invitationSeen = z.object({
  kind: z.enum(['role', 'password', 'email']),
  municipality: z.object({ code: z.string(), name: z.string() }),
  name: z.string(),
  email: z.string(),
  /** Kind `email`: the new one. */
  newEmail: z.string().nullable(),
  /** Null: the command line's. */
  givenBy: z.string().nullable(),
  roles: z.array(
    z.object({ role, area: z.string(), organisation: z.string().nullable(), startsOn: day, endsOn: day.nullable() }),
  ),
  expiresAt: instant,
  needs: z.object({ signIn: z.boolean(), password: z.boolean() }),
});
/** Where to sign in now. */
export const invitationAccepted = z.object({ municipality: z.string(), email: z.string() });

export const userMembership = z.object({
  id,
  area: areaLink,
  role,
  organisation: link.nullable(),
  startsOn: day,
  endsOn: day.nullable(),
  /** Taken back at this instant, whatever its days say. */ endedAt: instant.nullable(),
  version,
});
export const invitationKind = z.enum(['role', 'password', 'email']);
/** A role that an invitation offers. */
export const offer = z.object({
  area: areaLink,
  role,
  organisation: link.nullable(),
  startsOn: day,
  endsOn: day.nullable(),
});
export const invitation = z.object({
  id,
  kind: invitationKind,
  /** `waiting`: nobody has made its link yet. */
  state: z.enum(['waiting', 'open', 'accepted', 'expired', 'withdrawn']),
  /** Kind `email`: the new one. */
  email: z.string().nullable(),
  roles: z.array(offer),
  /** Whose link it is; null: the command line's. */
  givenBy: z.string().nullable(),
  givenAt: instant,
  expiresAt: instant,
  mailed: z.boolean(),
  /** The asker may issue its link again, or withdraw it. */
  mayAnswer: z.boolean(),
});
export const user = z.object({
  id,
  email: z.string(),
  name: z.string(),
  nameKana: z.string(),
  language,
  disabled: z.boolean(),
  lastSeenAt: instant.nullable(),
  memberships: z.array(userMembership),
  invitations: z.array(invitation),
  createdAt: instant,
  /** Who made the account; null: the command line, or not known. */
  madeBy: z.string().nullable(),
  hasPassword: z.boolean(),
  passwordSetAt: instant.nullable(),
  /** By whose link the password was first set: a name, the command line (`known` without a name), or not known. */
  passwordBy: z.object({ known: z.boolean(), name: z.string().nullable() }),
  /** All roles and offers lie in the asker's areas, who may change the account, disable it, and make links for a password and an e-mail. */
  mayChange: z.boolean(),
  version,
});
/** A link to hand over: shown this once. `mailed`: it goes to the person by mail as well. */
export const invitationLink = z.object({ id, link: z.string(), expiresAt: instant, mailed: z.boolean() });
/** `id`: the user's. `isNew`: false where the e-mail had an account here, which is now offered the roles. */
export const userInvited = z.object({ id, version, isNew: z.boolean(), invitation: invitationLink });
/** Refused when it is there: nobody chooses another's password. */
const noPassword = z.unknown().optional().meta({ deprecated: true });
export const userPage = page(user);
export const membershipInput = z.object({
  areaId: id,
  role,
  organisationId: id.nullable().default(null),
  startsOn: day.optional(),
  endsOn: day.nullable().default(null),
});
/** Another role from a day on: the one that it takes the place of ends on the day before. */
export const roleChange = membershipInput.extend({ startsOn: day });
export const userInput = z.object({
  email: z.email().max(254),
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  language: language.default('ja'),
  password: noPassword,
  memberships: z.array(membershipInput).min(1).max(20),
});
export const emailInput = z.object({ email: z.email().max(254) });
export const userPatch = z.object({
  name: line.optional(),
  nameKana: z.string().trim().max(200).optional(),
  language: language.optional(),
  disabled: z.boolean().optional(),
  password: noPassword,
});
/** How long a role goes on: later than until now, or without an end. A role is ended by a handover. */
export const membershipPatch = z.object({ endsOn: day.nullable() });
