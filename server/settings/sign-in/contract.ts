import { z } from 'zod';
import { areaLink, day, id, instant, language, line, link, role, version } from '../../http/contract.ts';

/** `municipality`: its code; may be left out where there is only one. `code`: of the second factor, where the answer without it was `codeNeeded`. */
export const signIn = z.object({
  municipality: z.string().max(10).optional(),
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(1000),
  code: z.string().max(40).optional(),
});
export const membership = z.object({
  id,
  municipality: z.object({ code: z.string(), name: z.string() }),
  area: areaLink,
  role,
  organisation: link.nullable(),
  startsOn: day,
  endsOn: day.nullable(),
});
export const me = z.object({
  id,
  email: z.string(),
  name: z.string(),
  language,
  memberships: z.array(membership),
  /** What has to be done before anything else: until then every other request is answered 403. */
  due: z.enum(['password', 'secondFactor']).nullable(),
});
export const mePatch = z.object({ language: language.optional(), name: line.optional() });
/** `next`: at least 12 characters, none of the common ones, none of the account's own words; anything typed is accepted, spaces and kana too. */
export const passwordChange = z.object({ current: z.string().max(1000), next: z.string().max(1000) });
const secret = z.string().max(100);
/** The link's secret stands behind its `#`, so that no server's log has it. */
export const invitationSecret = z.object({ secret });
export const invitationAnswer = z.object({ secret, password: z.string().max(1000).optional() });
export const token = z.object({
  id,
  name: z.string(),
  createdAt: instant,
  scope: z.enum(['read', 'write']),
  /** The API's tags that it is for; null: all. */
  kinds: z.array(z.string()).nullable(),
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
});
/** Where somebody is signed in. `browser` in words (`Chrome / Windows`), empty where it did not say; `current`: the one that asks. */
export const session = z.object({
  id,
  browser: z.string(),
  createdAt: instant,
  lastUsedAt: instant,
  current: z.boolean(),
});
/** What tokens can be for: the API's tags inside a municipality. */
export const tokenKinds = [
  'needs',
  'people',
  'referrals',
  'services',
  'organisations',
  'councils',
  'meetings',
  'tasks',
  'handovers',
  'findings',
  'proposals',
  'records',
  'paper',
  'rules',
  'definitions',
  'imports',
  'home',
  'settings',
  'audit',
  'municipality',
] as const;
/** Nothing said: all kinds, to read and to write, for a year, which is the longest. */
export const tokenInput = z.object({
  name: line,
  expiresOn: day.optional(),
  scope: z.enum(['read', 'write']).default('write'),
  kinds: z.array(z.enum(tokenKinds)).min(1).optional(),
});
/** `secret` is shown once and never again. */
export const tokenCreated = token.extend({ secret: z.string() });
/** What the sign-in page may know: the municipalities to choose from, and the demonstration accounts. */
export const signInPage = z.object({
  municipalities: z.array(z.object({ code: z.string(), name: z.string() })),
  demo: z.array(
    z.object({
      email: z.string(),
      name: z.string(),
      role: z.string(),
      municipality: z.object({ code: z.string(), name: z.string() }),
      areas: z.array(z.string()),
    }),
  ),
  demoPassword: z.string().nullable(),
});

/** `since`: when it began to be asked for; null: it is not. */
export const secondFactor = z.object({ since: instant.nullable(), recoveryCodes: z.number().int() });
export const secondFactorInput = z.object({ password: z.string().min(1).max(1000) });
/** For an authenticator app: as text (base32), and as the `otpauth:` link of a QR code. Shown once. */
export const secondFactorSecret = z.object({ secret: z.string(), uri: z.string() });
export const secondFactorCode = z.object({ code: z.string().min(1).max(40) });
export const secondFactorRemoval = z.object({ password: z.string().min(1).max(1000), code: z.string().min(1).max(40) });
/** Each works once, in place of a code. Shown once. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
/** Of each role: is a second factor demanded, how many people hold it today, and how many of those have one. */
export const secondFactorDemands = z.object({
  roles: z.array(z.object({ role, demanded: z.boolean(), people: z.number().int(), enrolled: z.number().int() })),
  version,
});
export const secondFactorDemandsPatch = z.object({ roles: z.array(role).max(6) });
