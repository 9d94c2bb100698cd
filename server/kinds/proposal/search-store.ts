import type { Db } from '../../database/db.ts';
import { orHolding } from '../../database/dialect.ts';
import { MOST_COUNTED } from '../../database/parts.ts';
import { readPage, type Page } from '../../database/paging.ts';
import { largest } from '../../http/contract.ts';
import { councilName } from '../council/name-store.ts';
import { named, within, type NamedProposal, type ProposalFilter } from './store.ts';

export type ProposalTitle = Pick<NamedProposal, 'id' | 'number' | 'title' | 'from_name' | 'to_name'>;

/** Proposals and reports, newest first, whose number (`#12`), title and councils hold all of these words. */
export async function searchProposals(
  db: Db,
  filter: ProposalFilter,
  words: string[],
  limit: number,
): Promise<Page<ProposalTitle>> {
  const matching = within(named(db), filter);
  for (const word of words) {
    const number = Number(/^#?(\d+)$/.exec(word)?.[1] ?? NaN);
    void matching.where((any) => {
      // PostgreSQL fails on a number beyond its integers.
      if (number <= largest) void any.orWhere('proposals.number', number);
      orHolding(any, ['proposals.search', 'sender.search', 'receiver.search'], word);
    });
  }
  return readPage<ProposalTitle>(
    matching
      .clone()
      .select(
        'proposals.id',
        'proposals.number',
        'proposals.title',
        councilName(db, 'from_name', 'sender'),
        councilName(db, 'to_name', 'receiver'),
      ),
    [{ column: 'proposals.number', direction: 'desc', integer: true }],
    { limit },
    matching,
    MOST_COUNTED,
  );
}
