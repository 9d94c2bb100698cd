import type { Db } from '../../database/db.ts';
import type { Query } from '../../database/parts.ts';
import type { Standings } from '../../database/standings.ts';
import { firstReached } from '../../records/reached-store.ts';

/** Referrals by when they first stood in one of these standings, in the areas of their needs. */
export const reachedReferrals = (db: Db, municipalityId: string, standings: Standings): Query =>
  db
    .from(firstReached(db, municipalityId, 'referral', standings).as('reached'))
    .join('referrals', 'referrals.id', 'reached.record_id')
    .join('needs', 'needs.id', 'referrals.need_id')
    .select(db.raw("'' as line"), db.raw('cast(null as integer) as amount'), db.raw('cast(null as text) as until'), {
      what: 'referrals.id',
      record: 'referrals.id',
      area: 'needs.area_id',
      since: 'reached.since',
    });
