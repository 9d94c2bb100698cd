import type { Db } from '../../database/db.ts';
import { orHolding } from '../../database/dialect.ts';
import type { Query } from '../../database/parts.ts';
import { largest } from '../../http/contract.ts';
import { selectFound } from '../../records/search-store.ts';
import { named, within, type ProposalFilter } from './store.ts';

/** Proposals and reports, newest first, whose number (`#12`), title and councils hold all of these words. `owner`, `beside`: the councils. */
export function searchProposals(db: Db, filter: ProposalFilter, words: string[]): Query {
  const matching = within(named(db), filter);
  for (const word of words) {
    const number = Number(/^#?(\d+)$/.exec(word)?.[1] ?? NaN);
    void matching.where((any) => {
      // PostgreSQL fails on a number beyond its integers.
      if (number <= largest) void any.orWhere('proposals.number', number);
      orHolding(any, ['proposals.search', 'sender.search', 'receiver.search'], word);
    });
  }
  const called = (council: string): string => `coalesce(nullif(${council}.local_name, ''), ${council}.name)`;
  return selectFound(db, matching, {
    id: 'proposals.id',
    title: 'proposals.title',
    number: 'proposals.number',
    owner: called('sender'),
    beside: called('receiver'),
  }).orderBy('proposals.number', 'desc');
}
