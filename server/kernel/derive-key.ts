import { hkdfSync } from 'node:crypto';

/** A key of 32 bytes for one purpose, from the installation's secret (HKDF-SHA-256): what one is used for tells nothing of the others. */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `sasaeai ${purpose}`, 32));
