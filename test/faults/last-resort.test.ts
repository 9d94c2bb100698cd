import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startServer } from '../support/server-process.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.destroy());

it.each([
  ['uncaughtException', "process.on('SIGUSR2', () => { throw new Error('nobody catches this'); })"],
  ['unhandledRejection', "process.on('SIGUSR2', () => { Promise.reject(new Error('nobody catches this')); })"],
])('%s is logged, and the server ends as it does when it is told to, but says that it failed', async (event, code) => {
  const server = startServer(database.url, {
    NODE_OPTIONS: `--import="data:text/javascript,${encodeURIComponent(code)}"`,
  });
  const url = await server.url;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  server.kill('SIGUSR2');
  expect(await server.ended).toBe(1);
  const line = server
    .said()
    .split('\n')
    .find((text) => text.includes(event));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 60, err: { message: 'nobody catches this' } });
  expect(server.said()).toContain('stopping');
});
