import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkForm } from '../forms/index.ts';
import type { Db } from '../server/database/db.ts';
import { migrateToLatest, openDatabase, pendingMigrations } from '../server/database/open.ts';
import { readBody } from '../server/definitions/definitions.ts';
import type { DefinitionRow } from '../server/definitions/store.ts';
import { listTablesInOrder } from '../server/kernel/backup-store.ts';
import { listRequires } from '../server/records/record-kind.ts';
import { demoPassword } from '../server/settings/sign-in/demo-password.ts';
import { hashToken } from '../server/settings/sign-in/recognise.ts';
import { checkWorkflow, listStandings, type Workflow } from '../workflows/index.ts';
import { connect, signIn, startTestApp, type TestApp } from './support/app.ts';
import { assessment } from './support/casework.ts';
import { createTestDatabase, testEngine } from './support/database.ts';
import { restore } from './support/restore.ts';
import { readSchema, type Schema } from './support/schema.ts';
import { listShipped, shippedFile } from './support/shipped.ts';

/*
 * What each release left behind: its demonstration as a backup and as an SQLite file. A city that upgrades has the like.
 */
const folder = path.join(import.meta.dirname, 'fixtures/releases');
const releases = (await readdir(folder)).toSorted();

let latest: Schema;
let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'sasaeai-releases-'));
  const database = await createTestDatabase();
  latest = await readSchema(database.knex);
  await database.destroy();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** How many rows the tables of casework have: what no migration may lose. */
async function countCasework(db: Db): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [
    'needs',
    'referrals',
    'councils',
    'meetings',
    'proposals',
    'submissions',
    'decisions',
    'decision_cases',
    'definitions',
    'audit',
    'events',
  ])
    counts[table] = Number((await db(table).count({ n: '*' }).first())?.n);
  return counts;
}

/** Lists are narrowed by tags, which no version of a release had: each counts the records that stood there by the id that was shipped. */
async function countsAsBefore(app: TestApp): Promise<void> {
  const { db } = app.installation;
  const administrator = await signIn(app, 'admin@ishinomaki.example.jp', demoPassword);
  const { id } = (await db('municipalities').where({ code: '042021' }).first()) as { id: string };
  const shipped: [table: 'needs' | 'referrals' | 'proposals', tag: string, states: string[]][] = [
    ['needs', 'new', ['received']],
    ['needs', 'seeking', ['assessed']],
    ['needs', 'lacking', ['unmet', 'atCouncil']],
    ['needs', 'open', ['received', 'assessed', 'referred', 'beingMet', 'unmet', 'atCouncil']],
    ['needs', 'over', ['closed']],
    ['referrals', 'open', ['sent', 'accepted', 'inProgress']],
    ['referrals', 'waiting', ['sent']],
    ['referrals', 'given-back', ['refused', 'stopped']],
    ['referrals', 'completed', ['completed']],
    ['proposals', 'adopted', ['adopted']],
    ['proposals', 'over', ['adopted', 'notAdopted', 'passedOn', 'noted', 'discarded']],
  ];
  const shownRows = [];
  const stored = [];
  for (const [table, tag, states] of shipped) {
    const list = await administrator.get<{ total: number }>(`/municipalities/042021/${table}?state=${tag}`);
    const standing = db(table).where({ municipality_id: id }).whereIn('state', states);
    shownRows.push([table, tag, list.body.total]);
    stored.push([table, tag, Number((await standing.count({ n: '*' }).first())?.n)]);
  }
  expect(shownRows).toEqual(stored);
  expect(shownRows.filter(([, , total]) => Number(total) > 0).length).toBeGreaterThan(5);
  const { body } = await administrator.get<{ cells: { needs: number }[] }>('/municipalities/042021/lacks');
  const lacking = db('need_types').whereIn(
    'need_id',
    db('needs').where({ municipality_id: id }).whereIn('state', ['unmet', 'atCouncil']).select('id'),
  );
  expect(body.cells.reduce((sum, cell) => sum + cell.needs, 0)).toBe(
    Number((await lacking.count({ n: '*' }).first())?.n),
  );
  const workflows: Pick<DefinitionRow, 'body' | 'supplement'>[] = await db('definitions').where({ kind: 'workflow' });
  expect(workflows.filter(({ supplement }) => supplement === null)).toEqual([]);
  expect(workflows.filter(({ body: before }) => before.includes('"does"'))).toEqual([]);
  // Whose turn it is stands beside what was published; every shipped state says it, and as the check wants it.
  const requires = listRequires(app.installation.kinds);
  for (const workflow of workflows) {
    const body = readBody(workflow) as Workflow;
    expect([body.key, checkWorkflow(body, { requires })]).toEqual([body.key, []]);
    for (const { state, tags, turns } of listStandings(body))
      if (tags.includes('open')) expect(turns, `${body.key} ${state}`).not.toBeNull();
  }
}

/** A need of the workflow that the release shipped is with one service at a time, and closes when that has ended its help. */
async function oneServiceAtATime(app: TestApp): Promise<void> {
  const base = '/municipalities/042021';
  const tier2 = await signIn(app, 'tier2@ishinomaki.example.jp', demoPassword);
  type Need = { id: string; version: number; consentedTo: string[]; standing: { state: string; tags: string[] } };
  const { items } = (await tier2.get<{ items: Need[] }>(`${base}/needs?state=open&limit=100`)).body;
  const free = items.filter(
    ({ consentedTo, standing }) =>
      consentedTo.includes('service') && standing.tags.some((tag) => ['new', 'seeking', 'unmet'].includes(tag)),
  );
  const standing = async (id: string) => (await tier2.get<Need>(`${base}/needs/${id}`)).body.standing;
  let sent = '';
  for (const { id, version, standing: stands } of free) {
    if (stands.tags.includes('new'))
      await tier2.post(`${base}/needs/${id}/steps`, { event: 'ASSESS', answers: assessment }, { version });
    const ranked = await tier2.post<{
      decisionId: string;
      candidates: { service: { id: string }; rank: number | null }[];
    }>(`${base}/needs/${id}/ranking`);
    const [first, second] = ranked.body.candidates.filter(({ rank }) => rank !== null);
    if (!first) continue;
    const refer = (serviceId: string) =>
      tier2.post<{ id: string; code: string }>(`${base}/needs/${id}/referrals`, {
        serviceId,
        decisionId: ranked.body.decisionId,
      });
    const reply = await refer(first.service.id);
    expect([reply.status, reply.text]).toEqual([201, expect.any(String)]);
    sent = reply.body.id;
    expect((await refer((second ?? first).service.id)).body.code).toBe('stepNotPossible');
    for (const [event, answers] of [
      ['ACCEPT', undefined],
      ['START', undefined],
      ['COMPLETE', { completedOn: '2026-11-20', result: 'solved' }],
    ] as const) {
      const { version: now } = (await tier2.get<{ version: number }>(`${base}/referrals/${sent}`)).body;
      const taken = await tier2.post(`${base}/referrals/${sent}/steps`, { event, answers }, { version: now });
      expect([event, taken.status]).toEqual([event, 200]);
    }
    expect((await standing(id)).tags).toEqual(['over']);
    break;
  }
  expect(sent).not.toBe('');
}

/** What was answered before is printed on the version that it was answered with, in the words of then. */
async function printsAsAnswered(app: TestApp): Promise<void> {
  const { db } = app.installation;
  type Sheets = { sheets: { id: string; form: { id: string; number: number }; paper: { lines: { is: string }[] } }[] };
  for (const [code, email] of [
    ['042021', 'admin@ishinomaki.example.jp'],
    ['151009', 'admin@niigata.example.jp'],
  ] as const) {
    const administrator = await signIn(app, email, demoPassword, code);
    const { id } = (await db('municipalities').where({ code }).first()) as { id: string };
    const stored: { id: string; form_id: string; record_kind: string; record_id: string; answers: string }[] = await db(
      'submissions',
    ).where({ municipality_id: id });
    const records = Map.groupBy(stored, (row) => `${row.record_kind}/${row.record_id}`);
    const printed: [string, string][] = [];
    for (const record of records.keys()) {
      const reply = await administrator.get<Sheets>(`/municipalities/${code}/paper/records/${record}`);
      expect([record, reply.status]).toEqual([record, 200]);
      for (const { id: sheet, form, paper } of reply.body.sheets) {
        printed.push([sheet, form.id]);
        expect(paper.lines.some(({ is }) => is === 'question' || is === 'table')).toBe(true);
      }
    }
    // A form may have been sent with nothing in it.
    const answered = stored.filter(({ answers }) => Object.values(JSON.parse(answers) as object).some(Boolean));
    expect(answered.length).toBeGreaterThan(20);
    expect(printed.toSorted()).toEqual(answered.map((row): [string, string] => [row.id, row.form_id]).toSorted());
  }
}

const tokenOfRelease = { id: 'token-of-the-release', secret: 'sasaeai_token-of-the-release' };

/** An access token as release 0.1.0 made them: without scope, kinds or an end. */
async function addToken(db: Db): Promise<void> {
  const user = await db('users').where({ email: 'tier2@ishinomaki.example.jp' }).first('id');
  await db('access_tokens').insert({
    id: tokenOfRelease.id,
    user_id: user.id,
    name: '集計',
    hash: hashToken(tokenOfRelease.secret),
    created_at: '2026-11-23T00:00:00.000Z',
  });
}

/** It reads and writes until a year after the upgrade, which began at this instant. */
async function keepsItsToken(db: Db, url: string, upgradedAt: number): Promise<void> {
  const token = await db('access_tokens').where({ id: tokenOfRelease.id }).first('scope', 'kinds', 'expires_at');
  expect(token).toMatchObject({ scope: 'write', kinds: null });
  const ends = Date.parse(token.expires_at);
  const year = 365 * 86_400_000;
  expect([ends >= upgradedAt + year, ends <= Date.now() + year]).toEqual([true, true]);
  const app = await startTestApp({ database: { knex: db, url, destroy: () => Promise.resolve() } });
  app.clock.now = new Date(ends - 60_000);
  const client = connect(app);
  const bearer = { headers: { Authorization: `Bearer ${tokenOfRelease.secret}` } };
  const needs = '/municipalities/042021/needs';
  const list = await client.get<{ items: { id: string }[] }>(`${needs}?limit=1`, bearer);
  expect([list.status, list.body.items.length]).toEqual([200, 1]);
  expect((await client.post(`${needs}/views`, { name: '集計の表示', query: {} }, bearer)).status).toBe(201);
  app.clock.now = new Date(ends + 60_000);
  expect((await client.get(`${needs}?limit=1`, bearer)).status).toBe(401);
  expect(app.logged).toEqual([]);
  await app.close();
}

describe.each(releases)('a city of release %s', (release) => {
  const backup = path.join(folder, release, 'demo.backup');

  it('goes back to its backup, which is brought up to date', async () => {
    const database = await createTestDatabase({ empty: true });
    expect(await restore(database.url, backup)).toEqual({ code: 0, err: [] });
    const app = await startTestApp({ database });
    expect(await pendingMigrations(app.installation.db)).toEqual([]);
    expect(await readSchema(app.installation.db)).toEqual(latest);
    const counts = await countCasework(app.installation.db);
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
    const { db } = app.installation;
    expect(await db('counters').where({ kind: 'need' }).orderBy('last').select('municipality_id', 'last')).toEqual(
      await db('needs')
        .groupBy('municipality_id')
        .orderBy('last')
        .select('municipality_id', { last: db.raw('max(number)') }),
    );
    const tier2 = await signIn(app, 'tier2@ishinomaki.example.jp', demoPassword);
    const list = await tier2.get<{ items: { id: string; version: number }[] }>('/municipalities/042021/needs');
    expect([list.status, list.body.items.length > 0]).toEqual([200, true]);
    for (const need of list.body.items)
      expect((await tier2.get(`/municipalities/042021/needs/${need.id}`)).status).toBe(200);
    // What was published stays as it was; whom its fields may be told to stands beside it.
    const forms: { key: string; body: string; supplement: string | null }[] = await app.installation
      .db('definitions')
      .where({ kind: 'form' })
      .select('key', 'body', 'supplement');
    expect(forms.length).toBeGreaterThan(30);
    for (const form of forms) {
      expect([form.key, form.body.includes('x-tell'), checkForm(readBody(form))]).toEqual([form.key, false, []]);
    }
    const provider = await signIn(app, 'provider@ishinomaki.example.jp', demoPassword);
    const referrals = await provider.get<{ items: { id: string; standing: { state: string } }[] }>(
      '/municipalities/042021/referrals?limit=200',
    );
    const named = new Set<string>();
    for (const { id, standing } of referrals.body.items)
      if ((await provider.get(`/municipalities/042021/referrals/${id}`)).text.includes('"label":"氏名"'))
        named.add(standing.state);
    expect([referrals.body.items.length > 0, [...named].filter((state) => !/accepted|inProgress/.test(state))]).toEqual(
      [true, []],
    );
    await printsAsAnswered(app);
    await countsAsBefore(app);
    await oneServiceAtATime(app);
    expect(app.logged).toEqual([]);
    await app.close();
  });

  it('left the hashes of all that it brought', async () => {
    const listed = (JSON.parse(await readFile(shippedFile, 'utf8')) as Record<string, unknown>)[release];
    // As `node scripts/shipped.mjs` writes them.
    expect(listed).toEqual(await listShipped(release));
    expect(Object.keys(listed ?? {}).length).toBeGreaterThan(40);
  });

  it('restores into a database that was made ready already, but not into one with data', async () => {
    const database = await createTestDatabase();
    expect(await restore(database.url, backup)).toEqual({ code: 0, err: [] });
    expect(await readSchema(database.knex)).toEqual(latest);
    const counts = await countCasework(database.knex);
    await expect(restore(database.url, backup)).rejects.toThrow('not empty');
    expect(await countCasework(database.knex)).toEqual(counts);
    await database.destroy();
  });

  it.runIf(testEngine() === 'sqlite')('keeps everything when its own file is brought up to date', async () => {
    const file = path.join(scratch, `${release}.sqlite`);
    await pipeline(
      createReadStream(path.join(folder, release, 'demo.sqlite.gz')),
      createGunzip(),
      createWriteStream(file),
    );
    const db = openDatabase(`sqlite:${file}`);
    const counts = await countCasework(db);
    await addToken(db);
    const upgradedAt = Date.now();
    await migrateToLatest(db);
    expect(await readSchema(db)).toEqual(latest);
    expect(await countCasework(db)).toMatchObject(counts);
    await keepsItsToken(db, `sqlite:${file}`, upgradedAt);
    expect((await listTablesInOrder(db)).length).toBeGreaterThan(20);
    // Each kind of meeting that is on record is in its city's list.
    const kinds = await db('meetings').distinct('municipality_id', 'kind');
    const listed = await db('code_entries').where({ list: 'meeting-kind' }).select('municipality_id', 'key as kind');
    expect(kinds.length).toBeGreaterThan(4);
    expect(listed).toEqual(expect.arrayContaining(kinds));
    // So is each kind of area, and councils go on standing where they stand.
    const placed = await db('councils')
      .join('areas', 'areas.id', 'councils.area_id')
      .distinct('areas.municipality_id', 'areas.kind', 'councils.tier');
    const areaKinds = await db('code_entries').where({ list: 'area-kind' }).select('municipality_id', 'key', 'marks');
    expect(new Set(placed.map(({ kind }: { kind: string }) => kind))).toEqual(
      new Set(['municipality', 'ward', 'daily-life']),
    );
    for (const { municipality_id, kind, tier } of placed)
      expect(areaKinds.find((each) => each.municipality_id === municipality_id && each.key === kind)?.marks).toContain(
        `tier-${tier}`,
      );
    await db.destroy();
  });
});
