import { describe, it } from 'vitest';
import { startServer } from './support/server-process.ts';

describe('a server', () => {
  it.concurrent.for<[name: string, url: string]>([
    ['a PostgreSQL that is not there', 'postgres://town:hunter2@127.0.0.1:1/town'],
    ['a host that nobody knows', 'postgres://town:hunter2@no-such-host.invalid/town'],
    ['a file that is no database', `sqlite:${import.meta.filename}`],
    ['a folder', `sqlite:${import.meta.dirname}`],
  ])('says in one line that it cannot use %s, and not its password', async ([_name, url], { expect }) => {
    const server = startServer(url);
    expect(await server.ended).toBe(1);
    expect(server.said()).toMatch(/^DATABASE_URL: [^\n]+\n$/);
    expect(server.said()).not.toContain('hunter2');
  });
});
