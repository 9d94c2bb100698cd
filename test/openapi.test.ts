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
    process.execPath,
    // Not by its name: the machine's own Node may be an older one, and Redocly says so each time.
    [
      path.join(root, 'node_modules/@redocly/cli/bin/cli.js'),
      'lint',
      file,
      '--format',
      'stylish',
      '--skip-rule',
      'no-ambiguous-paths',
    ],
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

type Described = {
  tags: { name: string; description: string }[];
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { name: string; in: string; schema: { enum?: string[] } }[];
        requestBody?: { content: Record<string, { example?: unknown }> };
        responses: Record<
          string,
          { headers?: Record<string, unknown>; content?: Record<string, { example?: unknown }> }
        >;
      }
    >
  >;
};

it('lists what a part of a path may be, says what a file is called, and which version a record has', () => {
  const { paths, tags } = describeApi(routes) as Described;
  const base = '/api/municipalities/{municipality}';
  const kinds = paths[`${base}/definitions/{kind}`]?.get?.parameters?.find(({ name }) => name === 'kind');
  expect(kinds?.schema.enum).toEqual(['form', 'rules', 'workflow', 'register']);
  const file = paths[`${base}/rules/{key}/backtests/{id}/export`]?.get?.responses[200];
  expect(Object.keys(file?.content ?? {})).toEqual([
    'text/csv',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ]);
  expect(file?.headers).toHaveProperty('Content-Disposition');
  expect(paths[`${base}/needs/{id}`]?.get?.responses[200]?.headers).toHaveProperty('ETag');
  expect(tags.map(({ name }) => name).toSorted()).toEqual([...new Set(routes.map(({ tag }) => tag))].toSorted());
});

it('shows nearly every request and answer by an example that its own shape takes', () => {
  const { paths } = describeApi(routes) as Described;
  const shown = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ requestBody, responses }) => [
      ...Object.entries(requestBody?.content ?? {}),
      ...Object.entries(responses[200]?.content ?? {}),
      ...Object.entries(responses[201]?.content ?? {}),
    ])
    .filter(([type]) => type === 'application/json')
    .map(([, { example }]) => example !== undefined);
  // Shapes with rules of their own, as passwords and links have, give none.
  expect(shown.filter(Boolean).length / shown.length).toBeGreaterThan(0.9);
});
