import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BadBackup, CannotRestore, checkBackup, restoreBackup, writeBackup } from '../kernel/backup.ts';
import type { CommandIo } from './command-io.ts';
import {
  checkPassphrase,
  decryptStream,
  encryptStream,
  isEncrypted,
  passphraseOptions,
  passphraseUsage,
  readPassphrase,
} from './encrypt.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import { Refused, withInstallation } from './with-installation.ts';

export const backupUsage = `backup FILE [--encrypt ${passphraseUsage}]`;
export const restoreUsage = `restore FILE [--check] ${passphraseUsage}`;

type BackupIo = CommandIo & { readStdin: () => Promise<string> };

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Writes the whole database into a new file (gzip, encrypted with `--encrypt`), readable by its owner only. It has its name once it is complete. */
export async function runBackup(args: string[], io: BackupIo): Promise<0> {
  const options = readOptions(args, backupUsage, {
    words: 1,
    values: passphraseOptions.values,
    flags: ['encrypt', ...passphraseOptions.flags],
  });
  const [file = ''] = options.words;
  const encrypt = options.flags.has('encrypt');
  if (!encrypt && (options.values['passphrase-file'] !== undefined || options.flags.has('passphrase-stdin')))
    throw new BadInput('a pass phrase is of use with --encrypt only');
  const passphrase = encrypt ? await readPassphrase(options, io) : null;
  if (passphrase !== null) checkPassphrase(passphrase);
  if (await exists(file)) throw new Refused(`${file}: exists already; choose another name`);
  const unfinished = `${file}.unfinished`;
  const gzip = createGzip();
  const rows = await withInstallation(io, async (installation) => {
    const packed = passphrase === null ? gzip : await encryptStream(gzip, passphrase);
    const stored = pipeline(packed, createWriteStream(unfinished, { mode: 0o600 }));
    // A full disk is told by `stored`; the writing below must not wait for a pipe that nobody empties.
    const written = writeBackup(installation, async (line) => {
      if (!gzip.write(`${line}\n`)) await Promise.race([once(gzip, 'drain'), stored]);
    }).then((count) => {
      gzip.end();
      return count;
    });
    const [count] = await Promise.all([written, stored]);
    return count;
  }).catch(async (error: unknown) => {
    await rm(unfinished, { force: true });
    if (error instanceof Error && 'syscall' in error)
      throw new BadInput(`${file}: cannot be written (${error.message})`, { cause: error });
    throw error;
  });
  await rename(unfinished, file);
  io.out(JSON.stringify({ file, rows }));
  return 0;
}

/** Lines of a gzipped file: what stands between line feeds, since a text may hold other line separators. Throws BadBackup when it cannot be read or unpacked to its end. */
async function* readLines(file: string, passphrase: string | null): AsyncGenerator<string> {
  const gunzip = createGunzip();
  let begun: string[] = [];
  try {
    const stored = createReadStream(file);
    const source: Readable = passphrase === null ? stored : await decryptStream(stored, passphrase);
    source.on('error', (error) => gunzip.destroy(error));
    for await (const chunk of source.pipe(gunzip).setEncoding('utf8') as AsyncIterable<string>) {
      const [first = '', ...more] = chunk.split('\n');
      begun.push(first);
      for (const next of more) {
        yield begun.join('');
        begun = [next];
      }
    }
  } catch (cause) {
    throw new BadBackup(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (begun.some((part) => part !== '')) yield begun.join('');
}

/**
 * Fills an empty database from a backup of this release or an older one. Nothing is changed where there is data already.
 * `--check` only reads the file to its end, and needs no database.
 */
export async function runRestore(args: string[], io: BackupIo): Promise<0> {
  const options = readOptions(args, restoreUsage, {
    words: 1,
    values: passphraseOptions.values,
    flags: ['check', ...passphraseOptions.flags],
  });
  const [file = ''] = options.words;
  const encrypted = await isEncrypted(file).catch((cause: unknown) => {
    throw new BadInput(`${file}: the file cannot be read`, { cause });
  });
  const passphrase = encrypted ? await readPassphrase(options, io) : null;
  const lines = readLines(file, passphrase);
  const reading = options.flags.has('check')
    ? checkBackup(lines)
    : withInstallation(io, (installation) => restoreBackup(installation, lines), { anySchema: true });
  const rows = await reading.catch((error: unknown) => {
    if (error instanceof CannotRestore)
      throw new Refused(`${error.message}; nothing has been changed`, { cause: error });
    if (error instanceof BadBackup)
      throw new BadInput(`${file}: ${error.message}; nothing has been changed`, { cause: error });
    throw error;
  });
  io.out(JSON.stringify({ file, rows }));
  return 0;
}
