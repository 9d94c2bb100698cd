import type { Knex } from 'knex';
import type { Db } from '../database/db.ts';
import { below } from '../database/parts.ts';
import { readPage, type Page, type Paging } from '../database/paging.ts';

/** One case that rules decided: enough to decide it again. */
export type DecisionCaseRow = {
  id: string;
  municipality_id: string;
  /** Null where nothing followed and no decision was stored. */
  decision_id: string | null;
  position: number;
  rules_id: string;
  rules_key: string;
  record_kind: string;
  record_id: string;
  /** A service's id or a service type's key; '' where the record is all that it was about. */
  subject: string;
  area_path: string;
  decided_on: string;
  decided_at: string;
  /** JSON of facts; null: known to be absent then, no entry: not recorded then. */
  facts: string;
  /** See `outcomeOf` in `services/rules/outcomes.ts`. */
  outcome: string;
  score: number | null;
};

/** A case with the number of the version that decided it. */
export type NumberedCase = DecisionCaseRow & { number: number };

/** At most `rowsAtOnce`. */
export async function insertDecisionCases(db: Db, rows: DecisionCaseRow[]): Promise<void> {
  await db('decision_cases').insert(rows);
}

/** The latest case of a rule set about each subject of a record, by subject. */
export async function readLastCases(
  db: Db,
  recordKind: string,
  recordIds: string[],
  rulesKey: string,
): Promise<Map<string, Pick<DecisionCaseRow, 'facts' | 'rules_id'>>> {
  const latest = db('decision_cases')
    .where({ record_kind: recordKind, rules_key: rulesKey })
    .whereIn('record_id', recordIds)
    .groupBy('record_id', 'subject')
    .max('id');
  const rows = await db<DecisionCaseRow>('decision_cases')
    .whereIn('id', latest)
    .select('record_id', 'subject', 'facts', 'rules_id');
  return new Map(rows.map((row) => [`${row.record_id} ${row.subject}`, row]));
}

const numbered = (db: Db): Knex.QueryBuilder =>
  db('decision_cases').join('definitions', 'definitions.id', 'decision_cases.rules_id');
const numberedColumns = ['decision_cases.*', 'definitions.number as number'];

export async function readDecisionCase(db: Db, municipalityId: string, id: string): Promise<NumberedCase | undefined> {
  return (await numbered(db)
    .where({ 'decision_cases.id': id, 'decision_cases.municipality_id': municipalityId })
    .first(numberedColumns)) as NumberedCase | undefined;
}

export async function readDecisionCases(db: Db, ids: string[]): Promise<NumberedCase[]> {
  return (await numbered(db).whereIn('decision_cases.id', ids).select(numberedColumns)) as NumberedCase[];
}

/** A case by its place in a stored decision. */
export async function readCaseOfDecision(
  db: Db,
  municipalityId: string,
  decisionId: string,
  position: number,
): Promise<NumberedCase | undefined> {
  return (await numbered(db)
    .where({ decision_id: decisionId, position, 'decision_cases.municipality_id': municipalityId })
    .first(numberedColumns)) as NumberedCase | undefined;
}

export type CaseFilter = {
  municipalityId: string;
  paths: string[];
  areaPath?: string | undefined;
  rulesKey?: string | undefined;
  number?: number | undefined;
  fromDay?: string | undefined;
  toDay?: string | undefined;
  recordKind?: string | undefined;
  outcome?: string | undefined;
};

/** The log of decisions below these area paths, newest first. */
export async function listDecisionCases(db: Db, filter: CaseFilter, paging: Paging): Promise<Page<NumberedCase>> {
  const query = below(
    numbered(db).where('decision_cases.municipality_id', filter.municipalityId),
    'decision_cases.area_path',
    filter.paths,
  ).select(numberedColumns);
  if (filter.areaPath !== undefined) below(query, 'decision_cases.area_path', [filter.areaPath]);
  if (filter.rulesKey !== undefined) query.where('decision_cases.rules_key', filter.rulesKey);
  if (filter.number !== undefined) query.where('definitions.number', filter.number);
  if (filter.fromDay !== undefined) query.where('decision_cases.decided_on', '>=', filter.fromDay);
  if (filter.toDay !== undefined) query.where('decision_cases.decided_on', '<=', filter.toDay);
  if (filter.recordKind !== undefined) query.where('decision_cases.record_kind', filter.recordKind);
  if (filter.outcome !== undefined) query.where('decision_cases.outcome', filter.outcome);
  return readPage<NumberedCase>(query, [{ column: 'decision_cases.id', direction: 'desc' }], paging);
}

/** Which stored cases a back-test or a replay is about. */
export type CaseScope = {
  municipalityId: string;
  rulesKey: string;
  fromDay: string | null;
  toDay: string | null;
  areaPath: string | null;
  decisionId: string | null;
  /** What was decided later than this instant is left out, so that a job has an end. */ until: string;
};

/** What deciding a case again needs. */
export type CaseToDecide = Pick<DecisionCaseRow, 'id' | 'rules_id' | 'facts' | 'outcome' | 'score' | 'decided_on'>;

function inScope(db: Db, scope: CaseScope): Knex.QueryBuilder {
  const query = db('decision_cases')
    .where({ municipality_id: scope.municipalityId, rules_key: scope.rulesKey })
    .where('decided_at', '<=', scope.until);
  if (scope.fromDay !== null) query.where('decided_on', '>=', scope.fromDay);
  if (scope.toDay !== null) query.where('decided_on', '<=', scope.toDay);
  if (scope.areaPath !== null) below(query, 'area_path', [scope.areaPath]);
  if (scope.decisionId !== null) query.where('decision_id', scope.decisionId);
  return query;
}

export async function countCases(db: Db, scope: CaseScope): Promise<number> {
  const row = (await inScope(db, scope).count({ total: '*' }).first()) as { total: number | string };
  return Number(row.total);
}

/** The cases in the order in which they were decided, some thousands at a time, so that memory stays small. The next ones are read while these are worked on. */
export async function* readCaseChunks(db: Db, scope: CaseScope, size: number): AsyncGenerator<CaseToDecide[]> {
  const read = (after: string): Promise<CaseToDecide[]> => {
    const query = inScope(db, scope)
      .where('id', '>', after)
      .orderBy('id')
      .limit(size)
      .select('id', 'rules_id', 'facts', 'outcome', 'score', 'decided_on');
    const rows = query.then((rows) => rows as CaseToDecide[]);
    // Nobody waits for it where the asker has gone; whoever does still hears of the failure.
    rows.catch(() => {});
    return rows;
  };
  let coming = read('');
  while (true) {
    const rows = await coming;
    const last = rows.at(-1);
    if (!last) return;
    const more = rows.length === size;
    if (more) coming = read(last.id);
    yield rows;
    if (!more) return;
  }
}

/** Facts of a rule set's latest cases since a day, at most so many. */
export async function listFactsSince(
  db: Db,
  municipalityId: string,
  rulesKey: string,
  fromDay: string,
  limit: number,
): Promise<{ facts: string }[]> {
  return db('decision_cases')
    .where({ municipality_id: municipalityId, rules_key: rulesKey })
    .where('decided_on', '>=', fromDay)
    .orderBy('id', 'desc')
    .limit(limit)
    .select('facts');
}
