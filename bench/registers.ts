import { readFile } from 'node:fs/promises';
import type { Db } from '../server/database/db.ts';
import { demoPassword, loadDemo } from '../server/demo/load-demo.ts';
import { runDue } from '../server/runner.ts';
import { addFields, benchFields, fill, needsRows } from './lists.ts';
import { middle, onBothEngines, say, time, type Ask, type Bench } from './over-http.ts';
import { copy, grow } from './service.ts';

const city = 'municipalities/042021';
const register = 'outreach';
const kind = `register-${register}`;
const prefix = 'need.form.';
const records = 100_000;
const more = 20;
const rounds = 9;

type Page = { total: number; next: string | null };

/**
 * Prints what a register's list of 100,000 records costs beside the needs' of as many, asked the same: whole, its second page, by a condition,
 * by two, by a word. Then what the home page and the needs' list cost once there are 20 registers more.
 */
export async function benchRegisters(): Promise<void> {
  console.log(
    `node ${process.version}; ${say(records)} needs and as many records of a register, asked over HTTP; medians of ${rounds} rounds by turns. ×: to the same of needs.\n`,
  );
  await onBothEngines(measure);
}

async function measure(engine: string, { installation, signIn }: Bench): Promise<void> {
  const { db } = installation;
  await loadDemo(installation);
  const admin = await signIn('admin@ishinomaki.example.jp', demoPassword, '042021');
  await addFields(admin, 'need-intake');
  await addFields(admin, register);
  await admin('POST', `${city}/needs/fields`, { fields: benchFields(prefix) });
  await admin('POST', `${city}/registers/${register}/records/fields`, { fields: benchFields() });
  // Nobody has answered them yet: the filling in ends at once.
  await runDue(installation);
  await grow(db, records, 300);
  await fill(db, needsRows);
  await growRecords(db);
  await fill(db, { table: 'records', kind, prefix: '', some: 'number % 6 = 0' });
  const tier1 = await signIn('tier1@ishinomaki.example.jp', demoPassword, '042021');

  const where = (before: string, ...which: string[]): string =>
    which.map((name) => `&where=${encodeURIComponent(`${before}${name}=a`)}`).join('');
  const ofNeeds = `${city}/needs?limit=25`;
  const ofRegister = `${city}/registers/${register}/records?limit=25`;
  const second = async (list: string): Promise<string> =>
    `${list}&cursor=${(await tier1<Page>('GET', list)).next ?? ''}`;
  const both = (needs: string, kept: string): [needs: string, records: string] => [ofNeeds + needs, ofRegister + kept];
  const word = `&q=${encodeURIComponent('1')}`;
  const pairs: [what: string, ...lists: [needs: string, records: string]][] = [
    ['the list', ofNeeds, ofRegister],
    ['its second page', await second(ofNeeds), await second(ofRegister)],
    ['by a field', ...both(where(prefix, 'benchSome'), where('', 'benchSome'))],
    ['by two fields', ...both(where(prefix, 'benchSome', 'benchFew'), where('', 'benchSome', 'benchFew'))],
    ['by a word', ...both(word, word)],
  ];
  console.log(`${engine.padEnd(24)}needs ms  records ms      ×   found`);
  for (const [what, needs, kept] of pairs) {
    const [ours = Number.NaN, theirs = Number.NaN] = await byTurns(tier1, [kept, needs]);
    const { total } = await tier1<Page>('GET', kept);
    console.log(
      `  ${what.padEnd(20)}${theirs.toFixed(1).padStart(10)}${ours.toFixed(1).padStart(12)}${(ours / theirs).toFixed(2).padStart(7)}${say(total).padStart(8)}`,
    );
  }
  const others = [`${city}/home`, ofNeeds];
  const before = await byTurns(tier1, others);
  await addRegisters(admin);
  const after = await byTurns(tier1, others);
  console.log(
    `  with ${more} registers more: home ${ratio(after[0], before[0])} ×, needs ${ratio(after[1], before[1])} ×\n`,
  );
}

const ratio = (took = Number.NaN, before = Number.NaN): string => (took / before).toFixed(2);

/** The medians of asking each, one after another so that what else the machine does hits all alike. */
async function byTurns(ask: Ask, paths: readonly string[]): Promise<number[]> {
  const times = paths.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, path] of paths.entries()) {
      const took = await time(() => ask('GET', path));
      // The first round is for the engine to warm up.
      if (round > 0) times[index]?.push(took);
    }
  return times.map(middle);
}

/** Copies of the demonstration's. */
async function growRecords(db: Db): Promise<void> {
  const { id } = (await db('municipalities').where({ code: '042021' }).first('id')) as { id: string };
  const of = { municipality_id: id, kind };
  await db.transaction(async (trx) => {
    const rows = await trx('records').where(of);
    await copy(trx, 'records', rows, records, [], (_row, count) => ({
      number: count + 1_000_000,
    }));
  });
  await db.raw('analyze');
}

/** More registers, each with a lifecycle of its own and the form that there is. */
async function addRegisters(admin: Ask): Promise<void> {
  const read = async (file: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(new URL(`../${file}`, import.meta.url), 'utf8')) as Record<string, unknown>;
  const workflow = await read(`workflows/library/${register}.workflow.json`);
  const shipped = await read(`registers/library/${register}.register.json`);
  for (let nth = 1; nth <= more; nth += 1) {
    const key = `bench-${nth}`;
    const publish = (kind: string, body: object) =>
      admin('POST', `${city}/definitions/${kind}`, { body, reason: 'bench' });
    await publish('workflow', { ...workflow, key, subject: `register-${key}` });
    await publish('register', { ...shipped, key, workflow: key, number: `B${nth}-{number}` });
  }
}
