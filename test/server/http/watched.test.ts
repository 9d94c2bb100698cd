import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answered } from '../../../server/http/answered.ts';
import { createMetrics, createMetricsServer, type Metrics } from '../../../server/metrics.ts';
import { createTown, startTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
let metrics: Metrics;
const answered = new Map<string, Answered>();

beforeAll(async () => {
  app = await startTestApp({
    answered: (request) => {
      answered.set(request.requestId, request);
      metrics.note(request);
    },
  });
  metrics = createMetrics(app.installation);
  await createTown(app);
});
afterAll(() => app.close());

/** Asks, and answers what was told of it; that comes when the last byte has gone. */
async function watch(path: string): Promise<Answered> {
  const response = await fetch(`${app.url}${path}`);
  await response.arrayBuffer();
  const id = response.headers.get('X-Request-Id') ?? '';
  await expect.poll(() => answered.has(id)).toBe(true);
  return answered.get(id) as Answered;
}

async function scrape(): Promise<(name: string) => number | undefined> {
  const server = createMetricsServer(metrics).listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await fetch(`${url}/`)).status).toBe(404);
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const lines = (await response.text()).split('\n');
    return (name) => {
      const line = lines.find((candidate) => candidate.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.slice(name.length + 1));
    };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('whoever looks after the server', () => {
  it.each([
    [
      'a resident’s record',
      '/api/municipalities/99901/needs/019a0000-0000-7000-8000-000000000000?q=桜井',
      401,
      '/api/municipalities/:municipality/needs/:id',
    ],
    ['what the API does not have', '/api/nothing/桜井', 404, 'none'],
    ['an old built file', '/assets/needs-page-0000.js', 404, 'none'],
    ['what some other server might have', '/metrics', 404, 'none'],
    ['a word for a municipality', '/桜井/home', 404, 'none'],
  ])('is told of %s by its route, without what was asked for', async (_name, path, status, route) => {
    const { ms, requestId, ...rest } = await watch(path);
    expect(rest).toEqual({ method: 'GET', route, status, aborted: false });
    expect(requestId).toMatch(/^[\da-f-]{36}$/);
    expect(ms).toBeGreaterThan(0);
  });

  it('is told of pages as pages', async () => {
    for (const path of ['/', '/sign-in', '/invitation', '/account', '/99901', '/99901/needs/1'])
      expect([path, (await watch(path)).route]).toEqual([path, 'page']);
  });

  it('reads how many requests there were, what waits, and whether the database answers', async () => {
    const labels = 'method="GET",route="/api/municipalities/:municipality/needs",status="401"';
    await watch('/api/municipalities/99901/needs');
    const before = await scrape();
    expect(before(`http_request_duration_seconds_count{${labels}}`)).toBe(1);
    expect(before('sasaeai_database_up')).toBe(1);
    expect(before('sasaeai_database_connections{state="waiting"}')).toBe(0);
    expect(before('sasaeai_effects_failed')).toBe(0);
    expect(before('process_resident_memory_bytes')).toBeGreaterThan(1e6);

    const [municipality] = await app.installation.db('municipalities').select('id');
    const now = app.clock.now.getTime();
    for (const [id, status, due] of [
      ['019a0000-0000-7000-8000-000000000001', 'pending', now - 90_000],
      ['019a0000-0000-7000-8000-000000000002', 'pending', now + 90_000],
      ['019a0000-0000-7000-8000-000000000003', 'failed', now - 90_000],
    ] as const)
      await app.installation.db('effects').insert({
        id,
        municipality_id: municipality.id,
        type: 'daily',
        params: '{}',
        due_at: new Date(due).toISOString(),
        status,
        attempts: 0,
        created_at: new Date(now).toISOString(),
      });
    const after = await scrape();
    expect(after('sasaeai_effects_due')).toBe(1);
    expect(after('sasaeai_effects_lag_seconds')).toBe(90);
    expect(after('sasaeai_effects_failed')).toBe(1);
    expect(after('sasaeai_backtests_waiting')).toBe(0);
  });
});
