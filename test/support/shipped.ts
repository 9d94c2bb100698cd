import { mkdtemp, rm } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { openDatabase } from '../../server/database/open.ts';
import { hashBody } from '../../server/definitions/hash-body.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const shippedFile = path.join(root, 'server/definitions/shipped.json');

/** What a release inserted when a municipality was created, as its demonstration has it: the hash by kind and key. */
export async function listShipped(release: string): Promise<Record<string, string>> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'sasaeai-shipped-'));
  const file = path.join(scratch, 'demo.sqlite');
  const packed = path.join(root, 'test/fixtures/releases', release, 'demo.sqlite.gz');
  await pipeline(createReadStream(packed), createGunzip(), createWriteStream(file));
  const db = openDatabase(`sqlite:${file}`);
  try {
    const rows: { kind: string; key: string; body: string }[] = await db('definitions')
      .where({ number: 1 })
      .whereNull('published_by')
      .orderBy(['kind', 'key'])
      .distinct('kind', 'key', 'body');
    return Object.fromEntries(rows.map(({ kind, key, body }) => [`${kind} ${key}`, hashBody(JSON.parse(body))]));
  } finally {
    await db.destroy();
    await rm(scratch, { recursive: true, force: true });
  }
}
