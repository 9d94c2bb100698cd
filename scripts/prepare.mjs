// What the scripts share. Plain JavaScript for Node 20.19, because it runs before the project's own Node 24 is there.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../', import.meta.url));

const inModules = (...parts) => path.join(root, 'node_modules', ...parts);

/** The Node 24 that the project brings along. */
export const node24 = inModules('node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The tools that the scripts start with it. */
export const tools = {
  vite: inModules('vite', 'bin', 'vite.js'),
  vitest: inModules('vitest', 'vitest.mjs'),
  oxlint: inModules('oxlint', 'bin', 'oxlint'),
  tsc: inModules('typescript', 'bin', 'tsc'),
  prettier: inModules('prettier', 'bin', 'prettier.cjs'),
};

/** Ends the script with one clear message. */
export const fail = (message) => {
  console.error(message);
  process.exit(1);
};

/** Ends the script when the Node that started it is too old to go on. */
export const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node.js 20.19 以降が必要です。今の版は ${process.versions.node} です。 (Node.js 20.19 or newer is needed.)`);
  }
};

/**
 * Runs a program to its end and resolves with its exit code (130 when a signal ended it). A Ctrl-C in the terminal reaches the
 * program by itself: this process only waits for it to end. `onStart` gets the child process.
 */
export const run = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const wait = () => {};
    const stop = () => child.kill('SIGTERM');
    process.on('SIGINT', wait);
    process.on('SIGTERM', stop);
    const done = () => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', stop);
    };
    child.on('error', (error) => {
      done();
      reject(error);
    });
    child.on('close', (code) => {
      done();
      resolve(code ?? 130);
    });
  });

/**
 * Installs the locked packages unless they are all there. `log` gets what it is doing, `output` is where npm writes.
 * `development: false` is content without the packages that only tests need.
 */
export const install = async ({ log = console.log, output = 'inherit', development = true } = {}) => {
  if (isInstalled(development)) return;
  log(
    '必要な部品を入れています。初めてのときは数分かかります… (installing the locked packages, a few minutes the first time)',
  );
  // npm hands its own settings down to scripts: what was meant for the outer command must not change this one.
  const {
    NODE_ENV: _mode,
    npm_config_omit: _omit,
    npm_config_include: _include,
    npm_config_loglevel: _level,
    ...env
  } = process.env;
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // The Node that runs npm must not be the one in node_modules, which npm takes away while it works.
  const [command, ...first] = env.npm_execpath
    ? [env.npm_node_execpath ?? process.execPath, env.npm_execpath]
    : ['npm'];
  const code = await run(command, [...first, ...args], { env, stdio: ['ignore', output, output] }).catch((error) => {
    if (error.code === 'ENOENT')
      fail('npm が見つかりません。Node.js に付属の npm を入れてください。 (npm was not found.)');
    throw error;
  });
  if (code !== 0)
    fail('部品を入れられませんでした。上の表示を確かめて、もう一度お試しください。 (npm ci failed; see above.)');
  if (!existsSync(node24))
    fail(
      'Node 24 が入りませんでした。npm の設定 ignore-scripts を確かめてください。 (The package "node" did not install; is ignore-scripts set?)',
    );
};

/** npm writes the hidden lock file last, so it tells what is really there. Packages for other platforms may be missing. */
const isInstalled = (development) => {
  const hidden = inModules('.package-lock.json');
  if (!existsSync(hidden) || !existsSync(node24)) return false;
  const locked = readPackages(path.join(root, 'package-lock.json'));
  const present = readPackages(hidden);
  return Object.entries(locked).every(([name, entry]) => {
    if (name === '' || (entry.dev && !development)) return true;
    return present[name] ? present[name].version === entry.version : entry.optional || entry.devOptional;
  });
};

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

const buildInputs = [
  'client',
  'rules',
  'workflows',
  'forms',
  'registers',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
];
/** Inside what vite builds and empties, so that a build by hand or a removed folder takes it away. */
const buildStamp = path.join(root, 'dist', 'client', '.built-from');

/** Builds the client unless it was built from exactly the sources that are there. Resolves with the exit code of the build. */
export const buildClient = async ({ log = console.log } = {}) => {
  const hash = hashSources();
  if (existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === hash) return 0;
  log('画面を組み立てています… (building the client)');
  // Tests have another environment, and the server serves what they build.
  const env = { ...process.env, NODE_ENV: 'production' };
  const code = await run(node24, [tools.vite, 'build', '--logLevel', 'warn'], { env });
  if (code === 0) writeFileSync(buildStamp, hash);
  return code;
};

const hashSources = () => {
  const hash = createHash('sha256');
  for (const file of buildInputs.flatMap(listFiles))
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex');
};

const listFiles = (name) => {
  const full = path.join(root, name);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [name];
  return readdirSync(full)
    .sort()
    .flatMap((entry) => listFiles(path.join(name, entry)));
};

/**
 * Runs servers side by side until one ends or this process is told to stop; resolves with the exit code: 0 after a stop that was asked for.
 * Each gets its own process group, so that a Ctrl-C reaches it exactly once, from here, however often the terminal and npm pass it on.
 */
export const serve = (commands) =>
  new Promise((resolve) => {
    const children = commands.map(({ args, env }) =>
      spawn(node24, args, {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, ...env },
        detached: true,
      }),
    );
    let running = children.length;
    let stoppedAt = 0;
    let exitCode = 0;
    const stopAll = (signal) => {
      for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    };
    const stop = () => {
      if (stoppedAt === 0) {
        stoppedAt = Date.now();
        stopAll('SIGTERM');
      } else if (Date.now() - stoppedAt > 1000) stopAll('SIGKILL');
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
    // npm hands a signal only to the shell between, which ends without passing it on: then this process is left without its parent.
    const parent = process.ppid;
    const watch =
      process.env.npm_lifecycle_event && setInterval(() => process.ppid === parent || stoppedAt > 0 || stop(), 250);
    for (const child of children) {
      child.on('close', (code) => {
        if (stoppedAt === 0) {
          exitCode = code ?? 1;
          stoppedAt = Date.now();
          stopAll('SIGTERM');
        }
        running -= 1;
        if (running > 0) return;
        clearInterval(watch);
        resolve(exitCode);
      });
    }
  });
