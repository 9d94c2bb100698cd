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
