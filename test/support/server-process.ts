import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A server in a process of its own, as `npm start` runs it. */
export type ServerProcess = {
  /** Where it listens, once it says so; rejects with what it said when it ends before. */
  url: Promise<string>;
  /** All that it has said so far, on both streams. */
  said(): string;
  pid: number;
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'SIGUSR2'): void;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string | null>;
};

/** Starts `server/main.ts` on a free port, without the demonstration unless `env` says otherwise. */
export function startServer(databaseUrl: string, env: NodeJS.ProcessEnv = {}): ServerProcess {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      PORT: '0',
      DEMO: '0',
      DATABASE_URL: databaseUrl,
      ...env,
    },
  });
  let said = '';
  const ended = new Promise<number | string | null>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal)),
  );
  const url = new Promise<string>((resolve, reject) => {
    const listen = (data: Buffer): void => {
      said += data.toString();
      const url = /支え合い: (http:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then(() => reject(new Error(said)));
  });
  url.catch(() => {});
  return { url, said: () => said, pid: child.pid ?? 0, kill: (signal) => void child.kill(signal), ended };
}
