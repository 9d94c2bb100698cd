import type { Db } from '../database/db.ts';
import { below, readParts, type Query } from '../database/parts.ts';
import type { RecordKind } from '../kernel/record-kind.ts';

/** Roles that end within these days, and nobody has continued. */
export async function listEndingMemberships(
  db: Db,
  municipalityId: string,
  from: string,
  to: string,
  limit: number,
): Promise<{ user_id: string; name: string; ends_on: string }[]> {
  return (
    db('memberships')
      .join('users', 'users.id', 'memberships.user_id')
      .where('memberships.municipality_id', municipalityId)
      .whereNull('users.disabled_at')
      .whereNull('memberships.ended_at')
      .whereBetween('memberships.ends_on', [from, to])
      // Somebody has decided how it goes on: they have another role from the day after, or it is handed over.
      .whereNotExists(
        db('memberships as next')
          .whereRaw('next.user_id = memberships.user_id and next.municipality_id = memberships.municipality_id')
          .whereRaw('next.starts_on > memberships.ends_on')
          .whereNull('next.ended_at')
          .select('next.id'),
      )
      .whereNotExists(
        db('handovers')
          .whereRaw('handovers.from_user_id = memberships.user_id and handovers.area_id = memberships.area_id')
          .whereRaw('handovers.role = memberships.role and handovers.ends_on = memberships.ends_on')
          .select('handovers.id'),
      )
      .orderBy('memberships.ends_on')
      .limit(limit)
      .select('memberships.user_id', 'users.name', 'memberships.ends_on')
  );
}

/** Accounts without a password that hold a role in an area below one of these paths. */
export async function listWithoutPassword(
  db: Db,
  municipalityId: string,
  paths: string[],
  today: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  const holders = below(
    db('memberships')
      .join('areas', 'areas.id', 'memberships.area_id')
      .whereNull('memberships.ended_at')
      .where((any) => void any.whereNull('memberships.ends_on').orWhere('memberships.ends_on', '>=', today)),
    'areas.path',
    paths,
  ).select('memberships.user_id');
  return db('users')
    .where({ municipality_id: municipalityId, password_hash: '', disabled_at: null })
    .whereIn('id', holders)
    .orderBy(['name_kana', 'id'])
    .limit(limit)
    .select('id', 'name');
}

/** Back-tests that failed since an instant and were not done since: the latest of each rule set. */
export async function listFailedBacktests(
  db: Db,
  municipalityId: string,
  since: string,
): Promise<{ id: string; rules_key: string; created_at: string }[]> {
  const failed: { id: string; rules_key: string; created_at: string }[] = await db('backtests')
    .where({ municipality_id: municipalityId, status: 'failed' })
    .where('created_at', '>=', since)
    .whereNotExists(
      db('backtests as later')
        .whereRaw('later.municipality_id = backtests.municipality_id and later.rules_key = backtests.rules_key')
        .whereRaw("later.id > backtests.id and later.status = 'done'")
        .select(db.raw('1')),
    )
    .orderBy('id', 'desc')
    .select('id', 'rules_key', 'created_at');
  return [...new Map(failed.toReversed().map((row) => [row.rules_key, row])).values()];
}

/** What a thing to do first is counted by; see `FirstThing`. */
type Begun = { key: string; table?: string; own?: true };

/**
 * In one statement: of each of these things whether there is none, one or several (2) of it; where it is done (`places`), the id that
 * its query brings; how many rows each of `counted` has; and since when the user's account is there.
 */
export async function countForHome(
  db: Db,
  municipalityId: string,
  userId: string,
  things: (Begun & { place?: Query | undefined })[],
  counted: { key: string; rows: Query }[],
): Promise<{
  begun: Record<string, number>;
  places: Record<string, string | null>;
  counts: Record<string, number>;
  createdAt: string;
}> {
  if (things.length + counted.length === 0) return { begun: {}, places: {}, counts: {}, createdAt: '' };
  const rowsOf = ({ key, table, own }: Begun): Query =>
    table === undefined
      ? db('user_reads').where({ user_id: userId, subject: `first:${key}` })
      : db(table).where({ municipality_id: municipalityId, ...(own ? { created_by: userId } : {}) });
  const row: Record<string, number | string | null> = await db
    .select({
      createdAt: db('users').where({ id: userId }).select('created_at'),
      ...Object.fromEntries([
        ...things.map((thing) => [
          `begun ${thing.key}`,
          db.count('*').from(rowsOf(thing).select(db.raw('1')).limit(2).as('some')),
        ]),
        ...things.flatMap(({ key, place }) => (place ? [[`place ${key}`, place]] : [])),
        ...counted.map(({ key, rows }) => [`count ${key}`, db.count('*').from(rows.as('rows'))]),
      ]),
    })
    .first();
  return {
    createdAt: String(row.createdAt),
    begun: Object.fromEntries(things.map(({ key }) => [key, Number(row[`begun ${key}`])])),
    places: Object.fromEntries(
      things.flatMap(({ key, place }) => (place ? [[key, row[`place ${key}`]?.toString() ?? null]] : [])),
    ),
    counts: Object.fromEntries(counted.map(({ key }) => [key, Number(row[`count ${key}`])])),
  };
}

export type RecentRow = {
  id: string;
  record_kind: RecordKind;
  record_id: string;
  title: string;
  number: number | null;
  type: string;
  from_state: string | null;
  to_state: string;
  workflow_id: string;
  happened_at: string;
  actor_name: string | null;
};

/** The events of a kind's records that others than this user brought about, the newest first, for its kind to narrow. */
export const eventsOf = (db: Db, municipalityId: string, kind: RecordKind, userId: string | null): Query =>
  db('events')
    .leftJoin('users', 'users.id', 'events.actor_id')
    .where({ 'events.municipality_id': municipalityId, 'events.record_kind': kind })
    .where((any) => void any.whereNull('events.actor_id').orWhereNot('events.actor_id', userId ?? ''))
    .orderBy('events.id', 'desc')
    .select(
      'events.id',
      'events.record_kind',
      'events.record_id',
      'events.type',
      'events.from_state',
      'events.to_state',
      'events.workflow_id',
      'events.happened_at',
      'users.name as actor_name',
    );

/** The latest of all these events, newest first. */
export async function listRecent(db: Db, queries: Query[], limit: number): Promise<RecentRow[]> {
  const rows = await readParts<RecentRow>(db, queries, limit);
  return rows.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
}
