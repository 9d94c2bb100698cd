import { runRestore } from '../../server/commands/backup.ts';

/** Restores a backup into the database of this address, as an operator does. */
export async function restore(url: string, file: string): Promise<{ code: number; err: string[] }> {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = url;
  const err: string[] = [];
  try {
    return {
      code: await runRestore([file], {
        readFile: () => Promise.reject(new Error('no other file')),
        readStdin: () => Promise.resolve(''),
        out: () => {},
        err: (line) => void err.push(line),
        language: 'en',
      }),
      err,
    };
  } finally {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  }
}
