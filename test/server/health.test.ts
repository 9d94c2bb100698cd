import { expect, it } from 'vitest';
import { migrationSource } from '../../server/database/open.ts';
import { startTestApp } from '../support/app.ts';

it('says that the server lives, and whether its database is there and up to date', async () => {
  const app = await startTestApp();
  const { db } = app.installation;
  const ask = async () => ({
    lives: (await fetch(`${app.url}/healthz`)).status,
    ready: (await fetch(`${app.url}/readyz`)).status,
  });
  expect(await ask()).toEqual({ lives: 200, ready: 200 });
  await db.migrate.down({ migrationSource });
  expect(await ask()).toEqual({ lives: 200, ready: 503 });
  await db.migrate.up({ migrationSource });
  expect(await ask()).toEqual({ lives: 200, ready: 200 });
  await db.destroy();
  expect(await ask()).toEqual({ lives: 200, ready: 503 });
  await app.close();
});
