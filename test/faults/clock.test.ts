import { afterAll, beforeAll, expect, it } from 'vitest';
import { runDue } from '../../server/runner.ts';
import { signIn } from '../support/app.ts';
import { assessment, startCasework, type Casework } from '../support/casework.ts';

let work: Casework;
beforeAll(async () => {
  work = await startCasework();
});
afterAll(() => work.app.close());

it('a clock that jumps back and forth an hour breaks nothing: nobody is shut out, nothing is done twice or left over', async () => {
  const { app, town } = work;
  app.clock.now = new Date('2026-11-24T03:00:00.000Z');
  const need = await work.takeIn('tier2-north');
  const client = await signIn(app, town.email('tier2-north'));
  const { secret } = (await client.post<{ secret: string }>('/me/tokens', { name: '試験', expiresOn: '2026-12-31' }))
    .body;
  let { version } = need;
  let events = 1;
  for (const [step, minutes] of [-60, 60, 60, -60, -60, 60].entries()) {
    app.clock.advanceMinutes(minutes);
    // Whoever signs in now, and a token made at any time, are known; a session of an hour ahead has not ended either.
    const now = await signIn(app, town.email('tier2-north'));
    expect((await now.get('/me')).status).toBe(200);
    expect((await now.get('/me', { headers: { Authorization: `Bearer ${secret}` } })).status).toBe(200);
    const reply = await now.post<{ version: number }>(
      work.path(`needs/${need.id}/steps`),
      step === 0 ? { event: 'ASSESS', answers: assessment } : { event: 'NOTHING' },
      { version },
    );
    expect(reply.status).toBe(step === 0 ? 200 : 409);
    if (step === 0) {
      version = reply.body.version;
      events += 1;
    }
    await runDue(app.installation);
  }
  expect((await client.get('/me')).status).toBe(200);
  expect(await app.installation.db('events').where({ record_id: need.id })).toHaveLength(events);
  expect(await app.installation.db('effects').where({ status: 'failed' })).toEqual([]);
  expect(
    await app.installation
      .db('effects')
      .where({ status: 'pending' })
      .where('due_at', '<=', app.clock.now.toISOString()),
  ).toEqual([]);
  const daily: { unique_key: string }[] = await app.installation
    .db('effects')
    .where({ type: 'daily' })
    .select('unique_key');
  expect(new Set(daily.map((row) => row.unique_key)).size).toBe(daily.length);
  // A sign-in that failed in the future does not make anybody wait longer than told.
  app.clock.advanceMinutes(60);
  for (let number = 0; number < 3; number++) await signIn(app, town.email('tier1'), 'wrong').catch(() => {});
  app.clock.advanceMinutes(-60);
  await signIn(app, town.email('tier1'));
  expect(app.logged).toEqual([]);
});
