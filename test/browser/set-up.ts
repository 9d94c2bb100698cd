import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import type { TestProject } from 'vitest/node';
import { migrateToLatest, openDatabase } from '../../server/database/open.ts';
import { loadDemo } from '../../server/demo/load-demo.ts';
import { kindsAndEffects } from '../../server/kinds/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** An SQLite file that holds the demonstration; each test file works on a copy. */
    demonstration: string;
  }
}

const root = path.resolve(import.meta.dirname, '../..');

/** Global setup of the journeys: the built client, and the demonstration loaded once. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Nothing is built when it was built from these very sources.
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      "const { buildClient } = await import('./scripts/prepare.mjs'); process.exitCode = await buildClient();",
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'sasaeai-demonstration-'));
  const file = path.join(folder, 'demonstration.sqlite');
  const db = openDatabase(`sqlite:${file}`);
  await migrateToLatest(db);
  await loadDemo({
    db,
    clock: () => new Date(),
    newId: uuid,
    log: { info: () => {}, audit: () => {}, error: (details, message) => console.error(message, details) },
    secret: '',
    publicUrl: null,
    ...kindsAndEffects,
  });
  await db.destroy();
  project.provide('demonstration', file);
  return () => rm(folder, { recursive: true, force: true });
}
