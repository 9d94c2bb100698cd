import type { Db } from '../../database/db.ts';

export type CandidateRow = {
  id: string;
  municipality_id: string;
  council_id: string;
  meeting_id: string | null;
  name: string;
  body: string | null;
  state: 'open' | 'joined' | 'declined';
  member_id: string | null;
  created_at: string;
  version: number;
};
export type NamedCandidate = CandidateRow & { meeting_title: string | null };

export async function insertCandidate(db: Db, row: CandidateRow): Promise<void> {
  await db('member_candidates').insert(row);
}

/** A council's candidates, in the order in which they were named. */
export async function listCandidates(db: Db, councilId: string): Promise<NamedCandidate[]> {
  return db('member_candidates')
    .leftJoin('meetings', 'meetings.id', 'member_candidates.meeting_id')
    .where('member_candidates.council_id', councilId)
    .orderBy(['member_candidates.created_at', 'member_candidates.id'])
    .select('member_candidates.*', { meeting_title: 'meetings.title' });
}

/** The titles of an area's open needs of the community. */
export async function listCommunityTitles(db: Db, areaId: string): Promise<string[]> {
  return db('needs').where({ area_id: areaId, scope: 'community' }).whereNull('closed_at').pluck<string[]>('title');
}
