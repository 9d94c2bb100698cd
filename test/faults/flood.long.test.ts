import { expect, it } from 'vitest';
import { connect, createTown, signIn, startTestApp } from '../support/app.ts';
import { testEngine } from '../support/database.ts';
import { addressOf, count, strangers } from './strangers.ts';

it(`a flood of thousands of sign-ins on ${testEngine()} ends in refusals at once, and nothing of it is left`, async () => {
  const app = await startTestApp({ proxies: 1 });
  const town = await createTown(app);
  const reference = performance.now();
  await Promise.all(Array.from({ length: 500 }, () => connect(app).get('/sign-in')));
  const start = performance.now();
  const statuses: number[] = [];
  for (let round = 0; round < 7; round++)
    statuses.push(...(await strangers(app, 500, (index) => addressOf(1_000 * (round + 1) + index))));
  expect(statuses).toHaveLength(3_500);
  expect(count(statuses, 401) + count(statuses, 429)).toBe(3_500);
  expect(count(statuses, 429)).toBeGreaterThan(3_000);
  // Seven times as many as there were of the cheapest request that reads anything, and a few hashes in between.
  expect(performance.now() - start).toBeLessThan(10 * 7 * (start - reference));
  const person = await signIn(app, town.email('tier2-east'));
  expect((await person.get(`/municipalities/${town.code}/needs`)).status).toBe(200);
  expect(app.logged).toEqual([]);
  await app.close();
});
