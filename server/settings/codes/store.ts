import type { z } from 'zod';
import type { Db } from '../../database/db.ts';
import type { codeList } from './contract.ts';

export type CodeList = z.infer<typeof codeList>;
export type CodeEntryRow = {
  id: string;
  municipality_id: string;
  list: CodeList;
  key: string;
  name_ja: string;
  name_en: string | null;
  position: number;
  retired_at: string | null;
  /** What the product does with it, joined by commas; null: nothing of its own. See `marksIn` and `codeMark`. */
  marks: string | null;
  /** Of a kind of meeting: JSON, what the agenda of a new one opens with; null: nothing. */
  agenda: string | null;
  version: number;
};

export const marksIn = ({ marks }: Pick<CodeEntryRow, 'marks'>): string[] => marks?.split(',') ?? [];

export const agendaIn = ({ agenda }: Pick<CodeEntryRow, 'agenda'>): string[] =>
  agenda === null ? [] : (JSON.parse(agenda) as string[]);

export async function insertCodeEntry(db: Db, row: CodeEntryRow): Promise<void> {
  await db('code_entries').insert(row);
}

export async function insertCodeEntries(db: Db, rows: CodeEntryRow[]): Promise<void> {
  await db.batchInsert('code_entries', rows, 50);
}

/** A municipality's entries in their order, retired ones too (old records still name them). */
export async function listCodeEntries(db: Db, municipalityId: string, list?: CodeList): Promise<CodeEntryRow[]> {
  return db<CodeEntryRow>('code_entries')
    .where({ municipality_id: municipalityId, ...(list ? { list } : {}) })
    .orderBy(['list', 'position', 'key']);
}

/** The position behind all entries of a list. */
export async function lastPosition(db: Db, municipalityId: string, list: CodeList): Promise<number> {
  const row = await db('code_entries')
    .where({ municipality_id: municipalityId, list })
    .max<{ last: number | null }>({ last: 'position' })
    .first();
  return (row?.last ?? -1) + 1;
}

export async function readCodeEntry(db: Db, municipalityId: string, id: string): Promise<CodeEntryRow | undefined> {
  return db<CodeEntryRow>('code_entries').where({ municipality_id: municipalityId, id }).first();
}
