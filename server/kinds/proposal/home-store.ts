import type { Db } from '../../database/db.ts';
import { below, readCountedParts, type Part, type Query } from '../../database/parts.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { named, namedColumns, within, type NamedProposal, type ProposalFilter } from './store.ts';

/** Of each group the proposals and reports that stand there longest. */
export async function listWaitingProposals(
  db: Db,
  municipalityId: string,
  groups: { standings: Standings; reach: ProposalFilter['reach']; before: string | null }[],
  limit: number,
): Promise<(NamedProposal & Part)[]> {
  return readCountedParts<NamedProposal>(
    db,
    groups.map(({ standings, reach, before }) => {
      const query = inStandings(within(named(db), { municipalityId, reach }), 'proposals', standings);
      if (before !== null) query.where('proposals.state_since', '<', before);
      return query.orderBy(['proposals.state_since', 'proposals.id']).select(namedColumns(db));
    }),
    limit,
  );
}

/** Of these events those of proposals that councils below these paths have sent. */
export const eventsOfProposals = (events: Query, paths: string[]): Query =>
  below(
    events
      .join('proposals', 'proposals.id', 'events.record_id')
      .join('councils', 'councils.id', 'proposals.from_council_id')
      .join('areas', 'areas.id', 'councils.area_id')
      .whereNotNull('proposals.sent_at'),
    'areas.path',
    paths,
  ).select('proposals.title', 'proposals.number');

const fromBelow = (db: Db, municipalityId: string, paths: string[]): Query =>
  below(
    db('proposals')
      .join('councils', 'councils.id', 'proposals.from_council_id')
      .join('areas', 'areas.id', 'councils.area_id'),
    'areas.path',
    paths,
  )
    .where('proposals.municipality_id', municipalityId)
    .select('proposals.id');

/** What councils below these paths sent up within a period, its end not in it. */
export const sentWithin = (db: Db, municipalityId: string, paths: string[], from: string, to: string): Query =>
  fromBelow(db, municipalityId, paths).where('proposals.sent_at', '>=', from).where('proposals.sent_at', '<', to);

/** What of theirs was adopted within it. */
export const adoptedWithin = (db: Db, municipalityId: string, paths: string[], from: string, to: string): Query =>
  fromBelow(db, municipalityId, paths)
    .where('proposals.answer', 'adopted')
    .where('proposals.answered_at', '>=', from)
    .where('proposals.answered_at', '<', to);
