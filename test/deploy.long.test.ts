import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runOnServer } from './support/run-on-server.ts';
import { startPostgres } from './support/start-postgres.ts';

/** No container engine is needed here: the image's own commands run in a folder that holds what git holds. */
const root = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-deploy-'));
const docker = readFileSync(path.join(root, 'deploy/Dockerfile'), 'utf8').split('\n');
const commands = docker.flatMap((line) => /^RUN (npm .*)$/.exec(line)?.[1] ?? []);

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

beforeAll(() => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files.filter((name) => !name.startsWith('test/')))
    cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
  for (const command of commands) execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the image', () => {
  it('is built without what the tests need, serves people, and shows its metrics apart from them', async () => {
    expect(commands).toEqual(['npm ci --omit=dev', 'npm run build']);
    const [port, metrics] = [await freePort(), await freePort()];
    const server = spawn(path.join(folder, 'node_modules/node/bin/node'), ['server/main.ts'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        SESSION_SECRET: 'a secret of this test alone',
        DATABASE_URL: `sqlite:${folder}/data/town.sqlite`,
        ACCESS_LOG: '1',
        METRICS_LISTEN: `127.0.0.1:${metrics}`,
      },
    });
    let said = '';
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    try {
      await expect.poll(() => said, { timeout: 60_000 }).toContain('Ctrl-C');
      const page = await fetch(`http://127.0.0.1:${port}/sign-in?email=someone`);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
      const built = await fetch(`http://127.0.0.1:${port}${script}`);
      expect([built.status, (await built.text()).length > 1000]).toEqual([200, true]);
      expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
      await expect
        .poll(async () => (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text())
        .toContain('http_request_duration_seconds_count{method="GET",route="asset",status="200"} 1');
      await expect.poll(() => said).toContain('"route":"page"');
      expect(said).not.toContain('someone');
      server.kill('SIGTERM');
      expect(await new Promise((resolve) => server.once('exit', resolve))).toBe(0);
    } finally {
      server.kill('SIGKILL');
    }
  });
});

type Service = {
  environment: Record<string, string>;
  ports?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
};

describe('compose', () => {
  const { services } = parse(readFileSync(path.join(root, 'deploy/compose.yaml'), 'utf8')) as {
    services: Record<'sasaeai' | 'database', Service>;
  };
  /** As compose fills in a value: `${NAME}`, `${NAME:-otherwise}`, and `${NAME:?}`, without which it refuses to start. */
  const fill = (values: Record<string, string>, env: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, wanted: string, kind?: string, otherwise = '') => {
          const given = env[wanted] ?? '';
          if (given === '' && kind === '?') throw new Error(`${wanted} is not set`);
          return given === '' ? otherwise : given;
        }),
      ]),
    );
  const settings = {
    PUBLIC_URL: 'http://127.0.0.1:3000',
    SESSION_SECRET: 'a secret of this test alone',
    POSTGRES_PASSWORD: 'words0fthistest',
  };

  it('starts only with what must be set', () => {
    for (const name of Object.keys(settings))
      expect(() =>
        [services.sasaeai, services.database].map(({ environment }) => fill(environment, { ...settings, [name]: '' })),
      ).toThrow(name);
  });

  it('runs the image’s command on its database, well by the image’s own check, its metrics for this machine alone', async () => {
    expect(services.sasaeai.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(services.database.healthcheck?.test).toEqual(['CMD-SHELL', 'pg_isready -U sasaeai']);
    const database = fill(services.database.environment, settings);
    const env = fill(services.sasaeai.environment, settings);
    // Whatever listens in the container is published on this machine and nowhere else.
    const inside = [docker.find((line) => line.startsWith('EXPOSE'))?.split(' ')[1], env.METRICS_LISTEN?.split(':')[1]];
    expect(services.sasaeai.ports).toEqual(inside.map((port) => `127.0.0.1:${port}:${port}`));
    const postgres = await startPostgres({ durable: false });
    const [port, metrics] = [await freePort(), await freePort()];
    let server: ReturnType<typeof spawn> | undefined;
    try {
      // What the image of PostgreSQL makes of its settings.
      await runOnServer(
        postgres.url,
        `create role ${database.POSTGRES_USER} login password '${database.POSTGRES_PASSWORD}'`,
      );
      await runOnServer(postgres.url, `create database ${database.POSTGRES_DB} owner ${database.POSTGRES_USER}`);
      const [command = '', ...args] = listOf(/^CMD (\[.*\])$/);
      server = spawn(path.join(folder, 'node_modules/node/bin', command), args, {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'production',
          ...env,
          // Names and ports of containers, on this machine.
          HOST: '127.0.0.1',
          PORT: String(port),
          PUBLIC_URL: `http://127.0.0.1:${port}`,
          METRICS_LISTEN: `127.0.0.1:${metrics}`,
          DATABASE_URL: env.DATABASE_URL?.replace('@database/', `@${new URL(postgres.url).host}/`),
        },
      });
      let said = '';
      for (const stream of [server.stdout, server.stderr])
        stream?.on('data', (text: Buffer) => (said += text.toString()));
      await expect.poll(() => said, { timeout: 60_000 }).toContain('Ctrl-C');
      const [, ...check] = listOf(/HEALTHCHECK .*CMD (\[.*\])$/);
      const checked = check.map((part) => part.replace(':3000', `:${port}`));
      execFileSync(path.join(folder, 'node_modules/node/bin/node'), checked, { stdio: 'pipe' });
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
      expect(await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()).toContain(
        'http_request_duration_seconds',
      );
      const { rows } = await ask(postgres.url.replace('postgres:postgres', `sasaeai:${database.POSTGRES_PASSWORD}`));
      expect(Number(rows[0]?.count)).toBeGreaterThan(20);
      server.kill('SIGTERM');
      const ended = server;
      expect(await new Promise((resolve) => ended.once('exit', resolve))).toBe(0);
    } finally {
      server?.kill('SIGKILL');
      await postgres.stop();
    }
  });

  const listOf = (pattern: RegExp): string[] =>
    JSON.parse(docker.flatMap((line) => pattern.exec(line)?.[1] ?? []).at(-1) ?? '[]') as string[];
  /** The tables of the server's own database, as the server's own user. */
  const ask = async (url: string): Promise<{ rows: { count: string }[] }> => {
    const client = new pg.Client({ connectionString: `${url}/sasaeai` });
    await client.connect();
    try {
      return await client.query(
        "select count(*) from pg_tables where schemaname = 'public' and tableowner = 'sasaeai'",
      );
    } finally {
      await client.end();
    }
  };
});
