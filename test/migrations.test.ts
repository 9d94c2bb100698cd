import { afterEach, describe, expect, it } from 'vitest';
import { migrateToLatest, migrationSource, openDatabase } from '../server/database/open.ts';
import { createTestDatabase, testEngine, type TestDatabase } from './support/database.ts';
import { migrationNames, readSchema, type Schema } from './support/schema.ts';

describe(`migrations on ${testEngine()}`, () => {
  let database: TestDatabase;
  afterEach(() => database.destroy());

  it('go up one by one, each down again to where it began, and up to the same schema', async () => {
    database = await createTestDatabase({ empty: true });
    const { knex } = database;
    await migrateToLatest(knex);
    const latest = await readSchema(knex);
    const names = await migrationNames(knex);
    expect(names.length).toBeGreaterThan(0);
    expect(Object.keys(latest).length).toBeGreaterThan(0);

    const before: Schema[] = [];
    for (const name of names.toReversed()) {
      await knex.migrate.down({ migrationSource });
      expect(await migrationNames(knex), `after ${name} went down`).not.toContain(name);
      before.unshift(await readSchema(knex));
    }
    expect(before[0]).toEqual({});

    for (const [index, name] of names.entries()) {
      expect(await readSchema(knex), `before ${name} goes up again`).toEqual(before[index]);
      await knex.migrate.up({ migrationSource });
    }
    expect(await readSchema(knex)).toEqual(latest);
  });

  it('run once when several begin at the same moment', async () => {
    database = await createTestDatabase({ empty: true });
    const servers = Array.from({ length: 4 }, () => openDatabase(database.url));
    try {
      const ran = await Promise.all(servers.map(migrateToLatest));
      expect(ran.filter((names) => names.length > 0)).toEqual([await migrationNames(database.knex)]);
    } finally {
      for (const server of servers) await server.destroy();
    }
  });

  it('change nothing when they run a second time', async () => {
    database = await createTestDatabase();
    const before = await readSchema(database.knex);
    await migrateToLatest(database.knex);
    expect(await readSchema(database.knex)).toEqual(before);
  });
});
