import { readFile } from 'node:fs/promises';
import type { Db } from '../server/database/db.ts';
import { demoPassword, loadDemo } from '../server/demo/load-demo.ts';
import { runDue } from '../server/runner.ts';
import { middle, onBothEngines, say, time, type Ask, type Bench } from './over-http.ts';
import { grow } from './service.ts';

const city = 'municipalities/042021';
const names = ['benchFew', 'benchSome'] as const;
const field = { few: 'need.form.benchFew', some: 'need.form.benchSome' };
const needs = 100_000;
const rounds = 9;

/** Prints what a list of 25 of 100,000 needs costs that is filtered by fields of forms, as ratios to the same list filtered by a column of its own that finds as many. */
export async function benchLists(): Promise<void> {
  console.log(
    `node ${process.version}; ${say(needs)} needs with two fields each kept in field_values, asked over HTTP; medians of ${rounds} rounds by turns. 1 ×: filtered by a column of the table.\n`,
  );
  await onBothEngines(measure);
}

async function measure(engine: string, { installation, signIn }: Bench): Promise<void> {
  const { db } = installation;
  await loadDemo(installation);
  const admin = await signIn('admin@ishinomaki.example.jp', demoPassword, '042021');
  await addFields(admin);
  await admin('POST', `${city}/needs/fields`, { fields: Object.values(field) });
  // Nobody has answered them yet: the filling in ends at once.
  await runDue(installation);
  await grow(db, needs, 300);
  await fill(db);
  const tier1 = await signIn('tier1@ishinomaki.example.jp', demoPassword, '042021');
  const where = (name: string, value: string): string => `where=${encodeURIComponent(`${name}=${value}`)}`;
  const queries: [name: string, query: string][] = [
    ['by a column', 'urgency=high'],
    ['by a field', where(field.some, 'a')],
    ['by two fields', `${where(field.some, 'a')}&${where(field.few, 'a')}`],
  ];
  const times = queries.map((): number[] => []);
  const totals: number[] = [];
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, [, query]] of queries.entries()) {
      const took = await time(async () => {
        totals[index] = (await tier1<{ total: number }>('GET', `${city}/needs?limit=25&${query}`)).total;
      });
      // The first round is for the engine to warm up.
      if (round > 0) times[index]?.push(took);
    }
  const baseline = middle(times[0] ?? []);
  console.log(`${engine.padEnd(24)}found      ms      ×`);
  for (const [index, [name]] of queries.entries()) {
    const took = middle(times[index] ?? []);
    console.log(
      `  ${name.padEnd(20)}${say(totals[index] ?? 0).padStart(7)}${took.toFixed(1).padStart(8)}${(took / baseline).toFixed(2).padStart(7)}`,
    );
  }
  console.log('');
}

/** Two fields of the intake, with a few choices each. */
async function addFields(admin: Ask): Promise<void> {
  const file = new URL('../forms/library/need-intake.form.json', import.meta.url);
  const body = JSON.parse(await readFile(file, 'utf8')) as {
    schema: { properties: Record<string, object> };
    uiSchema: { 'ui:order': string[] };
    texts: { ja: { fields: Record<string, object> } };
  };
  for (const name of names) {
    const oneOf = ['a', 'b'].map((choice) => ({ const: choice, title: choice }));
    body.schema.properties[name] = { type: 'string', oneOf, 'x-tell': { tier1: 'always', members: 'always' } };
    body.texts.ja.fields[name] = { title: name };
    body.uiSchema['ui:order'].push(name);
  }
  await admin('POST', `${city}/definitions/form`, { body, reason: 'bench' });
}

/** Every need's values: of one field as many are `a` as are urgent, of the other every tenth. */
async function fill(db: Db): Promise<void> {
  const { id } = (await db('municipalities').where({ code: '042021' }).first('id')) as { id: string };
  for (const [name, value] of [
    [field.some, "case when urgency = 'high' then 'a' else 'b' end"],
    [field.few, "case when number % 10 = 0 then 'a' else 'b' end"],
  ] as const) {
    await db('field_values').where({ field: name }).delete();
    await db.raw(
      `insert into field_values (municipality_id, kind, field, text, number, record_id)
       select municipality_id, 'need', cast(? as text), ${value}, null, id from needs where municipality_id = ?`,
      [name, id],
    );
  }
  await db.raw('analyze');
}
