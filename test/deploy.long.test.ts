import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

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
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the image', () => {
  it('is built without what the tests need, serves people, and shows its metrics apart from them', async () => {
    expect(commands).toEqual(['npm ci --omit=dev', 'npm run build']);
    for (const command of commands) execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
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
