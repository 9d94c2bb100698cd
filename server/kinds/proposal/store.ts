import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';
import { normaliseForSearch } from '../../database/normalise.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { readPage, type Page, type Paging } from '../../database/paging.ts';
import { below } from '../../database/parts.ts';
import { updateVersion } from '../../database/versioned.ts';
import { councilName } from '../council/name-store.ts';

export type ProposalRow = {
  id: string;
  municipality_id: string;
  number: number;
  kind: 'proposal' | 'report';
  from_council_id: string;
  to_council_id: string;
  finding_id: string | null;
  title: string;
  body: string;
  evidence: string;
  answer: 'adopted' | 'under-study' | 'not-adopted' | 'passed-on' | 'noted' | null;
  answer_reason: string | null;
  answered_at: string | null;
  sent_at: string | null;
  /** Of what was adopted: the day and the fiscal year by which and in which it is to be done, and when its progress was told last. */
  due_on: string | null;
  fiscal_year: number | null;
  told_at: string | null;
  submission_id: string;
  created_by: string | null;
  created_at: string;
  workflow_id: string;
  snapshot: string;
  state: string;
  state_since: string;
  version: number;
};

/** A proposal with both councils and their areas. */
export type NamedProposal = ProposalRow & {
  from_name: string;
  from_path: string;
  from_tier: 1 | 2;
  to_name: string;
  to_path: string;
  creator_name: string | null;
};

export type ProposalFilter = {
  municipalityId: string;
  /** What the asker may see; a proposal is listed when one of these fits. */
  reach: { side: 'from' | 'to'; paths: string[]; tier: 1 | 2 | null; sentOnly: boolean }[];
  councilId?: string;
  standings?: Standings;
  kind?: string;
};

export const named = (db: Db): Knex.QueryBuilder =>
  db('proposals')
    .join('councils as sender', 'sender.id', 'proposals.from_council_id')
    .join('areas as sender_area', 'sender_area.id', 'sender.area_id')
    .join('councils as receiver', 'receiver.id', 'proposals.to_council_id')
    .join('areas as receiver_area', 'receiver_area.id', 'receiver.area_id')
    .leftJoin('users', 'users.id', 'proposals.created_by');
export const namedColumns = (db: Db) => [
  'proposals.*',
  councilName(db, 'from_name', 'sender'),
  'sender_area.path as from_path',
  'sender.tier as from_tier',
  councilName(db, 'to_name', 'receiver'),
  'receiver_area.path as to_path',
  'users.name as creator_name',
];

export async function insertProposal(db: Db, row: ProposalRow): Promise<void> {
  await db('proposals').insert({ ...row, search: normaliseForSearch(row.title) });
}

export async function updateProposal(
  db: Db,
  id: string,
  version: number,
  values: Partial<ProposalRow>,
): Promise<number | null> {
  return updateVersion(db, 'proposals', id, version, {
    ...values,
    ...(values.title === undefined ? {} : { search: normaliseForSearch(values.title) }),
  });
}

/** Keeps what an accepted step brought (sent, answered) beside the row; the step's own version counts. */
export async function setProposalOutcome(
  db: Db,
  id: string,
  values: Partial<Pick<ProposalRow, 'sent_at' | 'answer' | 'answer_reason' | 'answered_at'>>,
): Promise<void> {
  await db('proposals').where({ id }).update(values);
}

export async function readProposal(db: Db, municipalityId: string, id: string): Promise<NamedProposal | undefined> {
  return (await named(db)
    .where({ 'proposals.municipality_id': municipalityId, 'proposals.id': id })
    .first(namedColumns(db))) as NamedProposal | undefined;
}

export async function readProposals(db: Db, municipalityId: string, ids: string[]): Promise<NamedProposal[]> {
  return (await named(db)
    .where({ 'proposals.municipality_id': municipalityId })
    .whereIn('proposals.id', ids)
    .select(namedColumns(db))) as NamedProposal[];
}

export function within(query: Knex.QueryBuilder, filter: ProposalFilter): Knex.QueryBuilder {
  query.where('proposals.municipality_id', filter.municipalityId).where((any) => {
    any.whereRaw('1 = 0');
    for (const { side, paths, tier, sentOnly } of filter.reach)
      any.orWhere((query) => {
        below(query, side === 'from' ? 'sender_area.path' : 'receiver_area.path', paths);
        if (tier !== null) query.where('sender.tier', tier);
        if (sentOnly) query.whereNotNull('proposals.sent_at');
      });
  });
  const { councilId } = filter;
  if (councilId)
    query.where((any) =>
      any.where('proposals.from_council_id', councilId).orWhere('proposals.to_council_id', councilId),
    );
  if (filter.standings) inStandings(query, 'proposals', filter.standings);
  if (filter.kind) query.where('proposals.kind', filter.kind);
  return query;
}

/** A page of proposals and reports, newest first. */
export async function listProposals(db: Db, filter: ProposalFilter, paging: Paging): Promise<Page<NamedProposal>> {
  return readPage<NamedProposal>(
    within(named(db), filter).select(namedColumns(db)),
    [{ column: 'proposals.number', direction: 'desc', integer: true }],
    paging,
  );
}

export const countProposals = (db: Db, filter: ProposalFilter): Knex.QueryBuilder =>
  within(named(db), filter).count('*');

export type ProposalCouncil = { id: string; name: string; tier: 1 | 2; area_path: string; closed_at: string | null };

export async function readProposalCouncil(
  db: Db,
  municipalityId: string,
  id: string,
): Promise<ProposalCouncil | undefined> {
  return (await db('councils')
    .join('areas', 'areas.id', 'councils.area_id')
    .where({ 'councils.municipality_id': municipalityId, 'councils.id': id })
    .first(
      'councils.id',
      councilName(db, 'name'),
      'councils.tier',
      'areas.path as area_path',
      'councils.closed_at',
    )) as ProposalCouncil | undefined;
}

/** Open tier-1 councils whose area is this one or above it, the nearest first; never the council itself. */
export async function listCouncilsAbove(
  db: Db,
  municipalityId: string,
  council: { id: string; area_path: string },
): Promise<ProposalCouncil[]> {
  const rows = (await db('councils')
    .join('areas', 'areas.id', 'councils.area_id')
    .where({ 'councils.municipality_id': municipalityId, 'councils.tier': 1 })
    .whereNull('councils.closed_at')
    .whereNot('councils.id', council.id)
    .select(
      'councils.id',
      councilName(db, 'name'),
      'councils.tier',
      'areas.path as area_path',
      'councils.closed_at',
    )) as ProposalCouncil[];
  return rows
    .filter((row) => council.area_path.startsWith(row.area_path))
    .sort((a, b) => b.area_path.length - a.area_path.length);
}

/** `joined_finding`: which of the findings asked about has joined it. */
export type CoveringRow = NamedProposal & { type_key: string; joined_finding: string | null };

/** Proposals about these service types to councils of these areas (their ids) that stand so, by the finding that each was made from; once more for each of these findings that has joined it. */
export async function listCovering(
  db: Db,
  municipalityId: string,
  { typeKeys, areaIds }: { typeKeys: string[]; areaIds: string[] },
  findingIds: string[],
  standings: Standings,
): Promise<CoveringRow[]> {
  return (await inStandings(named(db), 'proposals', standings)
    .join('findings', 'findings.id', 'proposals.finding_id')
    .leftJoin('proposal_joins', (joined) => {
      joined.on('proposal_joins.proposal_id', 'proposals.id').onIn('proposal_joins.finding_id', findingIds);
    })
    .where('proposals.municipality_id', municipalityId)
    .whereIn('findings.type_key', typeKeys)
    .whereIn('receiver.area_id', areaIds)
    .orderBy('proposals.number', 'desc')
    .select([
      ...namedColumns(db),
      'findings.type_key',
      'proposal_joins.finding_id as joined_finding',
    ])) as CoveringRow[];
}

export async function insertJoin(
  db: Db,
  row: { proposal_id: string; finding_id: string; joined_by: string | null; joined_at: string },
): Promise<void> {
  await db('proposal_joins').insert(row).onConflict(['proposal_id', 'finding_id']).merge();
}

/** Proposals and reports to a council that stand so. */
export async function listOpenTo(
  db: Db,
  councilId: string,
  open: Standings,
): Promise<Pick<ProposalRow, 'id' | 'number' | 'to_council_id' | 'version'>[]> {
  return inStandings(db('proposals').where({ to_council_id: councilId }), 'proposals', open)
    .orderBy('number')
    .select('id', 'number', 'to_council_id', 'version');
}
