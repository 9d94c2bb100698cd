import type { Db } from '../database/db.ts';
import { isTrouble } from '../database/dialect.ts';
import { insertLooks, insertLooksAtOnce, insertMoreLooks, isOneStatement, type LookRows } from './audit-looks-store.ts';
import type { AuditDetails } from './audit-details.ts';
import { insertAuditLines, type AuditRow } from './audit-store.ts';
import { auditLine, type AuditedRecord, type MunicipalContext } from './context.ts';
import type { Installation } from './installation.ts';

/** What an answer told of residents: the record that was opened, or the ids of needs and referrals that it `shows` without being one's page. `id`: of its line in the audit, where more is shown by and by (`keepMoreLooks`). */
export type Look = { id?: string; action: string; record?: AuditedRecord; details?: AuditDetails; shows?: string[] };

/** A line of the audit, with the ids of the records that were shown. */
export type LookLine = { line: AuditRow; shows: string[] };

/** Needs and referrals that an answer showed somewhere; nothing where it showed none. */
export function showing(action: string, ids: Iterable<string>): Look[] {
  const shows = [...new Set(ids)];
  return shows.length === 0 ? [] : [{ action, details: { shown: shows.length }, shows }];
}

export const lookLines = (ctx: MunicipalContext, looks: Look[]): LookLine[] =>
  looks.map(({ id, action, record, details, shows }) => ({
    line: { ...auditLine(ctx, action, record, details), ...(id === undefined ? {} : { id }) },
    shows: [...new Set(shows)],
  }));

type Waiting = { lines: LookLine[]; done: () => void; failed: (reason: unknown) => void };
const queues = new WeakMap<Installation, Waiting[]>();

/**
 * Stores who looked at what. Lines of requests that come while others' are being stored go together in the next transaction.
 * Rejects where they cannot be stored: what was looked at must then not be told. In trouble of the database all that wait are
 * given up at once, so that nobody waits for it one after the other.
 */
export function keepLooks(installation: Installation, lines: LookLine[]): Promise<void> {
  return new Promise((done, failed) => {
    const waiting = queues.get(installation);
    if (waiting) return void waiting.push({ lines, done, failed });
    const queue: Waiting[] = [{ lines, done, failed }];
    queues.set(installation, queue);
    void emptyQueue(installation, queue);
  });
}

/** Stores what an answer of many parts is about to show, each time before the part is sent; `auditId`: the line that its first part stored. */
export async function keepMoreLooks({ db }: Installation, auditId: string, shows: readonly string[]): Promise<void> {
  const looks = [...new Set(shows)].map((record_id) => ({ record_id, audit_id: auditId }));
  await db.transaction((all) => insertMoreLooks(all, looks));
}

async function emptyQueue(installation: Installation, queue: Waiting[]): Promise<void> {
  // Whoever asks in this very moment comes along.
  await new Promise(setImmediate);
  while (queue.length > 0) {
    const some = queue.splice(0);
    try {
      await store(installation, some);
      for (const { done } of some) done();
    } catch (error) {
      if (isTrouble(error)) some.push(...queue.splice(0));
      for (const { failed } of some) failed(error);
    }
  }
  queues.delete(installation);
}

async function store({ db }: Installation, some: Waiting[]): Promise<void> {
  const lines = some.flatMap((each) => each.lines);
  // What is one statement needs no transaction around it: three fewer turns to the database before the answer goes out.
  if (isOneStatement(db, rowsOf(lines))) await insertLookLines(db, lines);
  else await db.transaction((all) => insertLookLines(all, lines));
}

const rowsOf = (lines: LookLine[]): LookRows => ({
  lines: lines.map(({ line }) => line),
  looks: lines.flatMap(({ line, shows }) => shows.map((record_id) => ({ record_id, audit_id: line.id }))),
});

/** Stores looks in the transaction that `db` is. */
export async function insertLookLines(db: Db, lines: LookLine[]): Promise<void> {
  const rows = rowsOf(lines);
  if (isOneStatement(db, rows)) return insertLooksAtOnce(db, rows);
  await insertAuditLines(db, rows.lines);
  await insertLooks(db, rows.looks);
}
