import type { Db } from '../../database/db.ts';
import type { MembershipRow } from './memberships-store.ts';

export type InvitationKind = 'role' | 'password' | 'email';

export type InvitationRow = {
  id: string;
  municipality_id: string;
  user_id: string;
  kind: InvitationKind;
  /** Kind `email`: the new one. */
  email: string | null;
  /** SHA-256 of the secret that was shown; null: no link has been made yet. */
  hash: string | null;
  /** SHA-256 of the secret that was mailed. */
  mail_hash: string | null;
  mailed_at: string | null;
  /** Whose link it is; null: the command line's. */
  created_by: string | null;
  created_at: string;
  expires_at: string;
  accepted_at: string | null;
  withdrawn_at: string | null;
  /** 1: the account's present password was first set by it; one of an account's at most. */
  set_password: number;
};

/** A role of an invitation, before it is a membership. */
export type OfferRow = Pick<MembershipRow, 'id' | 'area_id' | 'role' | 'organisation_id' | 'starts_on' | 'ends_on'> & {
  invitation_id: string;
};

export type NamedInvitationRow = InvitationRow & { giver_name: string | null };
export type NamedOfferRow = OfferRow & {
  area_name: string;
  area_kind: string;
  area_closed_at: string | null;
  area_path: string;
  organisation_name: string | null;
  organisation_closed_at: string | null;
};

export async function insertInvitation(db: Db, row: InvitationRow, offers: OfferRow[]): Promise<void> {
  await db('invitations').insert(row);
  if (offers.length > 0) await db('membership_offers').insert(offers);
}

export async function readInvitation(db: Db, id: string): Promise<InvitationRow | undefined> {
  return db<InvitationRow>('invitations').where({ id }).first();
}

/** By the hash of a secret, shown or mailed; whatever has become of it. */
export async function readInvitationByHash(db: Db, hash: string): Promise<InvitationRow | undefined> {
  return db<InvitationRow>('invitations').where({ hash }).orWhere({ mail_hash: hash }).first();
}

/** All invitations of these users, newest first, with whose link each is. */
export async function listInvitationsOf(db: Db, userIds: string[]): Promise<NamedInvitationRow[]> {
  return db('invitations')
    .leftJoin({ giver: 'users' }, 'giver.id', 'invitations.created_by')
    .whereIn('invitations.user_id', userIds)
    .orderBy([
      { column: 'invitations.created_at', order: 'desc' },
      { column: 'invitations.id', order: 'desc' },
    ])
    .select('invitations.*', { giver_name: 'giver.name' });
}

export async function listOffers(db: Db, invitationIds: string[]): Promise<NamedOfferRow[]> {
  return db('membership_offers')
    .join('areas', 'areas.id', 'membership_offers.area_id')
    .leftJoin('organisations', 'organisations.id', 'membership_offers.organisation_id')
    .whereIn('membership_offers.invitation_id', invitationIds)
    .orderBy('membership_offers.id')
    .select('membership_offers.*', {
      area_name: 'areas.name',
      area_kind: 'areas.kind',
      area_closed_at: 'areas.closed_at',
      area_path: 'areas.path',
      organisation_name: 'organisations.name',
      organisation_closed_at: 'organisations.closed_at',
    });
}

/** The invitation that the account's present password was first set by; undefined: not known. */
export async function readPasswordInvitation(db: Db, userId: string): Promise<InvitationRow | undefined> {
  return db<InvitationRow>('invitations').where({ user_id: userId, set_password: 1 }).first();
}

/** From here on the password is another's doing. */
export async function forgetPasswordInvitation(db: Db, userId: string): Promise<void> {
  await db('invitations').where({ user_id: userId, set_password: 1 }).update({ set_password: 0 });
}

const unanswered = (db: Db) => db<InvitationRow>('invitations').where({ accepted_at: null, withdrawn_at: null });

/** Changes an invitation that has been neither accepted nor withdrawn; false: it has. */
export async function updateInvitation(db: Db, id: string, values: Partial<InvitationRow>): Promise<boolean> {
  return (await unanswered(db).where({ id }).update(values)) === 1;
}

/** Ends the links for a new password that an account has. */
export async function withdrawPasswordLinks(db: Db, userId: string, at: string): Promise<void> {
  await unanswered(db).where({ user_id: userId, kind: 'password' }).update({ withdrawn_at: at });
}

/** Ends all links to an account, and those that it has given to others. */
export async function withdrawLinksAround(db: Db, userId: string, at: string): Promise<void> {
  await unanswered(db)
    .where((any) => void any.where({ user_id: userId }).orWhere({ created_by: userId }))
    .update({ withdrawn_at: at });
}
