import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { CommandIo } from './command-io.ts';
import { BadInput, readText } from './input.ts';

/*
 * Backups are encrypted in the age format (https://age-encryption.org/v1) by a pass phrase, a piece at a time; the `age`
 * program opens them too. The library is loaded where it is needed: other commands begin sooner.
 */

/** Where a pass phrase comes from. Never the command line itself: others on the machine can read that. */
export const passphraseOptions = { values: ['passphrase-file'], flags: ['passphrase-stdin'] };
export const passphraseUsage = '[--passphrase-file FILE | --passphrase-stdin]';
const VARIABLE = 'BACKUP_PASSPHRASE';

/** Short ones are tried through by whoever gets hold of a file. */
const LENGTH_MIN = 12;

const HEADER = 'age-encryption.org/v1\n';

/** The pass phrase of `--passphrase-file`, `--passphrase-stdin` or BACKUP_PASSPHRASE, without a line end. Throws BadInput where there is none. */
export async function readPassphrase(
  options: { values: Record<string, string | undefined>; flags: Set<string> },
  io: CommandIo & { readStdin: () => Promise<string> },
): Promise<string> {
  const file = options.values['passphrase-file'];
  if (file !== undefined && options.flags.has('passphrase-stdin'))
    throw new BadInput('--passphrase-file and --passphrase-stdin: only one of them');
  const given =
    file !== undefined
      ? await readText(file, io)
      : options.flags.has('passphrase-stdin')
        ? await io.readStdin()
        : process.env[VARIABLE];
  const passphrase = given?.replace(/\r?\n$/, '') ?? '';
  if (passphrase === '')
    throw new BadInput(`a pass phrase is needed: ${VARIABLE}, --passphrase-file FILE or --passphrase-stdin`);
  return passphrase;
}

/** Throws BadInput for a pass phrase that is too short for a new backup. */
export function checkPassphrase(passphrase: string): void {
  if ([...passphrase].length < LENGTH_MIN)
    throw new BadInput(`the pass phrase must have at least ${LENGTH_MIN} characters`);
}

/** Is the file encrypted? It says so at its beginning. */
export async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER.length), 0, HEADER.length, 0);
    return buffer.subarray(0, bytesRead).toString('latin1') === HEADER;
  } finally {
    await handle.close();
  }
}

/** What comes out of `source`, encrypted. */
export async function encryptStream(source: Readable, passphrase: string): Promise<Readable> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return Readable.fromWeb((await encrypter.encrypt(toWeb(source))) as unknown as ReadableStream);
}

/** What was encrypted in `source`. Rejects for another pass phrase; the stream fails where the file was changed or cut off. */
export async function decryptStream(source: Readable, passphrase: string): Promise<Readable> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return Readable.fromWeb((await decrypter.decrypt(toWeb(source))) as unknown as ReadableStream);
}

/** Node and the DOM declare the same stream twice. */
const toWeb = (source: Readable) => Readable.toWeb(source) as unknown as globalThis.ReadableStream<Uint8Array>;
