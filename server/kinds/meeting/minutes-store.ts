import type { Db } from '../../database/db.ts';
import type { MinutesState } from './store.ts';

export type MinutesReplyRow = {
  id: string;
  municipality_id: string;
  meeting_id: string;
  /** Of which sending. */
  round: number;
  user_id: string;
  name: string;
  kind: 'as-it-was' | 'comment';
  words: string | null;
  replied_at: string;
};

export type AddendumRow = {
  id: string;
  municipality_id: string;
  meeting_id: string;
  words: string;
  reason: string;
  /** Who added it, as they were called then. */
  name: string;
  added_by: string | null;
  added_at: string;
};

/** Keeps what somebody says to minutes that were sent; what they said to the same before gives way. */
export async function keepReply(db: Db, row: MinutesReplyRow): Promise<void> {
  await db('minutes_replies')
    .insert(row)
    .onConflict(['meeting_id', 'round', 'user_id'])
    .merge(['name', 'kind', 'words', 'replied_at']);
}

export const listMinutesReplies = (db: Db, meetingId: string): Promise<MinutesReplyRow[]> =>
  db<MinutesReplyRow>('minutes_replies').where({ meeting_id: meetingId }).orderBy(['replied_at', 'id']);

export async function insertAddendum(db: Db, row: AddendumRow): Promise<void> {
  await db('minutes_addenda').insert(row);
}

export const listAddenda = (db: Db, meetingId: string): Promise<AddendumRow[]> =>
  db<AddendumRow>('minutes_addenda').where({ meeting_id: meetingId }).orderBy(['added_at', 'id']);

/** The meeting has a new version: whoever has its page open is told. */
export async function raiseVersion(db: Db, meetingId: string): Promise<number> {
  await db('meetings')
    .where({ id: meetingId })
    .update({ version: db.raw('version + 1') });
  const row = (await db('meetings').where({ id: meetingId }).first('version')) as { version: number };
  return row.version;
}

export type MinutesColumns = {
  minutes_state: MinutesState;
  minutes_round: number;
  minutes_sent_at: string | null;
  confirmed_at: string | null;
  confirmed_by: string | null;
};

/** What somebody is called, for what is stored beside their id. */
export async function readUserName(db: Db, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const row = (await db('users').where({ id }).first('name')) as { name: string } | undefined;
  return row?.name ?? null;
}
