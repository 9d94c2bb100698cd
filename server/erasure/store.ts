import type { Db } from '../database/db.ts';
import { anywhere } from '../database/dialect.ts';

/** What stands in a place that was erased. */
export const ERASED = '消去済み';

/*
 * Every place where a resident may be named is in this file: records' own columns and answers, and the free texts of others.
 * `test/server/kinds/people/erasure.test.ts` looks through all columns of all tables for what should have gone.
 */

export type HeldSubmission = { id: string; form_id: string; record_kind: string; answers: string };

/** Answers to forms of these records. */
export async function listSubmissionsOf(db: Db, recordIds: string[]): Promise<HeldSubmission[]> {
  return db('submissions').whereIn('record_id', recordIds).select('id', 'form_id', 'record_kind', 'answers');
}

/** Answers of other records that name one of these by its id (a meeting that dealt with it). */
export async function listSubmissionsNaming(
  db: Db,
  municipalityId: string,
  recordIds: string[],
): Promise<HeldSubmission[]> {
  const found: HeldSubmission[] = [];
  for (const id of recordIds)
    found.push(
      ...((await db('submissions')
        .where({ municipality_id: municipalityId })
        .whereNotIn('record_id', recordIds)
        .whereRaw("answers like ? escape '\\'", [anywhere(id)])
        .select('id', 'form_id', 'record_kind', 'answers')) as HeldSubmission[]),
    );
  return found;
}

export async function setAnswers(db: Db, id: string, answers: string): Promise<void> {
  await db('submissions').where({ id }).update({ answers });
}

export async function listEventDetails(db: Db, recordIds: string[]): Promise<{ id: string; details: string }[]> {
  return db('events').whereIn('record_id', recordIds).whereNotNull('details').select('id', 'details');
}

export async function setEventDetails(db: Db, id: string, details: string): Promise<void> {
  await db('events').where({ id }).update({ details });
}

/** Takes what is personal out of needs' own rows, and of what hangs on them by key. Versions rise: who has them open is told. */
export async function eraseNeedRows(db: Db, needIds: string[], now: string): Promise<void> {
  const blank = (column: string) => db.raw('case when ?? is null then null else ? end', [column, ERASED]);
  await db('needs')
    .whereIn('id', needIds)
    .update({
      title: ERASED,
      resident_name: blank('resident_name'),
      resident_kana: blank('resident_kana'),
      search: db.raw("'#' || number || ?", [` ${ERASED}\n`]),
      erased_at: now,
      version: db.raw('version + 1'),
    });
  await db('referrals')
    .whereIn('need_id', needIds)
    .update({ message: blank('message'), answer_reason: blank('answer_reason'), version: db.raw('version + 1') });
  await db('meeting_needs').whereIn('need_id', needIds).whereNotNull('plan').update({ plan: ERASED });
}

export async function erasePersonRow(db: Db, id: string, version: number, now: string): Promise<boolean> {
  const changed = await db('people')
    .where({ id, version })
    .update({
      name: ERASED,
      kana: ERASED,
      birth: null,
      telephone: null,
      kana_key: '',
      telephone_key: '',
      search: '',
      erased_at: now,
      version: version + 1,
    });
  return changed === 1;
}

export type HeldProposal = { id: string; submission_id: string; evidence: string; body: string; title: string };

/** Proposals that may have drawn up a need: their evidence holds its number. */
export async function listProposalsWith(db: Db, municipalityId: string, number: number): Promise<HeldProposal[]> {
  return db('proposals')
    .where({ municipality_id: municipalityId })
    .whereRaw("evidence like ? escape '\\'", [anywhere(`"number":${number},`)])
    .select('id', 'submission_id', 'evidence', 'body', 'title');
}

export async function setProposalTexts(
  db: Db,
  id: string,
  texts: Pick<HeldProposal, 'evidence' | 'body' | 'title'>,
): Promise<void> {
  await db('proposals')
    .where({ id })
    .update({ ...texts, version: db.raw('version + 1') });
}

/** Free texts of other records, in which a resident may be named without a key. `version`: whoever has one open is told. */
const freeTexts: { table: string; columns: string[]; version?: true; not?: readonly string[] }[] = [
  { table: 'submissions', columns: ['answers'], not: ['need', 'referral'] },
  { table: 'events', columns: ['details'], not: ['need', 'referral'] },
  { table: 'meetings', columns: ['title', 'place', 'attendees', 'minutes', 'decisions'], version: true },
  { table: 'proposals', columns: ['title', 'body', 'evidence', 'answer_reason'], version: true },
  { table: 'findings', columns: ['status_reason'], version: true },
  { table: 'decisions', columns: ['decision'] },
  { table: 'decision_cases', columns: ['facts'] },
  { table: 'drafts', columns: ['body'], version: true },
  { table: 'backtests', columns: ['to_body', 'error'] },
  { table: 'effects', columns: ['params', 'error'] },
  { table: 'imports', columns: ['file_name', 'mapping', 'changes'], version: true },
];

/** Replaces a value wherever it stands in those texts. Answers how many rows held it. */
export async function eraseFromTexts(db: Db, municipalityId: string, value: string): Promise<number> {
  let rows = 0;
  for (const { table, columns, version, not } of freeTexts) {
    const query = db(table).where({ municipality_id: municipalityId });
    if (not) void query.whereNotIn('record_kind', not);
    void query.where((any) => {
      for (const column of columns) void any.orWhereRaw("?? like ? escape '\\'", [column, anywhere(value)]);
    });
    rows += await query.update({
      ...Object.fromEntries(columns.map((column) => [column, db.raw('replace(??, ?, ?)', [column, value, ERASED])])),
      ...(version ? { version: db.raw('version + 1') } : {}),
    });
  }
  return rows;
}

/** The same in answers that are kept for a repeated request. */
export async function eraseFromKeptAnswers(db: Db, municipalityId: string, values: string[]): Promise<void> {
  const users = db('users').where({ municipality_id: municipalityId }).select('id');
  for (const value of values)
    await db('idempotency_keys')
      .whereIn('user_id', users.clone())
      .whereRaw("body like ? escape '\\'", [anywhere(value)])
      .update({ body: db.raw('replace(body, ?, ?)', [value, ERASED]) });
}

/** Is there somebody else of one of these names: another resident, or whom another need is about? */
export async function hasNamesake(
  db: Db,
  municipalityId: string,
  names: string[],
  except: { people: string[]; needs: string[] },
): Promise<boolean> {
  const people = await db('people')
    .where({ municipality_id: municipalityId })
    .whereIn('name', names)
    .pluck<string[]>('id');
  const needs = await db('needs')
    .where({ municipality_id: municipalityId })
    .whereIn('resident_name', names)
    .pluck<string[]>('id');
  return people.some((id) => !except.people.includes(id)) || needs.some((id) => !except.needs.includes(id));
}
