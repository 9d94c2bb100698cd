import { insertIfNew } from '../../database/dialect.ts';
import { updateVersion } from '../../database/versioned.ts';
import { audit, type Context } from '../../kernel/context.ts';
import { AppError, invalid, refused } from '../../kernel/errors.ts';
import type { Installation } from '../../kernel/installation.ts';
import { say } from '../../kernel/texts/index.ts';
import { readMunicipality, type MunicipalityRow } from '../municipality/store.ts';
import { inHashTurn } from '../sign-in/hash-turn.ts';
import type { InShort } from '../sign-in/own-password.ts';
import { refuseWeakPassword } from '../sign-in/password-rules.ts';
import { hashPassword } from '../sign-in/passwords.ts';
import { hashToken } from '../sign-in/recognise.ts';
import { removeSecondFactor } from '../sign-in/second-factor.ts';
import {
  forgetPasswordInvitation,
  listOffers,
  readInvitationByHash,
  readPasswordInvitation,
  updateInvitation,
  withdrawPasswordLinks,
  type InvitationRow,
  type NamedOfferRow,
} from './invitations-store.ts';
import { liveMemberships, mayGive, pathsOf, stateOf } from './invitations.ts';
import { insertMembership } from './memberships-store.ts';
import { readUser, type UserRow } from './store.ts';

/** What stands behind a link that works, and what it takes to accept it. See `invitations.ts` for why. */
export type OpenInvitation = {
  row: InvitationRow;
  user: UserRow;
  municipality: MunicipalityRow;
  giver: UserRow | null;
  offers: NamedOfferRow[];
  needs: { signIn: boolean; password: boolean };
};

/** One answer for a link that is wrong, used, withdrawn, too old, or no longer its giver's to give. */
const gone = (): AppError => new AppError('not-found', 'linkGone');

/** Reads what a link's secret leads to; looking at it uses nothing up. Throws not-found (`linkGone`), or `passwordFirst`. */
export async function readOpenInvitation(ctx: Context, secret: string): Promise<OpenInvitation> {
  const row = await readInvitationByHash(ctx.db, hashToken(secret));
  if (!row || stateOf(row, ctx.now) !== 'open') throw gone();
  const user = await readUser(ctx.db, row.user_id);
  const municipality = await readMunicipality(ctx.db, row.municipality_id);
  if (!user || user.disabled_at || user.municipality_id !== row.municipality_id || !municipality) throw gone();
  if (!(await mayGive(ctx, row.municipality_id, row.created_by, await pathsOf(ctx, row)))) throw gone();
  const giver = row.created_by ? ((await readUser(ctx.db, row.created_by)) ?? null) : null;
  return {
    row,
    user,
    municipality,
    giver,
    offers: await listOffers(ctx.db, [row.id]),
    needs: await needsOf(ctx, row, user),
  };
}

async function needsOf(ctx: Context, row: InvitationRow, user: UserRow): Promise<OpenInvitation['needs']> {
  if (row.kind === 'password') return { signIn: false, password: true };
  if (row.kind === 'email') return { signIn: true, password: false };
  const offered = await pathsOf(ctx, row);
  if (user.password_hash === '') {
    const held = (await liveMemberships(ctx, user.id)).map((membership) => membership.area_path);
    if (!(await mayGive(ctx, row.municipality_id, row.created_by, held))) throw refused('passwordFirst');
    return { signIn: false, password: true };
  }
  const by = await readPasswordInvitation(ctx.db, user.id);
  const known = by !== undefined && (await mayGive(ctx, row.municipality_id, by.created_by, offered));
  return { signIn: true, password: !known };
}

/** The hash of the password that a link is to set, made outside any transaction and only for the holder of one that works; null: none was sent. */
export async function hashForLink(
  installation: Installation,
  inShort: InShort,
  { secret, password }: { secret: string; password?: string | undefined },
): Promise<string | null> {
  const user = await inShort(async (ctx) => {
    const open = await readOpenInvitation(ctx, secret);
    if (password !== undefined && open.needs.password) await refuseWeakPassword(ctx, open.user, password, '/password');
    return open.user;
  });
  return password === undefined
    ? null
    : inHashTurn(installation, { key: user.id, known: true }, () => hashPassword(password));
}

/**
 * Accepts a link: its roles come into force, or the e-mail is another. With `needs.password` the password of `passwordHash`
 * is set, which ends every session and token; with a role it also removes a second factor. `userId`: who is signed in. Answers the account and the number that its sessions
 * now go by. Of two that accept at once, one is told that the link is gone.
 */
export async function acceptInvitation(
  ctx: Context,
  secret: string,
  userId: string | null,
  passwordHash: string | null,
): Promise<{ userId: string; credentials: number; code: string; email: string }> {
  const { row, user, municipality, offers, needs } = await readOpenInvitation(ctx, secret);
  if (needs.signIn && userId === null) throw new AppError('unauthenticated', 'signInNeeded');
  if (needs.signIn && userId !== user.id) throw refused('otherAccount');
  if (needs.password !== (passwordHash !== null)) {
    const code = needs.password ? 'passwordNeeded' : 'passwordNotAsked';
    throw invalid([{ path: '/password', code, message: say(ctx.language, `settings.issue.${code}`) }]);
  }
  if (needs.password) await forgetPasswordInvitation(ctx.db, user.id);
  if (!(await updateInvitation(ctx.db, row.id, { accepted_at: ctx.now, set_password: needs.password ? 1 : 0 })))
    throw gone();
  const self = {
    ...ctx,
    actor: { kind: 'user' as const, id: user.id, name: user.name, email: user.email, memberships: [] },
    municipality: { id: municipality.id },
  };
  const record = { kind: 'user', id: user.id, title: user.name };
  const email = row.kind === 'email' ? (row.email ?? user.email) : user.email;
  const credentials = needs.password ? user.credentials + 1 : user.credentials;
  const values = {
    email,
    ...(passwordHash === null
      ? {}
      : { password_hash: passwordHash, password_set_at: ctx.now, password_too_short: 0, credentials }),
  };
  // The account's version moves with every link: of a role and a new password that come at once, one is late.
  const isFree = await insertIfNew(ctx.db, async (db) => {
    if ((await updateVersion(db, 'users', user.id, user.version, values)) === null)
      throw new AppError('conflict', 'stale');
  });
  if (!isFree) throw refused('duplicate', { what: email });
  await audit(self, 'invitation.accept', record, { kind: row.kind });
  if (needs.password) {
    await withdrawPasswordLinks(ctx.db, user.id, ctx.now);
    await audit(self, 'password.set', record);
    // Whoever knew the last password may have set it up. A link for a new password alone is no way past it: the sign-in after it asks.
    if (row.kind !== 'password') await removeSecondFactor(self, user);
  }
  for (const { id, area_id, role, organisation_id, starts_on, ends_on, area_name } of offers) {
    await insertMembership(ctx.db, {
      id,
      user_id: user.id,
      municipality_id: municipality.id,
      area_id,
      role,
      organisation_id,
      starts_on,
      ends_on,
      version: 1,
    });
    await audit(self, 'membership.create', record, { role, area: area_name, startsOn: starts_on, endsOn: ends_on });
  }
  return { userId: user.id, credentials, code: municipality.code, email };
}
