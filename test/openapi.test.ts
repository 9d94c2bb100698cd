import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeApi, operationId } from '../server/http/openapi.ts';
import { routes } from '../server/routes.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-openapi-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Redocly says of a description; its telemetry and its search for updates are off. */
function lint(description: unknown): { status: number | null; said: string } {
  const file = path.join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(description));
  // A literal part of a path comes before a parameter here, as everywhere in Express.
  const { status, stdout, stderr } = spawnSync(
    path.join(root, 'node_modules/.bin/redocly'),
    ['lint', file, '--format', 'stylish', '--skip-rule', 'no-ambiguous-paths'],
    {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: process.env.PATH, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  );
  return { status, said: stdout + stderr };
}

it('describes the API so that Redocly finds nothing to say', () => {
  const { status, said } = lint(describeApi(routes));
  expect(said).not.toMatch(/warning|error/);
  expect(status).toBe(0);
});

it('would hear of it', () => {
  expect(lint({ ...describeApi(routes), servers: [] }).said).toContain('no-empty-servers');
});

it('gives each operation a name of its own', () => {
  const names = routes.map(operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => /^[a-z][A-Za-z]+$/.test(name))).toBe(true);
  expect(names).toContain('getNeedsById');
});
