import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTown,
  signIn,
  startTestApp,
  testPassword,
  type Client,
  type TestApp,
  type Town,
} from '../../support/app.ts';

let app: TestApp;
let town: Town;
let administrator: Client;
let tier1: Client;
let base: string;
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  administrator = await signIn(app, town.email('administrator'));
  tier1 = await signIn(app, town.email('tier1'));
  base = `/municipalities/${town.code}`;
});
afterAll(async () => {
  expect(app.logged).toEqual([]);
  await app.close();
});

type Saved = { id: string; version: number; code?: string };
const add = (client: Client, name: string, key: string) =>
  client.post<Saved>(`${base}/organisations`, { name, kind: 'npo' }, { key });
const count = async (name: string): Promise<number> =>
  (await app.installation.db('organisations').where({ name })).length;

describe('a write with an Idempotency-Key', () => {
  it('is done once, and answered the same again', async () => {
    const first = await add(administrator, '一度だけの会', 'once');
    const again = await add(administrator, '一度だけの会', 'once');
    expect(first.status).toBe(201);
    expect([again.status, again.text, again.headers.get('etag'), again.headers.get('content-type')]).toEqual([
      201,
      first.text,
      first.headers.get('etag'),
      first.headers.get('content-type'),
    ]);
    expect(await count('一度だけの会')).toBe(1);
    expect(
      await app.installation.db('audit').where({ action: 'organisation.create', record_id: first.body.id }),
    ).toHaveLength(1);
  });

  it('is done once when two ask at the same moment', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => add(administrator, '同時の会', 'at-once')));
    expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    expect(await count('同時の会')).toBe(1);
  });

  it('is done twice without a key, or with two', async () => {
    for (const key of ['', '', 'two-a', 'two-b'])
      expect((await add(administrator, '何度もの会', key)).status).toBe(201);
    expect(await count('何度もの会')).toBe(4);
  });

  it('is refused for another body, path or method', async () => {
    await add(administrator, '鍵の会', 'key');
    expect(await add(administrator, '別の会', 'key')).toMatchObject({ status: 422, body: { code: 'keyReused' } });
    expect(
      await administrator.post<Saved>(
        `${base}/areas`,
        { parentId: town.areas.ward.id, kind: 'daily-life', name: '西圏域' },
        { key: 'key' },
      ),
    ).toMatchObject({ status: 422, body: { code: 'keyReused' } });
    expect(await administrator.patch<Saved>('/me', { language: 'ja' }, { key: 'key' })).toMatchObject({
      status: 422,
      body: { code: 'keyReused' },
    });
    expect(await count('別の会')).toBe(0);
  });

  it('leaves its key free when it failed', async () => {
    const bad = await administrator.post<Saved>(
      `${base}/organisations`,
      { name: 'やり直しの会', kind: 'no-such-kind' },
      { key: 'again' },
    );
    expect(bad.status).toBe(422);
    expect((await add(administrator, 'やり直しの会', 'again')).status).toBe(201);
    expect(await count('やり直しの会')).toBe(1);
  });

  it('has its key to itself: another user’s is another', async () => {
    const own = await add(administrator, '同じ鍵の会', 'shared');
    const other = await add(tier1, '同じ鍵の会', 'shared');
    expect([own.status, other.status]).toEqual([201, 201]);
    expect(other.body.id).not.toBe(own.body.id);
  });

  it('does not replay what only reads', async () => {
    const before = (await administrator.get<{ total: number }>(`${base}/organisations`, { key: 'read' })).body.total;
    await add(administrator, '後から来た会', 'later');
    expect((await administrator.get<{ total: number }>(`${base}/organisations`, { key: 'read' })).body.total).toBe(
      before + 1,
    );
  });

  it('keeps no secret: neither a new token’s, nor a link’s, nor the key', async () => {
    const made = await administrator.post<{ secret: string }>('/me/tokens', { name: '集計' }, { key: 'token-key' });
    const again = await administrator.post<{ secret: string }>('/me/tokens', { name: '集計' }, { key: 'token-key' });
    expect([made.status, again.status]).toEqual([201, 201]);
    expect(again.body.secret).not.toBe(made.body.secret);
    const user = {
      email: 'once@99901.example',
      name: '新人',
      memberships: [{ areaId: town.areas.north.id, role: 'member' }],
    };
    const invited = await administrator.post<{ invitation: { link: string } }>(`${base}/users`, user, {
      key: 'user-key',
    });
    expect(invited.status).toBe(201);
    const linkSecret = invited.body.invitation.link.split('#')[1] ?? '';
    expect(linkSecret.length).toBeGreaterThan(40);
    const kept = JSON.stringify(await app.installation.db('idempotency_keys'));
    for (const secret of [made.body.secret, again.body.secret, linkSecret, testPassword, 'user-key'])
      expect(kept).not.toContain(secret);
  });
});
