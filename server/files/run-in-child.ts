import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism, setPriority } from 'node:os';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../kernel/errors.ts';
import { childLimits, heavyMark } from './child-limits.ts';

/** Why a child did not answer: it took too long, grew too large, or ended by itself. */
export class ChildFailed extends Error {
  readonly reason: 'tooSlow' | 'tooHeavy' | 'died';
  /** How a child ended that died, for the log. Holds nothing of what it was given. */
  readonly end: { code: number | null; signal: string | null };

  constructor(reason: ChildFailed['reason'], end: ChildFailed['end'] = { code: null, signal: null }) {
    super(`the child ${reason}`);
    this.name = 'ChildFailed';
    this.reason = reason;
    this.end = end;
  }
}

export type ChildJob = {
  /** The module that is run; it calls `answerParent`. */
  module: URL;
  /** What it reads on its standard input, and how many bytes of that are held here until then. */
  input: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  bytes: number;
  /** Who asks; one job of each person at a time. Null: the command line, which is alone in its process. */
  person: string | null;
  /** When nobody waits for the answer any more. */
  gone?: AbortSignal | undefined;
};

const atOnce = availableParallelism() >= 4 ? 2 : 1;
const mostWaiting = 10;
/** What jobs that wait are to be told is in this process's memory. */
const mostBytes = 120 * 1024 * 1024;

const children = new Set<ChildProcess>();
const people = new Set<string>();
const waiting: (() => void)[] = [];
let [active, bytesHeld] = [0, 0];

// They would notice by themselves that their parent has gone; this is sooner.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Runs a module in a process of its own, of low priority, with bounded time, memory and output, that has no settings, may not
 * write and starts nothing. Answers what it wrote, one Buffer a line. One child is at work at once (two from four cores), ten
 * jobs wait; throws too-many (`fileUnderway`, `filesBusy`) beyond that, and ChildFailed.
 */
export async function runInChild(job: ChildJob): Promise<Buffer[]> {
  const { person, bytes } = job;
  if (person !== null && people.has(person)) throw new AppError('too-many', 'fileUnderway', { retryAfter: 5 });
  if (active >= atOnce && (waiting.length >= mostWaiting || bytesHeld + bytes > mostBytes))
    throw new AppError('too-many', 'filesBusy', { retryAfter: 30 });
  if (person !== null) people.add(person);
  bytesHeld += bytes;
  try {
    await takeTurn(job.gone);
    try {
      job.gone?.throwIfAborted();
      return await run(job);
    } finally {
      active -= 1;
      waiting.shift()?.();
    }
  } finally {
    bytesHeld -= bytes;
    if (person !== null) people.delete(person);
  }
}

/** Resolves when it is this job's turn, which then counts as active. */
async function takeTurn(gone: AbortSignal | undefined): Promise<void> {
  if (active < atOnce) {
    active += 1;
    return;
  }
  await new Promise<void>((resolve, reject) => {
    const leave = (): void => {
      waiting.splice(waiting.indexOf(go), 1);
      reject(gone?.reason as Error);
    };
    const go = (): void => {
      gone?.removeEventListener('abort', leave);
      active += 1;
      resolve();
    };
    waiting.push(go);
    gone?.addEventListener('abort', leave);
  });
}

async function run({ module, input, gone }: ChildJob): Promise<Buffer[]> {
  const flags = [
    '--permission',
    '--allow-fs-read=*',
    '--allow-worker',
    `--max-old-space-size=${childLimits.heapMb}`,
    '--max-semi-space-size=4',
  ];
  const child = spawn(process.execPath, [...flags, fileURLToPath(module)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
  });
  children.add(child);
  const ended = new Promise<ChildFailed['end']>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  // Set before the child has made threads of its own: those inherit it.
  if (child.pid !== undefined) setPriority(child.pid, 10);
  let failed: ChildFailed['reason'] | null = null;
  const kill = (reason: ChildFailed['reason']): void => {
    failed ??= reason;
    child.kill('SIGKILL');
  };
  const leave = (): void => void child.kill('SIGKILL');
  let broken: unknown;
  // Half of what it should read is no file: what cannot be read here ends the child, and is thrown.
  const guard = async function* (): AsyncGenerator<Uint8Array> {
    const source = Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]();
    try {
      for (;;) {
        const next = await Promise.resolve(source.next()).catch((error: unknown) => {
          broken = error;
          leave();
          return null;
        });
        if (!next || next.done) return;
        yield next.value;
      }
    } finally {
      // Also where the child reads no more.
      await source.return?.();
    }
  };
  const timer = setTimeout(() => kill('tooSlow'), childLimits.ms);
  gone?.addEventListener('abort', leave);
  try {
    const said = collect(child.stdout, childLimits.outputBytes, () => kill('tooHeavy'));
    const complaints = collect(child.stderr, 64 * 1024, () => {});
    // A child that ends early does not read on; how it ended says why.
    const fed = pipeline(Readable.from(guard(), { objectMode: true }), child.stdin).catch(() => {});
    const end = await ended;
    await fed;
    gone?.throwIfAborted();
    if (broken !== undefined) throw broken;
    if (failed) throw new ChildFailed(failed, end);
    const complaint = (await complaints).toString('utf8');
    if (complaint.includes(heavyMark) || complaint.includes('heap out of memory'))
      throw new ChildFailed('tooHeavy', end);
    if (end.code !== 0) throw new ChildFailed('died', end);
    return splitLines(await said);
  } finally {
    clearTimeout(timer);
    gone?.removeEventListener('abort', leave);
    children.delete(child);
  }
}

/** All that a stream gives, up to a number of bytes; what comes after that is let go. */
async function collect(stream: Readable, most: number, tooMuch: () => void): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      length += piece.length;
      if (length <= most) pieces.push(piece);
      else tooMuch();
      done();
    },
  });
  await pipeline(stream, sink).catch(() => {});
  return Buffer.concat(pieces);
}

function splitLines(said: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let [from, to] = [0, said.indexOf(10)]; to >= 0; [from, to] = [to + 1, said.indexOf(10, to + 1)])
    lines.push(said.subarray(from, to));
  return lines;
}
