import { setTimeout } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateToLatest, openDatabase } from '../../server/database/open.ts';
import { routeOf } from '../server/permissions/ask-row.ts';
import type { Asker } from '../server/permissions/askers.ts';
import { makeRecords, type Records } from '../server/permissions/records.ts';
import { isRead, table, type Row } from '../server/permissions/table.ts';
import { connect, type Client } from '../support/app.ts';
import { testEngine } from '../support/database.ts';
import { runOnServer } from '../support/run-on-server.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import { startPostgres, type OwnPostgres } from '../support/start-postgres.ts';

describe.runIf(testEngine() === 'postgres')(
  'a PostgreSQL that is stopped and started under traffic of every kind',
  () => {
    let postgres: OwnPostgres;
    let records: Records;
    const tokens = new Map<Asker, string>();
    beforeAll(async () => {
      postgres = await startPostgres({ durable: true });
      await runOnServer(postgres.url, 'create database town template template0');
      const url = `${postgres.url}/town`;
      const db = openDatabase(url);
      await migrateToLatest(db);
      records = await makeRecords({ url, knex: db, destroy: () => db.destroy() });
      for (const [asker, client] of Object.entries(records.askers.clients) as [Asker, Client][]) {
        if (asker === 'anonymous') continue;
        const reply = await client.post<{ secret: string }>('/me/tokens', { name: '試験' });
        if (reply.status === 201) tokens.set(asker, reply.body.secret);
      }
    }, 300_000);
    afterAll(async () => {
      await records?.app.close();
      await postgres?.stop();
    });

    // What ends an asker's own session or token would end the traffic.
    const rows = table.filter(
      (row) =>
        row.may !== '' &&
        row.made === undefined &&
        !row.alone &&
        !row.route.includes('/me/password') &&
        !row.route.includes('/me/tokens'),
    );

    async function askRow(client: Client, row: Row): Promise<number> {
      const asker = row.may.split(' ').find((candidate) => tokens.has(candidate as Asker)) as Asker | undefined;
      if (!asker) return 0;
      const request = row.ask(records, asker, '');
      const path = request.path.startsWith('/')
        ? request.path
        : `/municipalities/${records.town.code}${request.path === '' ? '' : `/${request.path}`}`;
      const isSignIn = routeOf(row)?.access === 'public';
      const headers = {
        ...(isSignIn ? {} : { Authorization: `Bearer ${tokens.get(asker)}` }),
        ...(request.version ? { 'If-Match': '"1"' } : {}),
      };
      return (await client.ask(row.route.split(' ')[0]!.toUpperCase(), path, request.body, { headers })).status;
    }

    it.each([1, 2])(
      'costs %i server(s) only 503s: the processes live, what was acknowledged is there, and all goes on by itself',
      async (count) => {
        const running: ServerProcess[] = [];
        try {
          for (let number = 0; number < count; number++) running.push(startServer(`${postgres.url}/town`));
          const urls = await Promise.all(running.map((server) => server.url));
          const statuses = new Map<number, number>();
          const bad: string[] = [];
          const acknowledged: string[] = [];
          let busy = true;
          const traffic = urls.flatMap((url, which) => {
            const client = connect({ url });
            const note = (what: string, status: number): void => {
              statuses.set(status, (statuses.get(status) ?? 0) + 1);
              if (status >= 500 && status !== 503) bad.push(`${status} ${what}`);
            };
            const every = async (offset: number): Promise<void> => {
              for (let at = offset; busy; at++) {
                const row = rows[at % rows.length]!;
                note(row.route, await askRow(client, row));
              }
            };
            const write = async (): Promise<void> => {
              while (busy) {
                const name = `会${which}-${uuid()}`;
                const reply = await client.post(
                  `/municipalities/${records.town.code}/organisations`,
                  { name, kind: 'npo' },
                  { key: uuid(), headers: { Authorization: `Bearer ${tokens.get('administrator')}` } },
                );
                note('organisations', reply.status);
                if (reply.status === 201) acknowledged.push(name);
              }
            };
            const watch = async (): Promise<void> => {
              while (busy) {
                const alive = (await fetch(`${url}/healthz`)).status;
                if (alive !== 200) bad.push(`healthz ${alive}`);
                await setTimeout(100);
              }
            };
            return [every(0), every(Math.floor(rows.length / 2)), write(), watch()];
          });
          const ready = async (): Promise<number[]> =>
            Promise.all(urls.map(async (url) => (await fetch(`${url}/readyz`)).status));

          await setTimeout(2_000);
          for (const pause of [500, 4_000]) {
            await postgres.halt();
            await setTimeout(pause);
            expect(new Set(await ready())).toEqual(new Set([503]));
            await postgres.resume();
            const back = Date.now();
            while ((await ready()).some((status) => status !== 200)) await setTimeout(50);
            // A second is promised; this machine has more to do.
            expect(Date.now() - back).toBeLessThan(3_000);
            await setTimeout(2_000);
          }
          for (let number = 0; number < 20; number++) {
            await runOnServer(
              postgres.url,
              "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'town' and pid <> pg_backend_pid()",
            );
            await setTimeout(100);
          }
          await setTimeout(1_000);
          busy = false;
          await Promise.all(traffic);

          expect(bad).toEqual([]);
          expect(statuses.get(503)).toBeGreaterThan(0);
          expect(statuses.get(200)).toBeGreaterThan(rows.length);
          await setTimeout(500);
          const db = openDatabase(`${postgres.url}/town`);
          const stored = new Set(await db('organisations').pluck('name'));
          expect(acknowledged.filter((name) => !stored.has(name))).toEqual([]);
          expect(acknowledged.length).toBeGreaterThan(10);
          // Nothing that had to be done is left over or given up, and nothing was done twice.
          await expect
            .poll(
              async () =>
                (
                  await db('effects')
                    .whereIn('status', ['pending', 'failed'])
                    .where('due_at', '<=', new Date().toISOString())
                ).length,
              { timeout: 30_000 },
            )
            .toBe(0);
          const daily: { unique_key: string }[] = await db('effects').where({ type: 'daily' }).select('unique_key');
          expect(new Set(daily.map((row) => row.unique_key)).size).toBe(daily.length);
          await db.destroy();
          for (const server of running) server.kill('SIGTERM');
          expect(await Promise.all(running.map((server) => server.ended))).toEqual(running.map(() => 0));
          // Said when it began, not for every request.
          for (const server of running) expect(server.said().split('in trouble').length - 1).toBeLessThan(60);
        } finally {
          for (const server of running) server.kill('SIGKILL');
        }
      },
      300_000,
    );

    it('asks for every kind of request', () => {
      expect(rows.length).toBeGreaterThan(60);
      expect(rows.some(isRead)).toBe(true);
    });
  },
);
