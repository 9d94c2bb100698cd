import type { Db } from '../database/db.ts';

export type DefinitionKind = 'form' | 'rules' | 'workflow' | 'register';
export type DefinitionRow = {
  id: string;
  municipality_id: string;
  kind: DefinitionKind;
  key: string;
  number: number;
  body: string;
  /** A JSON Merge Patch to the body: what did not exist when this version was published. */
  supplement: string | null;
  reason: string;
  effective_on: string;
  published_by: string | null;
  published_at: string;
};

export async function insertDefinition(db: Db, row: Omit<DefinitionRow, 'supplement'>): Promise<void> {
  await insertDefinitions(db, [row]);
}

/** In one statement: all or none. */
export async function insertDefinitions(db: Db, rows: Omit<DefinitionRow, 'supplement'>[]): Promise<void> {
  await db('definitions').insert(rows);
}

export async function readDefinition(db: Db, id: string): Promise<DefinitionRow | undefined> {
  return db<DefinitionRow>('definitions').where({ id }).first();
}

/** The version in force on a day: the highest number that is effective by then. */
export async function readDefinitionInForce(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
  key: string,
  day: string,
): Promise<DefinitionRow | undefined> {
  return db<DefinitionRow>('definitions')
    .where({ municipality_id: municipalityId, kind, key })
    .where('effective_on', '<=', day)
    .orderBy('number', 'desc')
    .first();
}

/** All keys of a kind, without bodies. */
export async function listDefinitionKeys(db: Db, municipalityId: string, kind: DefinitionKind): Promise<string[]> {
  const rows = await db<DefinitionRow>('definitions')
    .where({ municipality_id: municipalityId, kind })
    .distinct('key')
    .orderBy('key');
  return rows.map((row) => row.key);
}

/** The versions in force on a day, one a key, by key. */
export async function listDefinitionsInForce(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
  day: string,
): Promise<DefinitionRow[]> {
  const newest = db('definitions')
    .where({ municipality_id: municipalityId, kind })
    .where('effective_on', '<=', day)
    .groupBy('key')
    .select('key')
    .max({ number: 'number' })
    .as('newest');
  return db<DefinitionRow>('definitions')
    .join(newest, (on) => on.on('newest.key', 'definitions.key').on('newest.number', 'definitions.number'))
    .where({ municipality_id: municipalityId, kind })
    .orderBy('definitions.key')
    .select('definitions.*');
}

/** A version by its number. */
export async function readDefinitionNumber(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
  key: string,
  number: number,
): Promise<DefinitionRow | undefined> {
  return db<DefinitionRow>('definitions').where({ municipality_id: municipalityId, kind, key, number }).first();
}

/** The latest version of a key, in force or not yet. */
export async function readDefinitionOf(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
  key: string,
): Promise<DefinitionRow | undefined> {
  return db<DefinitionRow>('definitions')
    .where({ municipality_id: municipalityId, kind, key })
    .orderBy('number', 'desc')
    .first();
}

/** Which versions of a kind there are: keys in order, newest version first, without bodies. */
export async function listVersions(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
): Promise<Pick<DefinitionRow, 'id' | 'key' | 'number'>[]> {
  return db<DefinitionRow>('definitions')
    .where({ municipality_id: municipalityId, kind })
    .orderBy([{ column: 'key' }, { column: 'number', order: 'desc' }])
    .select('id', 'key', 'number');
}

/** Every version of a kind, keys in order, newest version first, with who published it. */
export async function listDefinitions(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
): Promise<(DefinitionRow & { publisher: string | null })[]> {
  return db('definitions')
    .leftJoin('users', 'users.id', 'definitions.published_by')
    .where({ 'definitions.municipality_id': municipalityId, kind })
    .orderBy([{ column: 'key' }, { column: 'number', order: 'desc' }])
    .select('definitions.*', { publisher: 'users.name' });
}

/** Versions of a key that are published for a day after this one, newest first. */
export async function listVersionsAfter(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
  key: string,
  day: string,
): Promise<Pick<DefinitionRow, 'number' | 'effective_on'>[]> {
  return db<DefinitionRow>('definitions')
    .where({ municipality_id: municipalityId, kind, key })
    .where('effective_on', '>', day)
    .orderBy('number', 'desc')
    .select('number', 'effective_on');
}

const usedIn: Record<DefinitionKind, { table: string; column: string }[]> = {
  form: [{ table: 'submissions', column: 'form_id' }],
  rules: [{ table: 'decisions', column: 'rules_id' }],
  workflow: ['councils', 'needs', 'referrals', 'proposals', 'records'].map((table) => ({
    table,
    column: 'workflow_id',
  })),
  // Of a register the version in force counts for all its records.
  register: [],
};

/** Where records stand: each workflow version with each state that some record of it is in. */
export async function listStandingsInUse(
  db: Db,
  municipalityId: string,
): Promise<{ workflow_id: string; state: string }[]> {
  const standings: { workflow_id: string; state: string }[] = [];
  for (const { table } of usedIn.workflow)
    standings.push(...(await db(table).where({ municipality_id: municipalityId }).distinct('workflow_id', 'state')));
  return standings;
}

/** How many records were made with (or stand in) each version of a kind, by definition id. */
export async function countDefinitionUses(
  db: Db,
  municipalityId: string,
  kind: DefinitionKind,
): Promise<Map<string, number>> {
  const uses = new Map<string, number>();
  for (const { table, column } of usedIn[kind]) {
    const rows = (await db(table)
      .where({ municipality_id: municipalityId })
      .groupBy(column)
      .select({ id: column })
      .count({ uses: '*' })) as { id: string; uses: number | string }[];
    for (const row of rows) uses.set(row.id, (uses.get(row.id) ?? 0) + Number(row.uses));
  }
  return uses;
}
