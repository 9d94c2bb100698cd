import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';
import type { Standings } from '../../database/standings.ts';
import { firstReached } from '../../records/reached-store.ts';

const rest = (db: Db) => [
  db.raw("'' as line"),
  db.raw('cast(null as integer) as amount'),
  db.raw('cast(null as text) as until'),
];

export const receivedNeeds = (db: Db, municipalityId: string): Query =>
  db('needs')
    .where({ municipality_id: municipalityId })
    .select(...rest(db), { what: 'id', record: 'id', area: 'area_id', since: 'received_on' });

/** Needs by when they first stood in one of these standings. */
export const reachedNeeds = (db: Db, municipalityId: string, standings: Standings): Query =>
  db
    .from(firstReached(db, municipalityId, 'need', standings).as('reached'))
    .join('needs', 'needs.id', 'reached.record_id')
    .select(...rest(db), { what: 'needs.id', record: 'needs.id', area: 'needs.area_id', since: 'reached.since' });
