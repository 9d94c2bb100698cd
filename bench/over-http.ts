import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { createApp } from '../server/app.ts';
import { migrateToLatest, openDatabase } from '../server/database/open.ts';
import type { Installation } from '../server/kernel/installation.ts';
import { kindsAndEffects } from '../server/kinds/index.ts';
import { stopJobs } from '../server/studio/run-back-test.ts';
import { runOnServer } from '../test/support/run-on-server.ts';
import { startPostgres } from '../test/support/start-postgres.ts';

/** A request below `/api`; throws where the answer is not a good one. */
export type Ask = <T>(method: string, at: string, body?: unknown, version?: number) => Promise<T>;
export type Bench = {
  installation: Installation;
  origin: string;
  signIn: (email: string, password: string, municipality?: string) => Promise<Ask>;
};

/** Runs a measurement against the real server on SQLite, then on a PostgreSQL that waits for its disk. `log.info` of the installation is `hear`'s. */
export async function onBothEngines(
  measure: (engine: string, bench: Bench) => Promise<void>,
  hear: (details: object) => void = () => {},
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-bench-'));
  try {
    await serve('SQLite', `sqlite:${path.join(folder, 'bench.sqlite')}`, measure, hear);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const postgres = await startPostgres({ durable: true });
  try {
    await runOnServer(postgres.url, 'create database bench');
    await serve('PostgreSQL', `${postgres.url}/bench`, measure, hear);
  } finally {
    await postgres.stop();
  }
}

async function serve(
  engine: string,
  url: string,
  measure: (engine: string, bench: Bench) => Promise<void>,
  hear: (details: object) => void,
): Promise<void> {
  const installation: Installation = {
    db: openDatabase(url),
    clock: () => new Date(),
    newId: uuid,
    log: { info: hear, audit: () => {}, error: (details, message) => console.error(message, details) },
    secret: 'a secret of tests only',
    publicUrl: null,
    ...kindsAndEffects,
  };
  await migrateToLatest(installation.db);
  const app = createApp(installation, { secureCookies: false, demo: true });
  const server = await new Promise<Server>((resolve, reject) => {
    const listening: Server = app.listen(0, '127.0.0.1', (error) => (error ? reject(error) : resolve(listening)));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await measure(engine, { installation, origin, signIn: (...who) => signIn(origin, ...who) });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await stopJobs(installation);
    await installation.db.destroy();
  }
}

/** Signs in at a server, to the municipality of this code where there are several; bodies are JSON, or bytes as they are. */
export async function signIn(origin: string, email: string, password: string, municipality?: string): Promise<Ask> {
  const signedIn = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ municipality, email, password }),
  });
  if (!signedIn.ok) throw new Error(`${email} could not sign in: ${await signedIn.text()}`);
  const cookie =
    signedIn.headers
      .getSetCookie()
      .find((set) => set.startsWith('sasaeai='))
      ?.split(';')[0] ?? '';
  return async <T>(method: string, at: string, body?: unknown, version?: number) => {
    const headers = {
      Cookie: cookie,
      'Content-Type': 'application/json',
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    };
    const sent =
      body instanceof Uint8Array ? new Uint8Array(body) : body === undefined ? undefined : JSON.stringify(body);
    const response = await fetch(`${origin}/api/${at}`, {
      method,
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${at}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  };
}

export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export const middle = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
export const say = (value: number): string => Math.round(value).toLocaleString('en-US');
