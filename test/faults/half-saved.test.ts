import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPostgres } from '../../server/database/dialect.ts';
import { listTablesInOrder, readRows } from '../../server/kernel/backup-store.ts';
import { askRow, routeOf } from '../server/permissions/ask-row.ts';
import type { Asker } from '../server/permissions/askers.ts';
import { makeRecords, type Records } from '../server/permissions/records.ts';
import { isRead, table } from '../server/permissions/table.ts';

let records: Records;
beforeAll(async () => {
  records = await makeRecords();
});
afterAll(() => records.app.close());

/** Everything that lasts, as it stands. */
async function photograph(): Promise<Record<string, string[]>> {
  const { db } = records.app.installation;
  const shown: Record<string, string[]> = {};
  for (const shape of await listTablesInOrder(db)) {
    // A number that nobody got after all leaves a gap on PostgreSQL.
    if (shape.name === 'counters' && isPostgres(db)) continue;
    const lines: string[] = (shown[shape.name] = []);
    for await (const rows of readRows(db, shape)) lines.push(...rows.map((row) => JSON.stringify(row)));
  }
  return shown;
}

/** Makes the database itself fail whenever a key gets its answer: the very last that a write stores. */
async function breakLastWrite(): Promise<void> {
  const { db } = records.app.installation;
  if (!isPostgres(db)) {
    await db.raw(
      "create trigger disk_full before update on idempotency_keys begin select raise(abort, 'the disk is full'); end",
    );
    return;
  }
  await db.raw(
    "create function disk_full() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$",
  );
  await db.raw('create trigger disk_full before update on idempotency_keys for each row execute function disk_full()');
}

const mend = (): Promise<unknown> =>
  records.app.installation.db.raw(
    isPostgres(records.app.installation.db) ? 'drop function disk_full cascade' : 'drop trigger disk_full',
  );

describe('a write that fails at its very end leaves nothing behind', () => {
  const rows = table.filter((row) => {
    const entry = routeOf(row);
    // One that signs in for its question leaves the sign-in behind.
    return (
      !isRead(row) && !entry?.reads && row.may !== '' && !row.alone && entry?.access !== 'public' && !entry?.secret
    );
  });
  it.each(rows.map((row) => ({ name: row.note ? `${row.route} (${row.note})` : row.route, row })))(
    '$name',
    async ({ row }) => {
      const asker = row.may.split(' ').find((candidate) => candidate !== 'anonymous') as Asker;
      const made = row.made ? await records.make[row.made]() : '';
      const before = await photograph();
      await breakLastWrite();
      try {
        const reply = await askRow<{ code: string }>(records, row, asker, made, 'breaks');
        expect([reply.status, reply.body.code]).toEqual([500, 'internal']);
        expect(reply.text).not.toContain('disk');
      } finally {
        await mend();
      }
      expect(await photograph()).toEqual(before);
    },
  );
});
