import type { Db } from '../../database/db.ts';

export type MembershipRow = {
  id: string;
  user_id: string;
  municipality_id: string;
  area_id: string;
  role: 'administrator' | 'tier1' | 'tier2' | 'member' | 'provider' | 'centre';
  organisation_id: string | null;
  starts_on: string;
  ends_on: string | null;
  /** Taken back at this instant, whatever its days say. */
  ended_at: string | null;
  version: number;
};

/** A membership with the names around it. */
export type NamedMembershipRow = MembershipRow & {
  area_name: string;
  area_kind: string;
  area_closed_at: string | null;
  area_path: string;
  municipality_code: string;
  municipality_name: string;
  /** Roles of which the municipality demands a second factor, joined by commas. */
  second_factor_roles: string;
  organisation_name: string | null;
  organisation_closed_at: string | null;
};

export async function insertMembership(db: Db, row: Omit<MembershipRow, 'ended_at'>): Promise<void> {
  await db('memberships').insert(row);
}

const named = (db: Db) =>
  db('memberships')
    .join('areas', 'areas.id', 'memberships.area_id')
    .join('municipalities', 'municipalities.id', 'memberships.municipality_id')
    .leftJoin('organisations', 'organisations.id', 'memberships.organisation_id')
    .orderBy('memberships.id')
    .select('memberships.*', {
      area_name: 'areas.name',
      area_kind: 'areas.kind',
      area_closed_at: 'areas.closed_at',
      area_path: 'areas.path',
      municipality_code: 'municipalities.code',
      municipality_name: 'municipalities.name',
      second_factor_roles: 'municipalities.second_factor_roles',
      organisation_name: 'organisations.name',
      organisation_closed_at: 'organisations.closed_at',
    });

/** A user's memberships of all time, everywhere. */
export async function listMemberships(db: Db, userId: string): Promise<NamedMembershipRow[]> {
  return named(db).where('memberships.user_id', userId);
}

/** A user's memberships in force on a day. */
export async function listMembershipsInForce(db: Db, userId: string, day: string): Promise<NamedMembershipRow[]> {
  return named(db)
    .where('memberships.user_id', userId)
    .whereNull('memberships.ended_at')
    .where('memberships.starts_on', '<=', day)
    .where((any) => void any.whereNull('memberships.ends_on').orWhere('memberships.ends_on', '>=', day));
}

/** The memberships of several users in one municipality. */
export async function listMembershipsOf(
  db: Db,
  municipalityId: string,
  userIds: string[],
): Promise<NamedMembershipRow[]> {
  return named(db).where('memberships.municipality_id', municipalityId).whereIn('memberships.user_id', userIds);
}
