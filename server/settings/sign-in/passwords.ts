import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's advice for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** The same characters however the keyboard composed them. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'));

/**
 * The password's argon2id hash as a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. It takes a core and a
 * thread for tens of milliseconds: a server does it (and `verifyPassword`) in a turn only, see `sign-in/hash-turn.ts`.
 */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await derive('argon2id', { message: bytesOf(password), nonce, tagLength, ...cost });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(nonce)}$${encode(hash)}`;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** A hash that no password gives, so that an unknown e-mail costs as much time as a known one. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(Buffer.alloc(16))}$${encode(Buffer.alloc(tagLength))}`;

/** Is it the password of this hash? Without a hash (undefined, or '') the same work is done, and the answer is no. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', expected = ''] = phc.exec(stored || nobody) ?? [];
  if (!memory) return false;
  const wanted = Buffer.from(expected, 'base64');
  const hash = await derive('argon2id', {
    message: bytesOf(password),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: wanted.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return Boolean(stored) && timingSafeEqual(hash, wanted);
}
