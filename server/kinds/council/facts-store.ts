import type { Db } from '../../database/db.ts';
import { below } from '../../database/parts.ts';
import { meetingsOf } from './met-store.ts';

/** What a council's facts are counted from. Counts are numbers on both engines. */
export type CouncilCounts = {
  meetings: { kind: string; held: number; examined: number; attendance: number; last: string; lastYear: number }[];
  members: number;
  memberOrganisations: number;
  coordinators: number;
  openNeeds: number;
  openFindings: number;
};

/** Meetings up to `today` by kind, members in office today, open needs of its area and below, open findings. */
export async function countForFacts(
  db: Db,
  council: { id: string; municipality_id: string; area_path: string },
  today: string,
  yearAgo: string,
): Promise<CouncilCounts> {
  const meetings = meetingsOf(db, council.id)
    .where({ state: 'held' })
    .where('held_on', '<=', today)
    .groupBy('kind')
    .select('kind')
    .count({ held: '*', examined: 'examined_at' })
    .sum({ attendance: 'attendance', lastYear: db.raw('case when held_on > ? then 1 else 0 end', [yearAgo]) })
    .max({ last: 'held_on' });
  const members = () =>
    db('council_members')
      .where({ council_id: council.id })
      .where('starts_on', '<=', today)
      .where((any) => void any.whereNull('ends_on').orWhere('ends_on', '>=', today));
  // A row for each kind of meeting; without any, one all the same.
  const rows: Record<string, string | number | null>[] = await db
    .from(db.select({ only: 1 }).as('council'))
    .leftJoin(meetings.as('meetings'), (on) => on.on(db.raw('1 = 1')))
    .select('meetings.*', {
      // Who holds several roles is one person.
      members: members().countDistinct(db.raw('coalesce(first_id, id)')),
      organisations: members().countDistinct('organisation_id'),
      // A body's office is one, however many act for it.
      coordinators: members()
        .where({ role: 'coordinator' })
        .countDistinct(db.raw('case when held_by_body = 1 then organisation_id else coalesce(first_id, id) end')),
      needs: db('needs')
        .whereIn(
          'area_id',
          below(db('areas').where({ municipality_id: council.municipality_id }), 'path', [council.area_path]).select(
            'id',
          ),
        )
        .whereNull('closed_at')
        .count('*'),
      findings: db('findings').where({ council_id: council.id, status: 'open' }).count('*'),
    });
  const [around] = rows;
  const held = rows.filter((row) => row.kind !== null);
  return {
    meetings: held.map((row) => ({
      kind: String(row.kind),
      held: Number(row.held),
      examined: Number(row.examined),
      attendance: Number(row.attendance),
      last: String(row.last),
      lastYear: Number(row.lastYear),
    })),
    members: Number(around?.members ?? 0),
    memberOrganisations: Number(around?.organisations ?? 0),
    coordinators: Number(around?.coordinators ?? 0),
    openNeeds: Number(around?.needs ?? 0),
    openFindings: Number(around?.findings ?? 0),
  };
}
