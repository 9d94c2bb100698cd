import { argon2Sync, randomBytes } from 'node:crypto';

/**
 * A hash as `server/settings/sign-in/passwords.ts` stores it, of the least cost there is: signing in by it takes next to no
 * time, because a hash says itself what it costs. The server makes none like it, whatever its settings.
 */
export function cheapHash(password: string): string {
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', { message: password, nonce, tagLength: 32, memory: 8, passes: 1, parallelism: 1 });
  const encode = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=8,t=1,p=1$${encode(nonce)}$${encode(tag)}`;
}
