import type { Db } from '../../database/db.ts';

/** Ids that details may hold, by the table that names them, and what is said of them. Residents are only their number. */
const named = {
  organisations: 'name',
  areas: 'name',
  councils: 'name',
  council_members: 'name',
  users: 'name',
  people: 'number',
} as const;
export type NamedTable = keyof typeof named;

/** Today's names of what is meant by ids in details; what is gone is left out. */
export async function readNames(db: Db, ids: Map<NamedTable, Set<string>>): Promise<Map<string, string>> {
  const queries = [...ids].map(([table, own]) =>
    db(table)
      .whereIn('id', [...own])
      .select('id', db.raw(named[table] === 'number' ? "'No.' || number as name" : 'name')),
  );
  const [first, ...more] = queries;
  const rows = first ? ((await first.unionAll(more)) as { id: string; name: string }[]) : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const moving: Record<string, string> = {
  need: 'needs',
  referral: 'referrals',
  council: 'councils',
  proposal: 'proposals',
};

/** The workflow version that each of these records is on (`records`: ids by kind), by the record's id. */
export async function readWorkflows(db: Db, records: Map<string, Set<string>>): Promise<Map<string, string>> {
  const queries = [...records].map(([kind, ids]) =>
    db(moving[kind] ?? 'records')
      .whereIn('id', [...ids])
      .select('id', 'workflow_id'),
  );
  const [first, ...more] = queries;
  const rows = first ? ((await first.unionAll(more)) as { id: string; workflow_id: string }[]) : [];
  return new Map(rows.map((row) => [row.id, row.workflow_id]));
}
