import { v7 as uuid } from 'uuid';
import type { Db } from '../server/database/db.ts';
import { demoPassword, loadDemo } from '../server/demo/load-demo.ts';
import { middle, onBothEngines, say, time, type Ask, type Bench } from './over-http.ts';

const city = 'municipalities/042021';
const rounds = 15;

/** Prints how long pages and decisions take on a large city, on both databases, as ratios to the shortest answer that reads the database. */
export async function benchService(needs = 100_000, services = 10_000): Promise<void> {
  console.log(
    `node ${process.version}; the demonstration city grown to ${say(needs)} needs and ${say(services)} services, asked over HTTP by its people; medians of ${rounds} rounds in which all take turns.`,
  );
  console.log('1 ×: who am I (session, user, memberships).\n');
  await onBothEngines((engine, bench) => measure(engine, bench, needs, services));
}

async function measure(
  engine: string,
  { installation, signIn }: Bench,
  needs: number,
  services: number,
): Promise<void> {
  await loadDemo(installation);
  await grow(installation.db, needs, services);
  const tier1 = await signIn('tier1@ishinomaki.example.jp', demoPassword, '042021');
  const tier2 = await signIn('tier2@ishinomaki.example.jp', demoPassword, '042021');
  const { id } =
    (await tier2<{ items: { id: string }[] }>('GET', `${city}/needs?state=assessed&limit=1`)).items[0] ?? {};
  const requests: [name: string, ask: Ask, method: string, at: string, mostMs: number | null][] = [
    ['who am I', tier1, 'GET', 'me', null],
    ['list of needs', tier1, 'GET', `${city}/needs`, 100],
    ['needs, searched', tier1, 'GET', `${city}/needs?q=${encodeURIComponent('つういん')}`, 100],
    ['needs of an area, urgent first', tier2, 'GET', `${city}/needs?sort=urgency&state=received`, 100],
    ['list of services', tier1, 'GET', `${city}/services`, 100],
    ['services, searched', tier1, 'GET', `${city}/services?q=${encodeURIComponent('サロン')}`, 100],
    ['home', tier2, 'GET', `${city}/home`, 100],
    ['list of councils', tier1, 'GET', `${city}/councils`, 100],
    ['a decision: services ranked', tier2, 'POST', `${city}/needs/${id}/ranking`, 50],
  ];
  const times = requests.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, [, ask, method, at]] of requests.entries()) {
      const took = await time(() => ask(method, at));
      // The first round is for the engine to warm up.
      if (round > 0) times[index]?.push(took);
    }
  const floor = middle(times[0] ?? []);
  console.log(`${engine}${' '.repeat(34 - engine.length)}ms        ×`);
  for (const [index, [name, , , , mostMs]] of requests.entries()) {
    const took = middle(times[index] ?? []);
    const aim = mostMs === null ? '' : `   ${took <= mostMs ? 'reached    ' : 'NOT reached'}  at most ${mostMs} ms`;
    console.log(`  ${name.padEnd(30)}${took.toFixed(1).padStart(6)}${(took / floor).toFixed(1).padStart(9)}${aim}`);
  }
  console.log('');
}

type Row = Record<string, string | number | null>;

/** Copies needs and services with ids, numbers and days of their own. */
export async function grow(db: Db, needs: number, services: number): Promise<void> {
  const municipality = (await db('municipalities').where({ code: '042021' }).first('id')) as { id: string };
  const of = { municipality_id: municipality.id };
  await db.transaction(async (trx) => {
    await copy(trx, 'needs', await trx('needs').where(of), needs, [['need_types', 'need_id']], (row, count) => ({
      number: count + 1,
      received_on: dayBefore(String(row.received_on), count % 700),
    }));
    await trx('counters')
      .where({ ...of, kind: 'need' })
      .update({ last: needs });
    await copy(
      trx,
      'services',
      await trx('services').where(of),
      services,
      [['service_areas', 'service_id']],
      () => ({}),
    );
  });
  await db.raw('analyze');
}

export async function copy(
  db: Db,
  table: string,
  rows: Row[],
  total: number,
  attached: [table: string, column: string][],
  differently: (row: Row, count: number) => Row,
): Promise<void> {
  const ids = rows.map((row) => String(row.id));
  const more = new Map<string, Map<string, Row[]>>();
  for (const [name, column] of attached)
    more.set(
      name,
      Map.groupBy((await db(name).whereIn(column, ids)) as Row[], (row) => String(row[column])),
    );
  const made: Row[] = [];
  const madeMore = new Map<string, Row[]>(attached.map(([name]) => [name, []]));
  for (let count = rows.length; count < total; count += 1) {
    const row = rows[count % rows.length] ?? {};
    const id = uuid();
    made.push({ ...row, id, ...differently(row, count) });
    for (const [name, column] of attached)
      for (const attachedRow of more.get(name)?.get(String(row.id)) ?? [])
        madeMore.get(name)?.push({ ...attachedRow, [column]: id });
  }
  await db.batchInsert(table, made, 40);
  for (const [name, list] of madeMore) await db.batchInsert(name, list, 400);
}

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
