import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { migrateToLatest, openDatabase } from '../../server/database/open.ts';
import { createTown, signIn, startTestApp, type Client, type Reply, type TestApp } from '../support/app.ts';
import { createTestDatabase, testEngine, type TestDatabase } from '../support/database.ts';
import { startPostgres, type OwnPostgres } from '../support/start-postgres.ts';

const ended: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ended.toReversed()) await end();
});

/** A file system of that many MB of its own; null where this machine lets nobody mount one. */
const mountDisk = (megabytes: number): string | null => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-disk-'));
  ended.push(() => rmdirSync(folder));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  ended.push(() => execFileSync('umount', ['--lazy', folder]));
  return folder;
};

const disk = mountDisk(testEngine() === 'sqlite' ? 40 : 400);

/** Temporary files of what `work` starts lie on that disk. */
const onDisk = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
};

let postgres: OwnPostgres | undefined;
const openOnDisk = (folder: string): Promise<TestDatabase> =>
  onDisk(folder, async () => {
    if (testEngine() === 'sqlite') return await createTestDatabase();
    const own = await startPostgres({ durable: true });
    postgres = own;
    ended.push(() => own.stop());
    const url = `${own.url}/postgres`;
    const knex = openDatabase(url);
    await migrateToLatest(knex);
    return { url, knex, destroy: () => knex.destroy() };
  });

const fillUp = async (folder: string, app: TestApp): Promise<string> => {
  const ballast = path.join(folder, 'ballast');
  for (const size of [1 << 20, 1 << 12]) {
    try {
      for (;;) appendFileSync(ballast, Buffer.alloc(size));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
  // Where the rest of a piece of the log has room for some more, it is left.
  if (postgres) await app.installation.db.raw('select pg_switch_wal()').catch(() => undefined);
  return ballast;
};

describe.skipIf(disk === null)('a disk that is full', () => {
  it('refuses what would be stored, keeps what was, and goes on once there is room', async () => {
    const folder = disk ?? '';
    const app = await startTestApp({ database: await openOnDisk(folder) });
    ended.push(() => app.close());
    const town = await createTown(app);
    const administrator = await signIn(app, town.email('administrator'));
    const add = (client: Client, number: number): Promise<Reply<{ code: string }>> =>
      client.post(
        `/municipalities/${town.code}/organisations`,
        { name: `満杯${number}`, kind: 'npo' },
        { key: `full-${number}` },
      );

    const ballast = await fillUp(folder, app);
    let number = 0;
    let refused: Reply<{ code: string }> | undefined;
    for (; number < 5_000; number += 1) {
      const reply = await add(administrator, number);
      if (reply.status !== 201) {
        refused = reply;
        break;
      }
    }
    expect(refused?.status).toBe(503);
    // A full disk ends PostgreSQL itself where its log has no room.
    expect(['databaseFull', 'databaseAway']).toContain(refused?.body.code);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);

    rmSync(ballast);
    let reply = await add(administrator, number);
    for (let tries = 0; reply.status !== 201 && tries < 60; tries += 1) {
      expect(reply.status).toBe(503);
      // As an operator would, where it did not come back by itself.
      if (tries === 20) await postgres?.resume().catch(() => undefined);
      await setTimeout(500);
      reply = await add(administrator, number);
    }
    expect(reply.status).toBe(201);
    const names = await app.installation.db('organisations').where('name', 'like', '満杯%').pluck('name');
    expect(names.toSorted()).toEqual(Array.from({ length: number + 1 }, (_, at) => `満杯${at}`).toSorted());
  });
});
