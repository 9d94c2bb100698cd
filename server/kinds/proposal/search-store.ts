import type { Db } from '../../database/db.ts';
import { councilName } from '../council/name-store.ts';
import { named, within, type NamedProposal, type ProposalFilter } from './store.ts';

export type ProposalTitle = Pick<NamedProposal, 'id' | 'number' | 'title' | 'from_name' | 'to_name'>;

/** Of so many the titles are looked through. */
const MOST = 10_000;

/** Titles of proposals and reports, newest first. */
export async function listProposalTitles(db: Db, filter: ProposalFilter): Promise<ProposalTitle[]> {
  return (await within(named(db), filter)
    .orderBy('proposals.number', 'desc')
    .limit(MOST)
    .select(
      'proposals.id',
      'proposals.number',
      'proposals.title',
      councilName(db, 'from_name', 'sender'),
      councilName(db, 'to_name', 'receiver'),
    )) as ProposalTitle[];
}
