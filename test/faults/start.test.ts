import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, testEngine, type TestDatabase } from '../support/database.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

let database: TestDatabase;
const running: ServerProcess[] = [];
const start = (env: NodeJS.ProcessEnv = {}): ServerProcess => {
  const server = startServer(database.url, env);
  running.push(server);
  return server;
};

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterEach(async () => {
  for (const server of running) server.kill('SIGKILL');
  await Promise.all(running.splice(0).map((server) => server.ended));
});
afterAll(() => database.destroy());

describe('a server', () => {
  it('prepares an empty database, and another that begins at the same moment waits for it', async () => {
    // SQLite's one file belongs to one server.
    const servers = testEngine() === 'postgres' ? [start(), start(), start()] : [start()];
    for (const url of await Promise.all(servers.map((server) => server.url)))
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(servers.filter((server) => server.said().includes('database prepared'))).toHaveLength(1);
    for (const server of servers) server.kill('SIGTERM');
    expect(new Set(await Promise.all(servers.map((server) => server.ended)))).toEqual(new Set([0]));
  });

  it('ends on SIGINT and on SIGTERM within seconds, whoever is still connected, and keeps the data', async () => {
    // Side by side: most of it is waiting. SQLite's one file belongs to one server.
    const second = await createTestDatabase();
    await Promise.all(
      (
        [
          ['SIGINT', database.url],
          ['SIGTERM', second.url],
        ] as const
      ).map(async ([signal, databaseUrl]) => {
        const server = start({ DATABASE_URL: databaseUrl });
        const { hostname, port } = new URL(await server.url);
        expect(server.said()).toContain('database is up to date');
        const open = (text: string) => {
          const socket = connect(Number(port), hostname);
          socket.on('error', () => {});
          socket.write(text);
          return new Promise((resolve) => setTimeout(resolve, 200));
        };
        // One that waits for its next question, one that never finishes its own.
        await Promise.all([
          open('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'),
          open('PATCH /api/me HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'),
        ]);
        const begun = Date.now();
        server.kill(signal);
        expect(await server.ended).toBe(0);
        expect(Date.now() - begun).toBeLessThan(8_000);
        expect(server.said()).toContain('stopping');
      }),
    );
    await second.destroy();
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const server = start({ PORT: String(port) });
    expect(await server.ended).toBe(1);
    expect(server.said()).toMatch(new RegExp(`PORT=${port} .*port in use\\)\n$`));
    await new Promise((resolve) => other.close(resolve));
  });
});
