import { once } from 'node:events';
import { v7 as uuid } from 'uuid';
import { openDatabase } from '../database/open.ts';
import { readBacktestRow } from '../decisions/back-tests-store.ts';
import { countCases } from '../decisions/cases-store.ts';
import { runCases, scopeOf, type ChunkDone } from '../decisions/run-cases.ts';
import { dayInJapan } from '../kernel/clock.ts';
import { systemActor, type MunicipalContext } from '../kernel/context.ts';
import { readMunicipality } from '../settings/municipality/store.ts';

/*
 * A process that decides stored cases again, beside the service: with a database connection of its own, and only reading.
 * (On SQLite a second writer would make the service's own transactions fail.) What it finds goes to `run-back-test.ts`, which
 * writes it; a chunk ahead at most, so that results never pile up. It can be killed at any moment: a thread that is ended
 * while SQLite's driver works takes the whole server with it.
 */

export type JobInput = { databaseUrl: string; jobId: string; now: string };
export type JobMessage =
  | { type: 'total'; total: number }
  | ({ type: 'chunk' } & ChunkDone)
  | ({ type: 'end' } & Spent)
  | { type: 'failed'; error: object };
/** Where a job's time went: waiting for stored cases, deciding them, and waiting for what was found to be written. */
export type Spent = { readMs: number; decideMs: number; writeMs: number };

async function run({ databaseUrl, jobId, now }: JobInput, tell: (message: JobMessage) => void): Promise<void> {
  const db = openDatabase(databaseUrl, { inBackground: true });
  try {
    const job = await readBacktestRow(db, jobId);
    const municipality = job && (await readMunicipality(db, job.municipality_id));
    if (!job || !municipality) throw new Error(`no back-test ${jobId}`);
    const ctx: MunicipalContext = {
      db,
      actor: systemActor,
      language: 'ja',
      now,
      today: dayInJapan(now),
      newId: uuid,
      // Stored cases are decided again; no record is asked for.
      kinds: {},
      related: {},
      effectTypes: {},
      requestId: null,
      effects: [],
      municipality: { id: municipality.id, code: municipality.code, name: municipality.name },
    };
    // Counted beside the work where the database can do both.
    const counted = countCases(db, await scopeOf(ctx, job)).then((total) => tell({ type: 'total', total }));
    counted.catch(() => {});
    const watch = startWatch();
    let written: Promise<unknown> = Promise.resolve();
    for await (const chunk of runCases(ctx, job, watch.lap)) {
      watch.lap('decideMs');
      await written;
      written = once(process, 'message');
      tell({ type: 'chunk', ...chunk });
      watch.lap('writeMs');
    }
    await written;
    watch.lap('writeMs');
    await counted;
    tell({ type: 'end', ...watch.spent });
  } finally {
    await db.destroy();
  }
}

/** `lap` gives the time since the last one to a name. */
function startWatch(): { spent: Spent; lap: (name: keyof Spent) => void } {
  const spent: Spent = { readMs: 0, decideMs: 0, writeMs: 0 };
  let last = performance.now();
  return {
    spent,
    lap: (name) => {
      const now = performance.now();
      spent[name] += now - last;
      last = now;
    },
  };
}

if (process.send) {
  const tell = (message: JobMessage): void => void process.send?.(message);
  // The server has gone: nobody is there to write what is found.
  process.once('disconnect', () => process.exit(0));
  const [input] = (await once(process, 'message')) as [JobInput];
  try {
    await run(input, tell);
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    tell({ type: 'failed', error: { ...(error as object), cause: undefined, name, message, stack } });
  }
  process.disconnect();
}
