import { createHash } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { v7 as uuid } from 'uuid';
import type { Db } from '../server/database/db.ts';
import { nextNumber } from '../server/database/numbers.ts';
import { openDatabase, readersOf, urlOf } from '../server/database/open.ts';
import { demoPassword, loadDemo } from '../server/demo/load-demo.ts';
import { grow } from './service.ts';
import { onBothEngines, say, type Bench } from './over-http.ts';

const city = 'municipalities/042021';
const asker = { email: 'tier2@ishinomaki.example.jp', code: '042021' };
const sizes = { small: 1_000, large: 100_000 };
const seconds = 3;
const atLeast = 0.6;

/**
 * Prints what creating a need, taking a step and listing 25 needs cost beside a bare express + knex handler that authenticates and
 * reads and writes the same tables, indexes and rows, audit lines too. Who asks runs in the same process, for both alike.
 */
export async function benchHttp(): Promise<void> {
  console.log(
    `node ${process.version}; a city of ${say(sizes.large)} needs, over HTTP; ${seconds} s each, ours and the bare handler by turns; × is ours : bare.\n`,
  );
  await onBothEngines(measure);
}

type Row = Record<string, string | number | null>;
type Send = (method: string, path: string, body?: unknown, version?: number) => Promise<void>;
type Turn = () => Promise<void>;
type Result = { perSecond: number; p50: number; p99: number };

async function measure(engine: string, { installation, origin, signIn }: Bench): Promise<void> {
  const { db } = installation;
  await loadDemo(installation);
  const tier2 = await signIn(asker.email, demoPassword, asker.code);
  const { secret } = await tier2<{ secret: string }>('POST', 'me/tokens', { name: 'bench' });
  const bare = await serveBare(urlOf(db), secret);
  const ours = sendTo(`${origin}/api`, secret);
  const theirs = sendTo(bare.origin, secret);
  try {
    await grow(db, sizes.small, 300);
    await letWait(db);
    const small: Result[] = [];
    for (const [, turn] of turnsOf(ours, await readMaterial(db), 0)) small.push(await run(turn, 32, sizes.small / 4));
    await grow(db, sizes.large, 300);
    await letWait(db);
    const material = await readMaterial(db);
    console.log(
      `${engine.padEnd(22)}clients   ours/s   bare/s      ×      p50      p99   bare p50, p99 (ms)   p99 : at ${say(sizes.small)}`,
    );
    const mine = turnsOf(ours, material, 0);
    const other = turnsOf(theirs, material, 1);
    for (const [index, [name, turn]] of mine.entries())
      for (const clients of [1, 32]) {
        const [ours, bare] = [await run(turn, clients), await run(other[index]?.[1] ?? turn, clients)];
        const ratio = ours.perSecond / bare.perSecond;
        const grown = ours.p99 / (small[index]?.p99 ?? Number.NaN);
        console.log(
          `  ${name.padEnd(20)}${String(clients).padStart(7)}${say(ours.perSecond).padStart(9)}${say(bare.perSecond).padStart(9)}${ratio.toFixed(2).padStart(7)}${ours.p50.toFixed(1).padStart(9)}${ours.p99.toFixed(1).padStart(9)}   ${bare.p50.toFixed(1)}, ${bare.p99.toFixed(1)}`.padEnd(
            86,
          ) +
            `${clients === 32 ? grown.toFixed(1).padStart(6) : ''}   ${ratio >= atLeast ? 'reached' : `NOT reached: at least ${atLeast}`}`,
        );
      }
    console.log('');
  } finally {
    await bare.close();
  }
}

/** What is asked with: answers that the intake takes, and needs that wait to be assessed. */
type Material = { areas: string[]; needs: { id: string; version: number }[] };

async function readMaterial(db: Db): Promise<Material> {
  const areas: string[] = await db('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where({ email: asker.email })
    .pluck('memberships.area_id');
  const needs: { id: string; version: number }[] = await db('needs')
    .whereIn('area_id', areas)
    .where({ state: 'received' })
    .orderBy('id', 'desc')
    .limit(40_000)
    .select('id', 'version');
  return { needs, areas };
}

/** Puts two needs of three where the asker works, waiting to be assessed. */
async function letWait(db: Db): Promise<void> {
  const { areas } = await readMaterial(db);
  const sample = await db('needs').where({ state: 'received' }).first<Row>('workflow_id', 'snapshot', 'state');
  await db('needs')
    .where({ municipality_id: (await db('municipalities').where({ code: asker.code }).first<{ id: string }>()).id })
    .whereRaw('number % 3 > 0')
    .update({ ...sample, area_id: areas[0], closed_at: null });
}

const intake = (area: string | undefined): object => ({
  scope: 'community',
  area,
  types: ['transport'],
  urgency: 'normal',
  title: '買い物の手段がない',
  situation: '歩ける範囲に店がない。',
  receivedOn: '2026-11-01',
});
const assessment = { assessedOn: '2026-11-01', method: 'phone', findings: '送迎があれば続けられる。' };

/** The three requests. Of the needs to be assessed each side takes every other one. */
function turnsOf(send: Send, { areas, needs }: Material, side: 0 | 1): [string, Turn][] {
  let next = side;
  return [
    ['create a need', () => send('POST', `${city}/needs`, { answers: intake(areas[0]) })],
    [
      'take a step',
      async () => {
        const need = needs[(next += 2)];
        if (!need) throw new Error('no need is left to be assessed');
        await send('POST', `${city}/needs/${need.id}/steps`, { event: 'ASSESS', answers: assessment }, need.version);
      },
    ],
    ['list 25', () => send('GET', `${city}/needs?limit=25`)],
  ];
}

async function run(turn: Turn, clients: number, most = Number.POSITIVE_INFINITY): Promise<Result> {
  for (let warm = 0; warm < 20; warm += 1) await turn();
  const took: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end && took.length < most) {
        const before = performance.now();
        await turn();
        took.push(performance.now() - before);
      }
    }),
  );
  const all = took.toSorted((a, b) => a - b);
  const at = (share: number): number => all[Math.floor((all.length - 1) * share)] ?? Number.NaN;
  return { perSecond: (all.length * 1000) / (performance.now() - start), p50: at(0.5), p99: at(0.99) };
}

/** Asks with a token; throws where the answer is not a good one. */
function sendTo(base: string, secret: string): Send {
  const agent = new Agent({ keepAlive: true });
  return (method, path, body, version) =>
    new Promise((resolve, reject) => {
      const clientRequest = request(
        `${base}/${path}`,
        {
          method,
          agent,
          headers: {
            Authorization: `Bearer ${secret}`,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
          },
        },
        (response) => {
          let text = '';
          response.on('data', (data: Buffer) => (text += data.toString()));
          response.on('end', () =>
            (response.statusCode ?? 500) < 300 ? resolve() : reject(new Error(`${method} ${path}: ${text}`)),
          );
        },
      );
      clientRequest.on('error', reject);
      clientRequest.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

/** The bare handler, on connections of its own to the same database, opened as ours are. */
async function serveBare(url: string, secret: string): Promise<{ origin: string; close(): Promise<void> }> {
  const db = openDatabase(url);
  const hash = createHash('sha256').update(secret).digest('hex');
  const app = express().disable('x-powered-by');
  app.use(express.json());
  const last = async (table: string, where: object): Promise<Row> =>
    ((await db(table).where(where).orderBy('id', 'desc').first()) ?? {}) as Row;
  const of = (await db('municipalities').where({ code: asker.code }).first<{ id: string }>('id')).id;
  const { areas } = await readMaterial(db);
  // Rows as ours writes them.
  const samples = {
    need: await last('needs', { municipality_id: of, state: 'received' }),
    assessed: await last('needs', { municipality_id: of, state: 'assessed' }),
    submission: await last('submissions', { municipality_id: of, record_kind: 'need' }),
    start: await last('events', { municipality_id: of, record_kind: 'need', type: 'START' }),
    step: await last('events', { municipality_id: of, record_kind: 'need', type: 'ASSESS' }),
    created: await last('audit', { municipality_id: of, action: 'need.create' }),
    stepped: await last('audit', { municipality_id: of, action: 'need.step' }),
  };
  const who = async (trx: Db): Promise<{ id: string; name: string }> => {
    const user: { id: string; name: string } | undefined = await trx('access_tokens')
      .join('users', 'users.id', 'access_tokens.user_id')
      .where({ 'access_tokens.hash': hash, 'access_tokens.revoked_at': null, 'users.disabled_at': null })
      .first('users.*');
    if (!user) throw new Error('unknown token');
    const memberships: unknown[] = await trx('memberships')
      .join('areas', 'areas.id', 'memberships.area_id')
      .where({ user_id: user.id })
      .select('memberships.*', 'areas.path');
    if (memberships.length === 0) throw new Error('no role');
    return user;
  };
  const line = (user: { id: string; name: string }, sample: Row, record: string | null, action: string): Row => ({
    ...sample,
    id: uuid(),
    happened_at: new Date().toISOString(),
    actor_id: user.id,
    actor_name: user.name,
    action,
    record_id: record,
    request_id: uuid(),
  });
  app.post(`/${city}/needs`, async (_req, res) => {
    const id = uuid();
    await db.transaction(async (trx) => {
      const user = await who(trx);
      const number = await nextNumber(trx, 'need', of);
      const submission = { ...samples.submission, id: uuid(), record_id: id };
      await trx('submissions').insert(submission);
      await trx('needs').insert({ ...samples.need, id, number, submission_id: submission.id, version: 1 });
      await trx('need_types').insert({ need_id: id, type_key: 'transport' });
      await trx('events').insert({ ...samples.start, id: uuid(), record_id: id, submission_id: submission.id });
      await trx('audit').insert(line(user, samples.created, id, 'need.create'));
    });
    res.status(201).json({ id, version: 1 });
  });
  app.post(`/${city}/needs/:id/steps`, async (req, res) => {
    const { id } = req.params;
    await db.transaction(async (trx) => {
      const user = await who(trx);
      const need = (await trx('needs').where({ id }).first()) as Row;
      const { snapshot, state } = samples.assessed;
      const version = Number(need.version);
      const changed = await trx('needs')
        .where({ id, version })
        .update({ snapshot, state, state_since: new Date().toISOString(), version: version + 1 });
      if (changed !== 1) throw new Error('stale');
      const submission = { ...samples.submission, id: uuid(), record_id: id };
      await trx('submissions').insert(submission);
      await trx('events').insert({
        ...samples.step,
        id: uuid(),
        record_id: id,
        version: version + 1,
        submission_id: submission.id,
      });
      await trx('audit').insert(line(user, samples.stepped, id, 'need.step'));
    });
    res.json({ id });
  });
  app.get(`/${city}/needs`, async (_req, res) => {
    const reading = readersOf(db);
    const user = await who(reading);
    const items: Row[] = await reading('needs')
      .join('areas', 'areas.id', 'needs.area_id')
      .where({ 'needs.municipality_id': of })
      .whereIn('needs.area_id', areas)
      .orderBy([
        { column: 'needs.received_on', order: 'desc' },
        { column: 'needs.number', order: 'desc' },
      ])
      .limit(26)
      .select('needs.*', 'areas.name as area_name', 'areas.path as area_path');
    const total: unknown = await reading('needs')
      .where({ municipality_id: of })
      .whereIn('area_id', areas)
      .count({ total: '*' })
      .first();
    const ids = items.slice(0, 25).map((item) => String(item.id));
    const types: unknown = await reading('need_types').whereIn('need_id', ids);
    await db.transaction(async (trx) => {
      const look: Row = { ...line(user, samples.created, null, 'need.list'), record_kind: null, record_title: null };
      await trx('audit').insert(look);
      await trx('audit_looks').insert(ids.map((record_id) => ({ record_id, audit_id: String(look.id) })));
    });
    res.json({ items, total, types });
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await db.destroy();
    },
  };
}
