import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashLimits } from '../../server/settings/sign-in/hash-turn.ts';
import {
  createTown,
  signIn,
  startTestApp,
  testPassword,
  type Client,
  type TestApp,
  type Town,
} from '../support/app.ts';
import { testEngine } from '../support/database.ts';
import { addressOf, count, strangers } from './strangers.ts';

describe(`a flood of sign-ins on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let person: Client;
  beforeAll(async () => {
    app = await startTestApp({ proxies: 1 });
    town = await createTown(app);
    person = await signIn(app, town.email('tier1'));
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  const timed = async (): Promise<number> => {
    const start = performance.now();
    expect((await person.get(`/municipalities/${town.code}/needs`)).status).toBe(200);
    return performance.now() - start;
  };
  const most = hashLimits.running + hashLimits.waiting - hashLimits.keptForKnown;

  it('leaves somebody who is signed in alone, and lets in who signed in here before', async () => {
    const before = await signIn(app, town.email('tier2-north'));
    const rest: number[] = [];
    for (let time = 0; time < 10; time++) rest.push(await timed());

    let over = false;
    const flood = strangers(app, 100, addressOf).finally(() => (over = true));
    const known = before.post('/session', { email: town.email('tier2-north'), password: testPassword });
    const meanwhile: number[] = [];
    while (!over) meanwhile.push(await timed());
    const statuses = await flood;
    // The first ones are answered while the last ones arrive, so that a few more than have a place at once may be let in.
    expect(count(statuses, 401)).toBeGreaterThanOrEqual(most - 5);
    expect(count(statuses, 429)).toBeGreaterThan(100 - 2 * most);
    expect(count(statuses, 401) + count(statuses, 429)).toBe(100);
    expect((await known).status).toBe(200);
    expect(meanwhile.length).toBeGreaterThan(0);
    // Before, each waited for all the hashes that came first: seconds.
    expect(Math.max(...meanwhile)).toBeLessThan(Math.max(500, 30 * Math.max(...rest)));
  });

  it('from one address has two tries at a time', async () => {
    const statuses = await strangers(app, 20, () => '203.0.113.7');
    expect(count(statuses, 401) + count(statuses, 429)).toBe(20);
    expect(count(statuses, 429)).toBeGreaterThanOrEqual(10);
  });
});
