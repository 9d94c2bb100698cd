import type { Db } from '../database/db.ts';

/** Where a record is and what it is called: never a resident's name. */
export type RecordPlace = { id: string; areaPath: string; title: string };

type Numbered = { year: number; number: number };
/** A record's number as its register writes it. */
export type WriteNumber = (kind: string, row: Numbered) => string;

type Row = { id: string; path: string; title: string; number?: number };

/** The places of records of any kind, by `KIND ID`. */
export async function readRecordPlaces(
  db: Db,
  records: { kind: string; id: string }[],
  writeNumber: WriteNumber,
): Promise<Map<string, RecordPlace>> {
  const places = new Map<string, RecordPlace>();
  for (const [kind, of] of Map.groupBy(records, (record) => record.kind)) {
    const ids = [...new Set(of.map((record) => record.id))];
    const read = readers[kind] ?? (() => readNumbered(db, kind, ids, writeNumber));
    for (const row of await read(db, ids))
      places.set(`${kind} ${row.id}`, {
        id: row.id,
        areaPath: row.path,
        title: row.number === undefined ? row.title : `#${row.number} ${row.title}`,
      });
  }
  return places;
}

/** A register's records are called by their numbers alone: their titles may be names. */
async function readNumbered(db: Db, kind: string, ids: string[], writeNumber: WriteNumber): Promise<Row[]> {
  const rows = (await db('records')
    .join('areas', 'areas.id', 'records.area_id')
    .where('records.kind', kind)
    .whereIn('records.id', ids)
    .select('records.id', 'areas.path', 'records.year', 'records.number')) as (Pick<Row, 'id' | 'path'> & Numbered)[];
  return rows.map(({ id, path, ...row }) => ({ id, path, title: writeNumber(kind, row) }));
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
