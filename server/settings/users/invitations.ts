import { randomBytes } from 'node:crypto';
import { addEffect } from '../../effects/add-effect.ts';
import { audit, type Context, type MunicipalContext } from '../../kernel/context.ts';
import { refused } from '../../kernel/errors.ts';
import { hashToken } from '../sign-in/recognise.ts';
import {
  insertInvitation,
  listInvitationsOf,
  listOffers,
  updateInvitation,
  type InvitationRow,
  type NamedInvitationRow,
  type NamedOfferRow,
  type OfferRow,
} from './invitations-store.ts';
import { listMemberships, listMembershipsInForce, type NamedMembershipRow } from './memberships-store.ts';
import { readUser, type UserRow } from './store.ts';

/*
 * Who gets an account's rights?
 *
 * Nobody chooses another's password: a link does, opened by whom it was handed to. But whoever gives a link can open it
 * as well, and then knows the password; so a link may never lead to more than its giver could give anyway:
 *
 * - A role comes into force only by the link of whoever gives it. Another's link, or the password alone, is no way to it.
 * - Where the account has a password already, its holder signs in as well: the giver's link alone would hand out the roles
 *   that others gave. And unless whoever gave the link by which the password was set could give this very role today, a new
 *   password is chosen in the same moment, which ends sessions and tokens: else that other giver, who may know the password,
 *   would get the role too. A password of which this is not known counts as a stranger's.
 * - A link for a new password leads to all roles that the account has, so its giver must be able to give every one of
 *   them: when it is made, and again when it is used. Roles that are over count for nothing; they cannot be let go on.
 * - A link works only as long as its giver could still give it. The command line may give everything.
 */

/** How long a link works: a weekend and a day. */
export const linkHours = 72;

export type InvitationState = 'waiting' | 'open' | 'accepted' | 'expired' | 'withdrawn';
/** `waiting`: its link has not been made yet. */
export type InvitationRecord = { row: NamedInvitationRow; state: InvitationState; offers: NamedOfferRow[] };

/** A link that has just been made. The secret is told this once: only its hash is kept. */
export type Link = { invitationId: string; secret: string; expiresAt: string; mailed: boolean };

/** Is the link also mailed? Only who serves HTTP knows, from its settings. */
export type Sending = { mail: boolean };

/**
 * A link, below where people reach the server. Its secret stands behind the `#`, which browsers keep to themselves: no log and no
 * proxy has it.
 */
export const invitationPath = (municipality: string, secret: string): string =>
  `/invitation?city=${municipality}#${secret}`;

export type NewOffer = Omit<OfferRow, 'invitation_id'>;

export const isWithin = (paths: readonly string[], path: string): boolean =>
  paths.some((reach) => path.startsWith(reach));
export const isOver = (
  { ended_at, ends_on }: Pick<NamedMembershipRow, 'ended_at' | 'ends_on'>,
  today: string,
): boolean => ended_at !== null || (ends_on !== null && ends_on < today);

/** An account's memberships that are in force or will be. */
export async function liveMemberships(ctx: Context, userId: string): Promise<NamedMembershipRow[]> {
  return (await listMemberships(ctx.db, userId)).filter((row) => !isOver(row, ctx.today));
}

/** Could this giver, an administrator or (null) the command line, give roles in all of these areas today? */
export async function mayGive(
  ctx: Context,
  municipalityId: string,
  giverId: string | null,
  areaPaths: string[],
): Promise<boolean> {
  if (giverId === null) return true;
  const giver = await readUser(ctx.db, giverId);
  if (!giver || giver.disabled_at || giver.municipality_id !== municipalityId) return false;
  const held = (await listMembershipsInForce(ctx.db, giverId, ctx.today))
    .filter((row) => row.role === 'administrator')
    .map((row) => row.area_path);
  return held.length > 0 && areaPaths.every((path) => isWithin(held, path));
}

export function stateOf(row: InvitationRow, now: string): InvitationState {
  if (row.accepted_at) return 'accepted';
  if (row.withdrawn_at) return 'withdrawn';
  if (!row.hash && !row.mail_hash) return 'waiting';
  return row.expires_at > now ? 'open' : 'expired';
}

/** The invitations of these users with their roles, newest first. */
export async function readInvitations(ctx: Context, userIds: string[]): Promise<InvitationRecord[]> {
  const rows = await listInvitationsOf(ctx.db, userIds);
  const offers = await listOffers(
    ctx.db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    row,
    state: stateOf(row, ctx.now),
    offers: offers.filter((offer) => offer.invitation_id === row.id),
  }));
}

const recordOf = (user: UserRow) => ({ kind: 'user', id: user.id, title: user.name });

function newSecret(ctx: Context): { secret: string; hash: string; expires_at: string } {
  const secret = randomBytes(32).toString('base64url');
  return {
    secret,
    hash: hashToken(secret),
    expires_at: new Date(Date.parse(ctx.now) + linkHours * 3_600_000).toISOString(),
  };
}

/** Makes an invitation and its link. That the asker may, its caller has seen. */
export async function makeInvitation(
  ctx: MunicipalContext,
  user: UserRow,
  input: { kind: InvitationRow['kind']; email?: string; offers?: NewOffer[] },
  sending: Sending,
): Promise<Link> {
  const { secret, hash, expires_at } = newSecret(ctx);
  const id = ctx.newId();
  const row: InvitationRow = {
    id,
    municipality_id: ctx.municipality.id,
    user_id: user.id,
    kind: input.kind,
    email: input.email ?? null,
    hash,
    mail_hash: null,
    mailed_at: null,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    expires_at,
    accepted_at: null,
    withdrawn_at: null,
    set_password: 0,
  };
  await insertInvitation(
    ctx.db,
    row,
    (input.offers ?? []).map((offer) => ({ ...offer, invitation_id: id })),
  );
  return tellMade(ctx, user, row, secret, sending);
}

/** A fresh link for an invitation that nobody has accepted; older ones end. It is now the asker's, who must be able to give it. */
export async function renew(ctx: MunicipalContext, user: UserRow, row: InvitationRow, sending: Sending): Promise<Link> {
  const { secret, hash, expires_at } = newSecret(ctx);
  const values = { hash, mail_hash: null, mailed_at: null, expires_at, created_by: ctx.actor.id };
  if (!(await updateInvitation(ctx.db, row.id, values))) throw refused('invitationOver');
  return tellMade(ctx, user, { ...row, ...values }, secret, sending);
}

async function tellMade(
  ctx: MunicipalContext,
  user: UserRow,
  row: InvitationRow,
  secret: string,
  { mail }: Sending,
): Promise<Link> {
  await audit(ctx, 'invitation.create', recordOf(user), { kind: row.kind, expiresAt: row.expires_at });
  if (mail) await addEffect(ctx, { type: 'mailInvitation', params: { invitation: row.id } });
  return { invitationId: row.id, secret, expiresAt: row.expires_at, mailed: mail };
}

/** The areas whose roles a link leads to: the offered ones, or for a password and an e-mail all that the account has. */
export async function pathsOf(ctx: Context, row: InvitationRow): Promise<string[]> {
  if (row.kind === 'role') return (await listOffers(ctx.db, [row.id])).map((offer) => offer.area_path);
  return (await liveMemberships(ctx, row.user_id)).map((membership) => membership.area_path);
}

/** The one unanswered invitation of this kind is used again; else one is made. */
export async function makeOrRenew(
  ctx: MunicipalContext,
  user: UserRow,
  input: { kind: 'password' | 'email'; email?: string },
  sending: Sending,
): Promise<Link> {
  const unanswered = (await readInvitations(ctx, [user.id])).find(
    ({ row }) =>
      row.kind === input.kind && row.email === (input.email ?? null) && !row.accepted_at && !row.withdrawn_at,
  );
  return unanswered ? renew(ctx, user, unanswered.row, sending) : makeInvitation(ctx, user, input, sending);
}

export async function withdraw(ctx: MunicipalContext, user: UserRow, row: InvitationRow): Promise<void> {
  if (!(await updateInvitation(ctx.db, row.id, { withdrawn_at: ctx.now }))) throw refused('invitationOver');
  await audit(ctx, 'invitation.withdraw', recordOf(user), { kind: row.kind });
}
