import { Worker } from 'node:worker_threads';
import { claimBacktest, insertBacktestRows, listAbandoned, noteProgress, type BacktestRow } from '../../store/backtests.ts';
import { urlOf } from '../../store/database.ts';
import { readMunicipality } from '../../store/municipalities.ts';
import { addEffect } from '../effects/add-effect.ts';
import type { MunicipalContext } from '../context.ts';
import type { EffectToPerform } from '../effects/perform-effects.ts';
import { inTransaction, systemAsker, type Installation } from '../installation.ts';
import type { WorkerInput, WorkerMessage } from './job-worker.ts';

/** A job whose server gave no sign of life for so long is another server's to begin again. */
const ABANDONED_MS = 60_000;

const deadlineAt = (now: string): string => new Date(Date.parse(now) - ABANDONED_MS).toISOString();

type Running = { ended: Promise<void>; stop: () => void; /** Gives the job back: whoever starts next begins it again at once. */ giveBack: () => Promise<unknown> };
const running = new WeakMap<Installation, Map<string, Running>>();

const runningOf = (installation: Installation): Map<string, Running> => {
  const known = running.get(installation) ?? new Map<string, Running>();
  running.set(installation, known);
  return known;
};

/** The effect `backtest`: takes the job, unless another server has it, and runs it once that has been committed. */
export async function performBacktest(ctx: MunicipalContext, { params }: EffectToPerform, afterwards: (begin: (installation: Installation) => void) => void): Promise<void> {
  const job = await claimBacktest(ctx.db, String(params.job), ctx.now, deadlineAt(ctx.now));
  if (job) afterwards((installation) => startJob(installation, job));
}

/** Puts jobs that a dead server left behind back into the queue. */
export async function resumeAbandoned(installation: Installation): Promise<void> {
  const deadline = deadlineAt(installation.clock().toISOString());
  for (const job of await listAbandoned(installation.db, deadline)) {
    const found = await readMunicipality(installation.db, job.municipality_id);
    if (!found) continue;
    await inTransaction(installation, systemAsker, (ctx) =>
      addEffect({ ...ctx, municipality: { id: found.id, code: found.code, name: found.name } }, { type: 'backtest', params: { job: job.id }, uniqueKey: `backtest:${job.id}:${job.seen_at ?? 'waiting'}` }),
    );
  }
}

/** Ends this server's threads; their jobs are begun again by whoever starts next. */
export async function stopJobs(installation: Installation): Promise<void> {
  const jobs = [...runningOf(installation).values()];
  for (const job of jobs) job.stop();
  await Promise.all(jobs.map((job) => job.ended));
  for (const job of jobs) await job.giveBack();
}

/** Resolves when none of this server's jobs is running any more. */
export async function jobsEnded(installation: Installation): Promise<void> {
  await Promise.all([...runningOf(installation).values()].map((job) => job.ended));
}

/** Ends a cancelled job's thread at once, where it is this server's. Another's notices at its next chunk. */
export function stopJob(installation: Installation, id: string): void {
  runningOf(installation).get(id)?.stop();
}

function startJob(installation: Installation, job: BacktestRow): void {
  const startedAt = job.started_at ?? '';
  const jobs = runningOf(installation);
  const input: WorkerInput = { databaseUrl: urlOf(installation.db), jobId: job.id, now: installation.clock().toISOString() };
  const worker = new Worker(new URL('./job-worker.ts', import.meta.url), { workerData: input });
  let stopping = false;
  const stop = (): void => {
    stopping = true;
    void worker.terminate();
  };
  const note = (values: Parameters<typeof noteProgress>[3]): Promise<boolean> => noteProgress(installation.db, job.id, startedAt, values);
  const now = (): string => installation.clock().toISOString();
  const fail = async (error: unknown): Promise<void> => {
    installation.log.error({ err: error, backtest: job.id }, 'back-test failed');
    stop();
    // What cannot be noted stays as it is, and the next runner begins it again.
    await note({ status: 'failed', error: error instanceof Error ? error.message : String(error), finished_at: now() }).catch((err: unknown) => installation.log.error({ err, backtest: job.id }, 'failure not noted'));
  };
  const write = async (message: WorkerMessage): Promise<void> => {
    if (message.type === 'total') {
      await note({ total: message.total, seen_at: now() });
      return;
    }
    if (message.type === 'end') {
      await note({ status: 'done', seen_at: now(), finished_at: now() });
      return;
    }
    const isOurs = await installation.db.transaction(async (db) => {
      const { done, counts, rows } = message;
      if (!(await noteProgress(db, job.id, startedAt, { done, counts: JSON.stringify(counts), seen_at: now() }))) return false;
      await insertBacktestRows(db, rows);
      return true;
    });
    if (isOurs) worker.postMessage('written');
    else stop();
  };
  // One after the other, in the order in which they come.
  let written: Promise<void> = Promise.resolve();
  const ended = new Promise<void>((resolve) => {
    worker.on('message', (message: WorkerMessage) => {
      written = written.then(() => (stopping ? undefined : write(message))).catch(fail);
    });
    worker.on('error', (error) => {
      written = written.then(() => fail(error));
    });
    worker.on('exit', () => {
      void written.then(() => {
        jobs.delete(job.id);
        resolve();
      });
    });
  });
  jobs.set(job.id, { ended, stop, giveBack: () => note({ seen_at: '' }) });
}
