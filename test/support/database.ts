import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { inject } from 'vitest';
import { openDatabase } from '../../server/database/open.ts';
import { runOnServer } from './run-on-server.ts';

/** What a project's global setup hands to its test files. */
export type TestDatabases =
  { engine: 'sqlite'; template: string } | { engine: 'postgres'; server: string; template: string };

declare module 'vitest' {
  interface ProvidedContext {
    testDatabases: TestDatabases;
  }
}

/** A database of one test file: its URL, an open connection, and the end of both. */
export interface TestDatabase {
  url: string;
  knex: Knex;
  /** Closes the connection and removes the database. Other connections to it are cut. */
  destroy(): Promise<void>;
}

/** The engine that this run of the file uses. */
export const testEngine = (): TestDatabases['engine'] => inject('testDatabases').engine;

/**
 * Makes a fresh database on the engine of this run, copied from a template that was migrated once.
 * `empty: true` leaves the migrations out. Call `destroy()` in `afterAll`.
 */
export const createTestDatabase = async ({ empty = false } = {}): Promise<TestDatabase> => {
  const databases = inject('testDatabases');
  return databases.engine === 'sqlite'
    ? createFile(databases.template, empty)
    : createOnServer(databases.server, databases.template, empty);
};

const createFile = async (template: string, empty: boolean): Promise<TestDatabase> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sasaeai-test-'));
  const file = path.join(folder, 'test.sqlite');
  if (!empty) await copyFile(template, file);
  const url = `sqlite:${file}`;
  const knex = openDatabase(url);
  return {
    url,
    knex,
    async destroy() {
      await knex.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const createOnServer = async (server: string, template: string, empty: boolean): Promise<TestDatabase> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(server, `create database ${name} template ${empty ? 'template0' : template}`);
  const url = `${server}/${name}`;
  const knex = openDatabase(url);
  return {
    url,
    knex,
    async destroy() {
      await knex.destroy();
      await runOnServer(server, `drop database ${name} with (force)`);
    },
  };
};
