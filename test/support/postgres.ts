import type { TestProject } from 'vitest/node';
import { migrateToLatest, openDatabase } from '../../server/database/open.ts';
import { runOnServer } from './run-on-server.ts';
import { startPostgres } from './start-postgres.ts';

/** Global setup of the PostgreSQL runs: one server, with one migrated database that the others are copies of. */
export default async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ durable: false });
  try {
    const template = 'sasaeai_template';
    await runOnServer(postgres.url, `create database ${template} template template0`);
    const knex = openDatabase(`${postgres.url}/${template}`);
    await migrateToLatest(knex);
    await knex.destroy();
    project.provide('testDatabases', { engine: 'postgres', server: postgres.url, template });
    return postgres.stop;
  } catch (cause) {
    await postgres.stop();
    throw cause;
  }
}
