import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateToLatest, openDatabase } from '../../server/database/open.ts';

/** Global setup of the SQLite runs: one migrated file that every test database is a copy of. */
export default async function setUpSqlite(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sasaeai-template-'));
  const template = path.join(folder, 'template.sqlite');
  const knex = openDatabase(`sqlite:${template}`);
  await migrateToLatest(knex);
  // Closing the last connection writes the log back, so that the one file is the whole database.
  await knex.destroy();
  project.provide('testDatabases', { engine: 'sqlite', template });
  return () => rm(folder, { recursive: true, force: true });
}
