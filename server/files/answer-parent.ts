import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { childLimits, heavyMark } from './child-limits.ts';

/** Runs in a thread of its own, so that it sees what the main thread, deep in a file, would not. */
const watch = `
const { workerData: { parent, bytes, mark } } = require('node:worker_threads');
const end = () => process.kill(process.pid, 'SIGKILL');
setInterval(() => {
  if (process.ppid !== parent) end();
  if (process.memoryUsage.rss() > bytes) {
    require('node:fs').writeSync(2, mark);
    end();
  }
}, 20);
`;

/**
 * The child's half of `runInChild`: gives WORK all that the parent sent, and the parent each line that it yields. Ends the
 * process when its parent has gone or its memory grows beyond the limit.
 */
export async function answerParent(work: (input: Buffer) => AsyncIterable<string>): Promise<void> {
  const worker = new Worker(watch, {
    eval: true,
    workerData: { parent: process.ppid, bytes: childLimits.memoryMb * 1024 * 1024, mark: heavyMark },
  });
  worker.unref();
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin as AsyncIterable<Buffer>) pieces.push(piece);
  for await (const line of work(Buffer.concat(pieces.splice(0))))
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}
