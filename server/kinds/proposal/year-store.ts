import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';
import type { Standings } from '../../database/standings.ts';
import { firstReached } from '../../records/reached-store.ts';

type Columns = { since: string; amount?: ReturnType<Db['raw']> };

/** What was sent of a kind, in the areas of all the councils from which it comes: whose it is, and those that joined it. */
function sent(db: Db, municipalityId: string, kind: string): Query {
  const joined = db('proposal_joins')
    .join('findings', 'findings.id', 'proposal_joins.finding_id')
    .select('proposal_joins.proposal_id', 'findings.council_id');
  const origins = db('proposals')
    .select({ proposal_id: 'id', council_id: 'from_council_id' })
    .where({ municipality_id: municipalityId })
    .unionAll(joined);
  return db('proposals')
    .join(origins.as('origins'), 'origins.proposal_id', 'proposals.id')
    .join('councils', 'councils.id', 'origins.council_id')
    .where({ 'proposals.municipality_id': municipalityId, 'proposals.kind': kind })
    .whereNotNull('proposals.sent_at');
}

const select = (db: Db, query: Query, { since, amount }: Columns): Query =>
  query.select(
    db.raw("'' as line"),
    amount ?? db.raw('cast(null as integer) as amount'),
    db.raw('cast(null as text) as until'),
    { what: 'proposals.id', record: 'proposals.id', area: 'councils.area_id', since },
  );

export const sentProposals = (db: Db, municipalityId: string, kind: string): Query =>
  select(db, sent(db, municipalityId, kind), { since: 'proposals.sent_at' });

/** By when they were first answered. */
export const answeredProposals = (db: Db, municipalityId: string, kind: string, answered: Standings): Query =>
  select(
    db,
    sent(db, municipalityId, kind).join(
      firstReached(db, municipalityId, 'proposal', answered).as('reached'),
      'reached.record_id',
      'proposals.id',
    ),
    { since: 'reached.since' },
  );

/**
 * Proposals that were sent, with 1 for those of which it was put on record by the end of May that they are in the programme of the fiscal
 * year after (`planned`: where such stand), and 0 for the others. The limit of each follows from when it was sent.
 */
export function reflectedProposals(
  db: Db,
  municipalityId: string,
  planned: Standings,
  years: readonly { year: number; from: string; before: string; settled: string }[],
): Query {
  const cases = years.map(
    () =>
      'when proposals.sent_at >= ? and proposals.sent_at < ? then case when proposals.fiscal_year = ? and planned.since < ? then 1 else 0 end',
  );
  const values = years.flatMap(({ year, from, before, settled }) => [from, before, year + 1, settled]);
  return select(
    db,
    sent(db, municipalityId, 'proposal').leftJoin(
      firstReached(db, municipalityId, 'proposal', planned).as('planned'),
      'planned.record_id',
      'proposals.id',
    ),
    { since: 'proposals.sent_at', amount: db.raw(`(case ${cases.join(' ')} else 0 end) as amount`, values) },
  );
}
