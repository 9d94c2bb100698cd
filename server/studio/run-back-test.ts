import { fork, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { setPriority } from 'node:os';
import { z } from 'zod';
import { urlOf } from '../database/open.ts';
import { claimBacktest, insertBacktestRows, noteProgress, type BacktestRow } from '../decisions/back-tests-store.ts';
import type { ChunkDone } from '../decisions/run-cases.ts';
import { defineEffect } from '../effects/effect.ts';
import type { Installation } from '../kernel/installation.ts';
import { noteTrouble } from '../kernel/trouble.ts';
import type { JobInput, JobMessage } from './back-test-process.ts';

/** A job whose server gave no sign of life for so long is another server's to begin again. */
const ABANDONED_MS = 60_000;

/** Who was last seen before this is taken for dead. */
export const deadlineAt = (now: string): string => new Date(Date.parse(now) - ABANDONED_MS).toISOString();

type Running = {
  ended: Promise<void>;
  stop: () => void;
  /** Gives the job back: whoever starts next begins it again at once. */ giveBack: () => Promise<unknown>;
};
const running = new WeakMap<Installation, Map<string, Running>>();

const runningOf = (installation: Installation): Map<string, Running> => {
  const known = running.get(installation) ?? new Map<string, Running>();
  running.set(installation, known);
  return known;
};

/** Takes the job, unless another server has it, and runs it once that has been committed. */
export const backtest = defineEffect({
  type: 'backtest',
  params: z.object({ job: z.string() }),
  async perform(ctx, { params }, afterwards) {
    const job = await claimBacktest(ctx.db, params.job, ctx.now, deadlineAt(ctx.now));
    if (job) afterwards((installation) => startJob(installation, job));
  },
});

/** Ends this server's jobs; they are begun again by whoever starts next. */
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

/** Ends a cancelled job's process at once, where it is this server's. Another's notices at its next chunk. */
export function stopJob(installation: Installation, id: string): void {
  runningOf(installation).get(id)?.stop();
}

function startJob(installation: Installation, job: BacktestRow): void {
  const jobs = runningOf(installation);
  const input: JobInput = {
    databaseUrl: urlOf(installation.db),
    jobId: job.id,
    now: installation.clock().toISOString(),
  };
  const giveBack = (): Promise<boolean> => noteProgress(installation.db, job.id, job.started_at ?? '', { seen_at: '' });
  const note: Note = (values) =>
    noteProgress(installation.db, job.id, job.started_at ?? '', {
      ...values,
      seen_at: installation.clock().toISOString(),
    });
  // The URL may hold a password: it goes by message, where no list of processes shows it.
  const child = fork(new URL('./back-test-process.ts', import.meta.url), { execArgv: [], serialization: 'advanced' });
  // One that nobody listens for would end this process: `follow` may have stopped listening when it fails.
  child.on('error', () => {});
  // Whoever is waiting for a page goes first.
  if (child.pid !== undefined) setPriority(child.pid, 19);
  child.send(input, ignoreGone);
  const stop = (): void => void child.kill('SIGKILL');
  const ended = follow(installation, job, { child, stop, note, giveBack }).finally(() => jobs.delete(job.id));
  jobs.set(job.id, { ended, stop, giveBack });
}

/** A message to a process that has ended in the meantime. */
const ignoreGone = (): void => {};

type Note = (values: Parameters<typeof noteProgress>[3]) => Promise<boolean>;

type Followed = { child: ChildProcess; stop: () => void; note: Note; giveBack: () => Promise<boolean> };

/** Writes down what a job's process tells, in order, until it has ended. Never rejects. */
async function follow(
  installation: Installation,
  job: BacktestRow,
  { child, stop, note, giveBack }: Followed,
): Promise<void> {
  const finishedAt = (): string => installation.clock().toISOString();
  const exited = once(child, 'exit').catch(() => []);
  let isOver = false;
  try {
    for await (const [message] of on(child, 'message', { close: ['disconnect'] }) as AsyncIterable<[JobMessage]>) {
      if (message.type === 'total') await note({ total: message.total });
      else if (message.type === 'failed') throw Object.assign(new Error(), message.error);
      else if (message.type === 'end') {
        const { type: _type, ...spent } = message;
        await note({ status: 'done', finished_at: finishedAt() });
        isOver = true;
        installation.log.info({ backtest: job.id, ...spent }, 'back-test done');
      } else if (await writeChunk(installation, job, message)) child.send('written', ignoreGone);
      else stop();
    }
    const [code, signal] = (await exited) as [number | null, string | null];
    // One that was killed was stopped by us, or by whoever frees memory: the next runner begins it again.
    if (!isOver && signal === null) throw new Error(`the process of the back-test ended with ${code}`);
  } catch (error) {
    const isTrouble = noteTrouble(installation, error);
    if (!isTrouble) installation.log.error({ err: error, backtest: job.id }, 'back-test failed');
    stop();
    await exited;
    // What cannot be noted stays as it is, and the next runner begins it again.
    const noted = await Promise.allSettled([
      isTrouble
        ? giveBack()
        : note({
            status: 'failed',
            error: error instanceof Error ? error.message : String(error),
            finished_at: finishedAt(),
          }),
    ]);
    for (const result of noted)
      if (result.status === 'rejected' && !noteTrouble(installation, result.reason))
        installation.log.error({ err: result.reason as unknown, backtest: job.id }, 'failure not noted');
  }
}

/** A chunk's results with the progress, in one transaction; false where the job is not this server's any more (cancelled, taken over). */
async function writeChunk(
  installation: Installation,
  job: BacktestRow,
  { done, counts, rows }: ChunkDone,
): Promise<boolean> {
  return installation.db.transaction(async (db) => {
    const isOurs = await noteProgress(db, job.id, job.started_at ?? '', {
      done,
      counts: JSON.stringify(counts),
      seen_at: installation.clock().toISOString(),
    });
    if (isOurs) for (const some of rows) await insertBacktestRows(db, some);
    return isOurs;
  });
}
