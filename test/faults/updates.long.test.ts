import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPassword } from '../../server/settings/sign-in/demo-password.ts';
import { connect, type Client } from '../support/app.ts';
import { assessment, intake } from '../support/casework.ts';
import { createTestDatabase, testEngine, type TestDatabase } from '../support/database.ts';
import { restore } from '../support/restore.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import type { Town } from '../support/app.ts';

/*
 * A city of release 0.1.0 upgrades: its backup is restored, and servers of this release start on it, on PostgreSQL two at once. One journey
 * of each kind runs while it works by its own versions, and again once it has taken over what the release brings.
 */
const backup = path.join(import.meta.dirname, '../fixtures/releases/0.1.0/demo.backup');
const at = (rest: string): string => `/municipalities/042021/${rest}`;
const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);

type Drafted = { key: string; draft: { version: number; release: string | null } | null };
type Look = { drafts: { toConfirm: { id: string }[] }[] };
type Placed = { id: string; version: number; area: { id: string } };

let database: TestDatabase;
let servers: ServerProcess[];
let url: string;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  expect(await restore(database.url, backup)).toEqual({ code: 0, err: [] });
  servers = Array.from({ length: testEngine() === 'postgres' ? 2 : 1 }, () => startServer(database.url));
  const urls = await Promise.all(servers.map((server) => server.url));
  url = urls.at(-1) ?? '';
}, 300_000);
afterAll(async () => {
  for (const server of servers) server.kill('SIGTERM');
  await Promise.all(servers.map((server) => server.ended));
  await database.destroy();
});

async function as(person: string): Promise<Client> {
  const client = connect({ url });
  const email = `${person}@ishinomaki.example.jp`;
  const reply = await client.post('/session', { municipality: '042021', email, password: demoPassword });
  expect([person, reply.status]).toEqual([person, 200]);
  return client;
}

async function made<T = { id: string }>(client: Client, rest: string, body?: object): Promise<T> {
  const reply = await client.post<T>(at(rest), body);
  expect([rest, reply.status < 300, reply.text]).toEqual([rest, true, reply.text]);
  return reply.body;
}

async function step(client: Client, record: string, event: string, answers?: object): Promise<void> {
  const { version } = (await client.get<{ version: number }>(at(record))).body;
  const reply = await client.post(at(`${record}/steps`), { event, answers }, { version });
  expect([event, reply.status, reply.text]).toEqual([event, 200, reply.text]);
}

/** What was offered, as rows. */
const offered = async (): Promise<{ drafts: object[]; added: object[]; offers: object[] }> => ({
  drafts: await database.knex('drafts').whereNotNull('release').select('municipality_id', 'kind', 'key'),
  added: await database
    .knex('definitions')
    .where('published_at', '>', '2026-11-28T00:25:47.984Z')
    .select('municipality_id', 'kind', 'key'),
  offers: await database.knex('audit').where({ action: 'draft.offer' }).select('municipality_id', 'record_title'),
});
const distinct = (rows: object[]): number => new Set(rows.map((row) => JSON.stringify(row))).size;

const tagsOf = async (client: Client, record: string): Promise<string[]> =>
  (await client.get<{ standing: { tags: string[] } }>(at(record))).body.standing.tags;

/** A council meets, a need is taken in, referred and helped, and a proposal goes up. `ends`: tags of the need when its service has ended. */
function journeys(ends: string): void {
  let tier2: Client;
  let council: Placed;
  beforeAll(async () => {
    tier2 = await as('tier2');
    const list = await tier2.get<{ items: Placed[] }>(at('councils?tier=2'));
    expect(list.body.items.length).toBeGreaterThan(0);
    council = list.body.items[0]!;
  });

  it('a council holds a meeting', async () => {
    const { id } = await made(await as('admin'), 'councils', {
      name: `架空の支え合い会議（${ends}）`,
      areaId: council.area.id,
      workflowKey: 'standard',
    });
    await step(tier2, `councils/${id}`, 'HOLD_ROUNDTABLE', { title: '座談会', heldOn: '2026-11-20', attendance: 9 });
    const meetings = async (): Promise<object[]> =>
      (await tier2.get<{ meetings: object[] }>(at(`councils/${id}`))).body.meetings;
    await expect.poll(meetings, { timeout: 20_000 }).toMatchObject([{ title: '座談会', attendance: 9 }]);
  });

  it('a need is referred to a service, which helps', async () => {
    const admin = await as('admin');
    const { id: organisationId } = await made(admin, 'organisations', { name: `架空の会（${ends}）`, kind: 'npo' });
    await made(admin, 'services', {
      name: `架空の送迎（${ends}）`,
      type: 'transport',
      capacity: 'has',
      organisationId,
      areaIds: [council.area.id],
    });
    const town = { areas: { north: { id: council.area.id } } } as unknown as Town;
    const { id } = await made(tier2, 'needs', { answers: intake(town) });
    await step(tier2, `needs/${id}`, 'ASSESS', assessment);
    const ranking = await made<{ decisionId: string; candidates: { service: { id: string }; rank: number | null }[] }>(
      tier2,
      `needs/${id}/ranking`,
    );
    const first = ranking.candidates.find(({ rank }) => rank !== null);
    const referral = await made(tier2, `needs/${id}/referrals`, {
      decisionId: ranking.decisionId,
      serviceId: first?.service.id,
    });
    await step(tier2, `referrals/${referral.id}`, 'ACCEPT');
    await step(tier2, `referrals/${referral.id}`, 'START');
    await step(tier2, `referrals/${referral.id}`, 'COMPLETE', { completedOn: '2026-11-20', result: 'solved' });
    await expect.poll(() => tagsOf(tier2, `needs/${id}`), { timeout: 20_000 }).toContain(ends);
    expect(await tagsOf(tier2, `referrals/${referral.id}`)).toContain('completed');
  });

  it('a proposal goes up', async () => {
    const form = await tier2.get<{ to: { id: string }[] }>(at(`proposals/form?council=${council.id}&kind=proposal`));
    const { id } = await made(tier2, 'proposals', {
      kind: 'proposal',
      fromCouncilId: council.id,
      toCouncilId: form.body.to[0]?.id,
      answers: { title: '移動の足', body: '送迎が足りない', request: '話し合ってほしい' },
    });
    await step(tier2, `proposals/${id}`, 'SEND');
    const read = await (await as('tier1')).get(at(`proposals/${id}`));
    expect([read.status, read.body]).toEqual([200, expect.objectContaining({ title: '移動の足' })]);
  });
}

describe(`a city of release 0.1.0 on ${testEngine()}`, () => {
  it('is offered what this release brings once, however many servers start', async () => {
    const { drafts, added, offers } = await offered();
    expect([drafts.length > 5, added.length > 0, offers.length > 0]).toEqual([true, true, true]);
    expect([distinct(drafts), distinct(added), distinct(offers)]).toEqual([drafts.length, added.length, offers.length]);
    const another = startServer(database.url);
    await another.url;
    another.kill('SIGTERM');
    await another.ended;
    expect(await offered()).toEqual({ drafts, added, offers });
  });

  describe('works on by its own versions:', () => {
    journeys('over');
  });

  it('takes over what the release brings', async () => {
    const admin = await as('admin');
    const waiting = async () => {
      const drafts: { kind: string; key: string; version: number }[] = [];
      for (const kind of ['form', 'rules', 'workflow'])
        for (const { key, draft } of (await admin.get<Drafted[]>(at(`definitions/${kind}`))).body)
          if (draft?.release) drafts.push({ kind, key, version: draft.version });
      return drafts;
    };
    const drafts = await waiting();
    expect(drafts.map(({ key }) => key)).toEqual(expect.arrayContaining(['need', 'need-intake']));
    // Rules are tried on former decisions first.
    for (const { key } of drafts.filter(({ kind }) => kind === 'rules')) {
      const tried = await admin.post<{ id: string }>(at(`rules/${key}/backtests`), { from: 1, to: 'draft' });
      const status = async () =>
        (await admin.get<{ status: string }>(at(`rules/${key}/backtests/${tried.body.id}`))).body.status;
      await expect.poll(status, { timeout: 60_000 }).toBe('done');
    }
    // What asks again or loses in forms is looked at and confirmed.
    const look = await admin.post<Look>(at('publications/check'), { drafts, effectiveOn: today });
    const confirm = look.body.drafts.flatMap(({ toConfirm }) => toConfirm.map(({ id }) => id));
    expect(confirm).not.toEqual([]);
    const reply = await admin.post(at('publications'), {
      drafts,
      reason: '製品の更新を取り入れる',
      effectiveOn: today,
      confirm,
    });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    expect(await waiting()).toEqual([]);
  });

  describe('works by what the release brought:', () => {
    journeys('reviewed');
  });

  it('has said nothing of faults in its logs', () => {
    expect(servers.map((server) => server.said()).filter((said) => said.includes('"level":50'))).toEqual([]);
  });
});
