import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { migrateToLatest, openDatabase } from '../server/database/open.ts';
import type { Installation } from '../server/kernel/installation.ts';
import { kindsAndEffects } from '../server/kinds/index.ts';
import { runOnServer } from '../test/support/run-on-server.ts';
import { startServer } from '../test/support/server-process.ts';
import { startPostgres } from '../test/support/start-postgres.ts';
import { code, email, fill, password, saveDraft } from './backtest.ts';
import type { Disturbance } from './disturb.ts';
import { say, signIn, time, type Ask } from './over-http.ts';

const seconds = 20;
/** What each disturbance alone, and all at once, may do to the slowest of a hundred answers. */
const most = { alone: 3, together: 6 };

/**
 * Prints what strangers and heavy work do to somebody who lists needs: the 99th percentile beside that at rest, on both
 * databases, with the server in a process of its own.
 */
export async function benchFlood(cases = 1_000_000): Promise<void> {
  console.log(
    `node ${process.version}; one signed-in user lists needs without a pause for ${seconds} s, at rest and beside others; ${say(cases)} stored cases; p99, and × that at rest.\n`,
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-flood-'));
  try {
    await measure('SQLite', `sqlite:${path.join(folder, 'bench.sqlite')}`, cases);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const postgres = await startPostgres({ durable: true });
  try {
    await runOnServer(postgres.url, 'create database bench');
    await measure('PostgreSQL', `${postgres.url}/bench`, cases);
  } finally {
    await postgres.stop();
  }
}

async function measure(engine: string, url: string, cases: number): Promise<void> {
  const log = {
    info: () => {},
    audit: () => {},
    error: (details: object, message: string) => console.error(message, details),
  };
  const db = openDatabase(url);
  const installation: Installation = {
    db,
    clock: () => new Date(),
    newId: uuid,
    log,
    secret: '',
    publicUrl: null,
    ...kindsAndEffects,
  };
  await migrateToLatest(db);
  await fill(installation, cases);
  await db.raw('analyze');
  const server = startServer(url, { TRUST_PROXY: '1' });
  try {
    const origin = await server.url;
    const ask = await signIn(origin, email, password);
    await saveDraft(ask, db);
    await db.destroy();
    await list(ask, 3);
    const rest = await list(ask, seconds);
    console.log(
      `${engine}\n  ${'at rest'.padEnd(44)}${rest.p99.toFixed(1).padStart(8)} ms${''.padStart(10)}  (${rest.count} answers)`,
    );
    for (const [name, disturbance] of Object.entries(disturbances))
      report(name, await beside(origin, [disturbance], ask), rest.p99, most.alone);
    report('all of them at once', await beside(origin, Object.values(disturbances), ask), rest.p99, most.together);
    console.log('');
  } finally {
    server.kill('SIGKILL');
    await server.ended;
  }
}

const disturbances: Record<string, Disturbance> = {
  '50 strangers sign in, 250 times a second': 'strangers',
  'one uploads 20 MB': 'upload',
  'one back-tests a million cases': 'backtest',
};

type Listed = { p99: number; count: number };

/** Lists over and over, and answers the 99th percentile of how long it took (ms). */
async function list(ask: Ask, forSeconds: number): Promise<Listed> {
  const took: number[] = [];
  const end = performance.now() + forSeconds * 1000;
  while (performance.now() < end) took.push(await time(() => ask('GET', `municipalities/${code}/needs`)));
  return { p99: took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? Number.NaN, count: took.length };
}

async function beside(origin: string, what: Disturbance[], ask: Ask): Promise<Listed> {
  const others = fork(new URL('./disturb.ts', import.meta.url), [origin, ...what]);
  const ended = once(others, 'exit');
  await once(others, 'message');
  const listed = await list(ask, seconds);
  others.send('enough');
  await ended;
  return listed;
}

function report(name: string, { p99, count }: Listed, rest: number, atMost: number): void {
  const ratio = p99 / rest;
  const aim = `${ratio <= atMost ? 'reached    ' : 'NOT reached'}  at most ${atMost} ×`;
  console.log(
    `  ${name.padEnd(44)}${p99.toFixed(1).padStart(8)} ms${ratio.toFixed(2).padStart(8)} ×  (${count} answers)  ${aim}`,
  );
}
