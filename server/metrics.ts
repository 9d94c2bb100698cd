import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { readersOf } from './database/open.ts';
import type { Answered } from './http/answered.ts';
import type { Installation } from './kernel/installation.ts';
import { noteTrouble } from './kernel/trouble.ts';
import { countBacktests, countEffects } from './metrics-store.ts';

export type Metrics = {
  note(answered: Answered): void;
  /** All of it, measured now, as Prometheus reads it. */
  tell(): Promise<string>;
  contentType: string;
};

type Pool = { numUsed(): number; numFree(): number; numPendingAcquires(): number };

/** What a server measures of itself, in Prometheus' words. Neither people nor municipalities are told apart. */
export function createMetrics(installation: Installation): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by route and status, until the last byte was handed over',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const gauge = (name: string, help: string): Gauge => new Gauge({ name: `sasaeai_${name}`, help, registers });
  const up = gauge(
    'database_up',
    '1 while the database answers; the gauges of effects and back-tests stand still while it does not',
  );
  const due = gauge('effects_due', 'Effects whose time has come and that are not done yet');
  const lag = gauge('effects_lag_seconds', 'How long the oldest of them has been waiting');
  const failed = gauge('effects_failed', 'Effects that were given up');
  const waiting = gauge('backtests_waiting', 'Back-tests that wait for their turn');
  const running = gauge('backtests_running', 'Back-tests under way');
  const pools = new Gauge({
    name: 'sasaeai_database_connections',
    help: 'Connections of this server by what they do; waiting: requests that wait for one',
    labelNames: ['state'],
    registers,
  });
  const measure = async (): Promise<void> => {
    // On SQLite those that read have a pool of their own. Knex hands its pool (tarn) on untyped.
    const all = [...new Set([installation.db, readersOf(installation.db)])].map(({ client }) => client.pool as Pool);
    const count = (of: (pool: Pool) => number): number => all.reduce((sum, pool) => sum + of(pool), 0);
    pools.set(
      { state: 'used' },
      count((pool) => pool.numUsed()),
    );
    pools.set(
      { state: 'free' },
      count((pool) => pool.numFree()),
    );
    pools.set(
      { state: 'waiting' },
      count((pool) => pool.numPendingAcquires()),
    );
    try {
      const now = installation.clock();
      const effects = await countEffects(readersOf(installation.db), now.toISOString());
      const backtests = await countBacktests(readersOf(installation.db));
      due.set(effects.due);
      lag.set(effects.oldest === null ? 0 : Math.max(0, (now.getTime() - Date.parse(effects.oldest)) / 1000));
      failed.set(effects.failed);
      waiting.set(backtests.waiting);
      running.set(backtests.running);
      up.set(1);
    } catch (error) {
      up.set(0);
      if (!noteTrouble(installation, error)) installation.log.error({ err: error }, 'not measured');
    }
  };
  return {
    contentType: registry.contentType,
    tell: () => measure().then(() => registry.metrics()),
    note: ({ method, route, status, ms }) => requests.observe({ method, route, status }, ms / 1000),
  };
}

/** Serves `GET /metrics` and nothing else: on an address of its own, because it is for whoever looks after the server only. */
export function createMetricsServer(metrics: Metrics): Server {
  return createServer((req, res) => {
    if (req.method !== 'GET' || req.url !== '/metrics') return void res.writeHead(404).end();
    metrics.tell().then(
      (text) => res.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      () => res.writeHead(500).end(),
    );
  });
}
