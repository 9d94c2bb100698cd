// Writes server/definitions/shipped.json: the hash of every form, rule set and workflow that a release has brought, from what each release left in
// test/fixtures/releases. To be run when a release's fixture has been added; test/releases.test.ts holds the file to it.
import { readdir, writeFile } from 'node:fs/promises';
import { listShipped, shippedFile } from '../test/support/shipped.ts';

const folder = new URL('../test/fixtures/releases/', import.meta.url);
const shipped = {};
for (const release of (await readdir(folder)).sort()) shipped[release] = await listShipped(release);
await writeFile(shippedFile, `${JSON.stringify(shipped, null, 2)}\n`);
