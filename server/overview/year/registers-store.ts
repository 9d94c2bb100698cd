import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';
import { inStandings, type Standings } from '../../database/standings.ts';
import type { DataReach } from '../../records/data-store.ts';
import { firstReached, staysOf } from '../../records/reached-store.ts';

const rest = (db: Db) => [db.raw("'' as line"), db.raw('cast(null as integer) as amount')];
const ofRecord = { what: 'records.id', record: 'records.id', area: 'records.area_id' };

/** A register's records by when they first stood in one of these standings. */
export const reachedRecords = (db: Db, municipalityId: string, kind: string, standings: Standings): Query =>
  db
    .from(firstReached(db, municipalityId, kind, standings).as('reached'))
    .join('records', 'records.id', 'reached.record_id')
    .select(...rest(db), db.raw('cast(null as text) as until'), { ...ofRecord, since: 'reached.since' });

/** The times for which a register's records stood so. */
export const standingRecords = (db: Db, municipalityId: string, kind: string, standings: Standings): Query =>
  inStandings(staysOf(db, municipalityId, kind), 'stays', standings)
    .join('records', 'records.id', 'stays.record_id')
    .select(...rest(db), { ...ofRecord, since: 'stays.since', until: 'stays.until' });

/** Of rows that are counted only those that one of these ways reaches: in its areas by where they count, and where the record stands now. */
export const reachedRows = (db: Db, rows: Query, ways: readonly DataReach[]): Query =>
  db
    .from(rows.as('each_row'))
    .join('records as standing', 'standing.id', 'each_row.record')
    .where((any) => {
      any.whereRaw('1 = 0');
      for (const { areaIds, standings } of ways)
        any.orWhere((way) => {
          way.whereRaw('1 = 1');
          if (areaIds) way.whereIn('each_row.area', areaIds);
          if (standings) inStandings(way, 'standing', standings);
        });
    })
    .select('each_row.*');

export type AnsweredRow = {
  record: string;
  area: string;
  since: string;
  until: string | null;
  form_id: string;
  answers: string;
  /** Where it stands now. */
  workflow_id: string;
  state: string;
};

/** The same rows with what was answered last. */
export const withAnswers = async (db: Db, rows: Query): Promise<AnsweredRow[]> =>
  db
    .from(rows.as('counted'))
    .join('records as answered', 'answered.id', 'counted.record')
    .select('counted.record', 'counted.area', 'counted.since', 'counted.until')
    .select('answered.form_id', 'answered.answers', 'answered.workflow_id', 'answered.state');

export type SubmittedRow = { id: string; record: string; area: string; form_id: string; answers: string };

/** What was answered on these forms of a register's records, each time that it was, of those records that one of these ways reaches. */
export const listSubmitted = async (
  db: Db,
  municipalityId: string,
  kind: string,
  formIds: string[],
  ways: readonly DataReach[],
): Promise<SubmittedRow[]> => {
  const submitted = db('submissions')
    .join('records', 'records.id', 'submissions.record_id')
    .where({ 'submissions.municipality_id': municipalityId, 'submissions.record_kind': kind })
    .whereIn('submissions.form_id', formIds)
    .select('submissions.id', 'submissions.form_id', 'submissions.answers', {
      record: 'records.id',
      area: 'records.area_id',
    });
  return reachedRows(db, submitted, ways);
};
