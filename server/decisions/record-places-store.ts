import type { Db } from '../database/db.ts';

/** Where a record is and what it is called: never a resident's name. */
export type RecordPlace = { id: string; areaPath: string; title: string };

type Row = { id: string; path: string; title: string; number?: number };

/** The places of records of any kind, by `KIND ID`. */
export async function readRecordPlaces(
  db: Db,
  records: { kind: string; id: string }[],
): Promise<Map<string, RecordPlace>> {
  const places = new Map<string, RecordPlace>();
  for (const [kind, of] of Map.groupBy(records, (record) => record.kind)) {
    const ids = [...new Set(of.map((record) => record.id))];
    for (const row of (await readers[kind]?.(db, ids)) ?? [])
      places.set(`${kind} ${row.id}`, {
        id: row.id,
        areaPath: row.path,
        title: row.number === undefined ? row.title : `#${row.number} ${row.title}`,
      });
  }
  return places;
}

const readers: Record<string, (db: Db, ids: string[]) => Promise<Row[]>> = {
  council: async (db, ids) =>
    (await db('councils')
      .join('areas', 'areas.id', 'councils.area_id')
      .whereIn('councils.id', ids)
      .select('councils.id', 'areas.path', 'councils.name as title')) as Row[],
  need: async (db, ids) =>
    (await db('needs')
      .join('areas', 'areas.id', 'needs.area_id')
      .whereIn('needs.id', ids)
      .select('needs.id', 'areas.path', 'needs.title', 'needs.number')) as Row[],
  referral: async (db, ids) =>
    (await db('referrals')
      .join('needs', 'needs.id', 'referrals.need_id')
      .join('areas', 'areas.id', 'needs.area_id')
      .whereIn('referrals.id', ids)
      .select('referrals.id', 'areas.path', 'needs.title', 'needs.number')) as Row[],
  proposal: async (db, ids) =>
    (await db('proposals')
      .join('councils', 'councils.id', 'proposals.from_council_id')
      .join('areas', 'areas.id', 'councils.area_id')
      .whereIn('proposals.id', ids)
      .select('proposals.id', 'areas.path', 'proposals.title', 'proposals.number')) as Row[],
};
