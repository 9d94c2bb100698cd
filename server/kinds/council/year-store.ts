import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import { staysOf } from '../../records/reached-store.ts';

const nothing = (db: Db) => db.raw('cast(null as integer) as amount');
const ofTier = (db: Db) => db.raw("'tier-' || councils.tier as line");

/** Who coordinated a council from when to when: people, or the bodies that hold the office themselves. Somebody without an account is known by name and body. */
export function offices(db: Db, municipalityId: string, by: 'people' | 'bodies'): Query {
  const what =
    by === 'bodies'
      ? 'council_members.organisation_id'
      : "coalesce(council_members.user_id, council_members.name || '/' || coalesce(council_members.organisation_id, ''))";
  return db('council_members')
    .join('councils', 'councils.id', 'council_members.council_id')
    .where({
      'councils.municipality_id': municipalityId,
      'council_members.role': 'coordinator',
      'council_members.held_by_body': by === 'bodies' ? 1 : 0,
    })
    .select(db.raw(`${what} as what`), ofTier(db), nothing(db), {
      record: 'councils.id',
      area: 'councils.area_id',
      since: 'council_members.starts_on',
      until: 'council_members.ends_on',
    });
}

/** Where councils stood from when to when, until they were closed: `line` is the tier, the workflow's version and the state. */
export const standing = (db: Db, municipalityId: string, standings: Standings): Query =>
  inStandings(staysOf(db, municipalityId, 'council'), 'stays', standings)
    .join('councils', 'councils.id', 'stays.record_id')
    .select(
      db.raw("councils.tier || '|' || stays.workflow_id || '|' || stays.state as line"),
      db.raw(
        'case when councils.closed_at is not null and (stays.until is null or councils.closed_at < stays.until) then councils.closed_at else stays.until end as until',
      ),
      nothing(db),
      { what: 'councils.id', record: 'councils.id', area: 'councils.area_id', since: 'stays.since' },
    );

export const founded = (db: Db, municipalityId: string): Query =>
  db('councils')
    .where({ municipality_id: municipalityId })
    .whereNotNull('established_on')
    .select(ofTier(db), nothing(db), db.raw('cast(null as text) as until'), {
      what: 'id',
      record: 'id',
      area: 'area_id',
      since: 'established_on',
    });
