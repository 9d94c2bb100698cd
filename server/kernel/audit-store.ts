import type { Db } from '../database/db.ts';
import { anywhere, rowsAtOnce } from '../database/dialect.ts';
import { readPage, type Page, type Paging } from '../database/paging.ts';

export type AuditRow = {
  id: string;
  municipality_id: string | null;
  happened_at: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  record_kind: string | null;
  record_id: string | null;
  record_title: string | null;
  details: string | null;
  request_id: string | null;
};

/** Adds lines. There is no way to change or remove one: triggers refuse it. */
export async function insertAuditLines(db: Db, rows: AuditRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await db('audit').insert(rows.slice(from, from + rowsAtOnce));
}

/** A record's lines, newest first. */
export async function listRecordAudit(db: Db, kind: string, id: string, limit = 50): Promise<AuditRow[]> {
  return db<AuditRow>('audit').where({ record_kind: kind, record_id: id }).orderBy('id', 'desc').limit(limit);
}

export type AuditFilter = {
  from?: string | undefined;
  until?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  recordId?: string | undefined;
  kind?: string | undefined;
  /** What lines call the record: `No.12`. */
  title?: string | undefined;
  /** The id of a resident: lines of theirs, of their needs and of the referrals of these, and of what showed one of them. */
  resident?: string | undefined;
};

/** A municipality's lines, newest first, `from` (inclusive) and `until` (exclusive) being instants. */
export async function listAudit(
  db: Db,
  municipalityId: string,
  filter: AuditFilter,
  paging: Paging,
): Promise<Page<AuditRow>> {
  const query = db('audit').select('audit.*').where({ municipality_id: municipalityId });
  if (filter.from) void query.where('happened_at', '>=', filter.from);
  if (filter.until) void query.where('happened_at', '<', filter.until);
  if (filter.actor) void query.whereRaw("lower(actor_name) like ? escape '\\'", [anywhere(filter.actor.toLowerCase())]);
  if (filter.action) void query.where({ action: filter.action });
  if (filter.recordId) void query.where({ record_id: filter.recordId });
  if (filter.kind) void query.where({ record_kind: filter.kind });
  if (filter.title) void query.where({ record_title: filter.title });
  if (filter.resident) {
    const needs = db('needs').where({ municipality_id: municipalityId, person_id: filter.resident }).select('id');
    const records: string[] = [
      filter.resident,
      ...(await needs.clone().pluck<string[]>('id')),
      ...(await db('referrals').whereIn('need_id', needs).pluck<string[]>('id')),
    ];
    void query.where((any) => {
      void any.whereIn('record_id', records);
      void any.orWhereIn('audit.id', db('audit_looks').whereIn('audit_looks.record_id', records).select('audit_id'));
    });
  }
  return readPage<AuditRow>(
    query,
    [
      { column: 'happened_at', direction: 'desc' },
      { column: 'id', direction: 'desc' },
    ],
    paging,
  );
}

/**
 * What was done in a municipality, and to which kinds of record, each once; null: to none. Goes from one to the next along the index
 * `audit_choices`, for a city has many lines and few of these; neither database does that for a `select distinct`.
 */
export async function listAuditedActions(
  db: Db,
  municipalityId: string,
): Promise<Pick<AuditRow, 'action' | 'record_kind'>[]> {
  const next = (column: string, where: string): string =>
    `(select min(${column}) from audit where municipality_id = :municipalityId ${where})`;
  const actions = `select ${next('action', '')} union all
    select ${next('action', 'and audit.action > actions.action')} from actions where action is not null`;
  const ofAction = next('record_kind', 'and audit.action = actions.action');
  const later = next('record_kind', 'and audit.action = pairs.action and audit.record_kind > pairs.record_kind');
  const pairs = `select action, ${ofAction}, 1 from actions where action is not null union all
    select action, ${later}, 0 from pairs where record_kind is not null`;
  return db
    .withRecursive('actions', ['action'], db.raw(actions, { municipalityId }))
    .withRecursive('pairs', ['action', 'record_kind', 'is_first'], db.raw(pairs, { municipalityId }))
    .select('action', 'record_kind')
    .from('pairs')
    .where((any) => void any.whereNotNull('record_kind').orWhere('is_first', 1))
    .orderBy(['action', 'record_kind']);
}

/** Today's names of records whose lines hold none, by record id. */
export async function readUntitled(
  db: Db,
  rows: Pick<AuditRow, 'record_kind' | 'record_id'>[],
): Promise<Map<string, string>> {
  const idsOf = (kind: string): string[] => [
    ...new Set(rows.flatMap((row) => (row.record_kind === kind && row.record_id !== null ? [row.record_id] : []))),
  ];
  const queries: Record<string, (ids: string[]) => Promise<{ id: string; title: string }[]>> = {
    user: async (ids) => db('users').whereIn('id', ids).select('id', 'name as title'),
    membership: async (ids) =>
      db('memberships')
        .join('users', 'users.id', 'memberships.user_id')
        .whereIn('memberships.id', ids)
        .select('memberships.id as id', 'users.name as title'),
    council_member: async (ids) => db('council_members').whereIn('id', ids).select('id', 'name as title'),
    meeting: async (ids) => db('meetings').whereIn('id', ids).select('id', 'title'),
    import: async (ids) => db('imports').whereIn('id', ids).select('id', 'file_name as title'),
    list_view: async (ids) => db('list_views').whereIn('id', ids).select('id', 'name as title'),
  };
  const named: { id: string; title: string }[][] = [];
  for (const [kind, query] of Object.entries(queries)) {
    const ids = idsOf(kind);
    if (ids.length > 0) named.push(await query(ids));
  }
  return new Map(named.flat().map(({ id, title }) => [id, title]));
}
