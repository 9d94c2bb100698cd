import type { Db } from '../../database/db.ts';

/** That an answer names a record. */
export type TieRow = {
  id: string;
  municipality_id: string;
  from_kind: string;
  from_id: string;
  submission_id: string;
  form_id: string;
  field: string;
  to_kind: string;
  to_id: string;
  /** In an entry that has a consent of its own: the end of it (`endsOfConsent`); null: whoever is named is not told of the record by it. */
  told_before: string | null;
};

export async function insertTies(db: Db, rows: TieRow[]): Promise<void> {
  if (rows.length > 0) await db('record_ties').insert(rows);
}

export const listTiesFrom = (db: Db, municipalityId: string, kind: string, id: string): Promise<TieRow[]> =>
  db<TieRow>('record_ties').where({ municipality_id: municipalityId, from_kind: kind, from_id: id }).orderBy('id');

export const listTiesTo = (db: Db, municipalityId: string, kind: string, id: string): Promise<TieRow[]> =>
  db<TieRow>('record_ties').where({ municipality_id: municipalityId, to_kind: kind, to_id: id }).orderBy('id');

/** Those of these records that a record of the kind names. */
export async function listNamedBy(db: Db, kind: string, ids: string[]): Promise<ReadonlySet<string>> {
  const rows = await db<TieRow>('record_ties').where({ from_kind: kind }).whereIn('to_id', ids).select('to_id');
  return new Set(rows.map(({ to_id: id }) => id));
}

/** How many records of each kind a record names or is named by. */
export async function countTied(
  db: Db,
  municipalityId: string,
  kind: string,
  id: string,
): Promise<ReadonlyMap<string, number>> {
  const named = await listTiesFrom(db, municipalityId, kind, id);
  const naming = await listTiesTo(db, municipalityId, kind, id);
  const others = [
    ...named.map((tie) => ({ kind: tie.to_kind, id: tie.to_id })),
    ...naming.map((tie) => ({ kind: tie.from_kind, id: tie.from_id })),
  ];
  return new Map(
    [...Map.groupBy(others, (other) => other.kind)].map(([other, of]) => [
      other,
      new Set(of.map(({ id: tied }) => tied)).size,
    ]),
  );
}

/** The kinds of records that a record is tied to, by their ids. */
export async function listKnownKinds(db: Db, fromId: string): Promise<Map<string, string>> {
  const rows = await db<TieRow>('record_ties').where({ from_id: fromId }).select('to_id', 'to_kind');
  return new Map(rows.map(({ to_id: id, to_kind: kind }) => [id, kind]));
}

/** What is said no more once this was corrected. */
export async function deleteTiesOf(db: Db, submissionId: string): Promise<void> {
  await db('record_ties').where({ submission_id: submissionId }).delete();
}

/** A resident's, or what is about them: nobody is led to it or from it once it has been erased. */
export async function deleteTiesWith(db: Db, ids: string[]): Promise<void> {
  await db('record_ties').whereIn('to_id', ids).orWhereIn('from_id', ids).delete();
  await db('agenda_ties').whereIn('to_id', ids).delete();
}

/** What these answers named, and name no more. */
export async function deleteTiesGone(db: Db, submissionId: string, gone: string[]): Promise<void> {
  if (gone.length > 0) await db('record_ties').where({ submission_id: submissionId }).whereIn('to_id', gone).delete();
}

/** What former answers of a record named in a list that it says anew: the ties of its own answers stay. */
export async function deleteTiesSaidAgain(db: Db, recordId: string, list: string): Promise<void> {
  await db('record_ties')
    .where({ from_id: recordId })
    .whereRaw("field like ? escape '\\'", [`${list.replaceAll(/[\\%_]/g, String.raw`\$&`)}[].%`])
    .whereNotIn('submission_id', db('records').where({ id: recordId }).select('submission_id'))
    .delete();
}
