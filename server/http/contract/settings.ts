import { z } from 'zod';
import { areaLink, day, id, instant, language, largest, line, link, page, role, version } from './common.ts';

export const areaKind = z.enum(['municipality', 'ward', 'daily-life']);
export const area = z.object({
  id,
  parentId: id.nullable(),
  kind: areaKind,
  name: z.string(),
  nameKana: z.string(),
  position: z.number().int(),
  depth: z.number().int(),
  closed: z.boolean(),
  version,
});
export const areaInput = z.object({
  parentId: id,
  kind: areaKind,
  name: line,
  nameKana: z.string().trim().max(200).default(''),
  position: z.number().int().min(0).max(largest).default(0),
});
export const areaPatch = z.object({
  name: line.optional(),
  nameKana: z.string().trim().max(200).optional(),
  position: z.number().int().min(0).max(largest).optional(),
  closed: z.boolean().optional(),
});

export const codeList = z.enum(['service-type', 'organisation-kind']);
export const codeEntry = z.object({
  id,
  list: codeList,
  key: z.string(),
  name: z.string(),
  nameJa: z.string(),
  nameEn: z.string().nullable(),
  position: z.number().int(),
  retired: z.boolean(),
  version,
});
export const codeEntryInput = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  nameJa: line,
  nameEn: z.string().trim().max(200).nullable().default(null),
  position: z.number().int().min(0).max(largest).default(0),
});
export const codeEntryPatch = z.object({
  nameJa: line.optional(),
  nameEn: z.string().trim().max(200).nullable().optional(),
  position: z.number().int().min(0).max(largest).optional(),
  retired: z.boolean().optional(),
});

/** What every page of a municipality needs once: its areas, its code lists, and what the asker may do. */
export const municipality = z.object({
  code: z.string(),
  name: z.string(),
  nameKana: z.string(),
  areas: z.array(area),
  codes: z.object({ 'service-type': z.array(codeEntry), 'organisation-kind': z.array(codeEntry) }),
  /** The asker's roles here, widest first. */
  roles: z.array(role),
  /** Pages and actions open to the asker: `needs`, `needs.create`, `councils`, `services`, `services.create`, `imports`, `proposals`, `referrals`, `settings`, `audit` … */
  can: z.record(z.string(), z.boolean()),
  today: day,
});

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
/** Another last day (null: none), or `ended`: over at once and for good, also on its first day. */
export const membershipPatch = z.union([z.object({ ended: z.literal(true) }), z.object({ endsOn: day.nullable() })]);

export const definitionKind = z.enum(['form', 'rules', 'workflow']);
/** One key with its versions; `current` is the one in force today. */
export const definition = z.object({
  kind: definitionKind,
  key: z.string(),
  name: z.string(),
  purpose: z.string(),
  current: z.number().int(),
  latest: z.number().int(),
  versions: z.array(
    z.object({
      id,
      number: z.number().int(),
      reason: z.string(),
      effectiveOn: day,
      publishedAt: instant,
      publishedBy: z.string().nullable(),
      uses: z.number().int(),
    }),
  ),
});
export const definitionBody = z.object({
  id,
  kind: definitionKind,
  key: z.string(),
  number: z.number().int(),
  body: z.record(z.string(), z.unknown()),
});
/** An upload. With `checkOnly` nothing is stored and the answer lists what would be wrong. */
export const definitionInput = z.object({
  body: z.record(z.string(), z.unknown()),
  reason: line,
  effectiveOn: day.optional(),
  checkOnly: z.boolean().default(false),
  /** Fields of a form that rules use, named to let them go or change type all the same. */ acknowledge: z
    .array(z.string().max(200))
    .max(200)
    .optional(),
});
export const definitionChecked = z.object({
  ok: z.boolean(),
  key: z.string(),
  number: z.number().int().nullable(),
  issues: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});

export const auditLine = z.object({
  id,
  at: instant,
  actor: z.string(),
  action: z.string(),
  actionName: z.string(),
  recordKind: z.string().nullable(),
  recordId: z.string().nullable(),
  recordTitle: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string().nullable(),
});
export const auditPage = page(auditLine);
export const auditQuery = z.object({
  from: day.optional(),
  to: day.optional(),
  actor: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  recordId: id.optional(),
});
