import type { Db } from '../../database/db.ts';

/** That an item of an agenda is about a record, or that a record was made of it. */
export type AgendaTie = {
  id: string;
  municipality_id: string;
  meeting_id: string;
  item_id: string;
  kind: 'about' | 'follows';
  to_kind: string;
  to_id: string;
};

export const listAgendaTies = (db: Db, meetingId: string): Promise<AgendaTie[]> =>
  db<AgendaTie>('agenda_ties').where({ meeting_id: meetingId }).orderBy('id');

/** Of which agendas a record is told. */
export const listAgendaTiesTo = (db: Db, municipalityId: string, kind: string, id: string): Promise<AgendaTie[]> =>
  db<AgendaTie>('agenda_ties').where({ municipality_id: municipalityId, to_kind: kind, to_id: id }).orderBy('id');

/** Sets what the items of a meeting are about; what followed from those that are still there stays. */
export async function replaceAbout(db: Db, meetingId: string, items: string[], ties: AgendaTie[]): Promise<void> {
  await db('agenda_ties')
    .where({ meeting_id: meetingId })
    .where((any) => void any.where({ kind: 'about' }).orWhereNotIn('item_id', items))
    .delete();
  if (ties.length > 0) await db('agenda_ties').insert(ties);
}

/** Kept once, however often it is said. */
export async function insertFollowing(db: Db, tie: AgendaTie): Promise<void> {
  await db('agenda_ties').insert(tie).onConflict(['item_id', 'kind', 'to_id']).ignore();
}
