import { readFile } from 'node:fs/promises';
import type { Db } from '../server/database/db.ts';
import { demoPassword, loadDemo } from '../server/demo/load-demo.ts';
import { runDue } from '../server/runner.ts';
import { middle, onBothEngines, say, time, type Ask, type Bench } from './over-http.ts';
import { grow } from './service.ts';

const city = 'municipalities/042021';
const names = ['benchFew', 'benchSome'] as const;
const of = (prefix: string) => ({ few: `${prefix}benchFew`, some: `${prefix}benchSome` });
const field = of('need.form.');
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
  await addFields(admin, 'need-intake');
  await admin('POST', `${city}/needs/fields`, { fields: Object.values(field) });
  // Nobody has answered them yet: the filling in ends at once.
  await runDue(installation);
  await grow(db, needs, 300);
  await fill(db, needsRows);
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

/** Two fields of a form that everybody is told, with a few choices each; as the list of them names them. */
export const benchFields = (prefix = ''): string[] => Object.values(of(prefix));

export async function addFields(admin: Ask, form: string): Promise<void> {
  const file = new URL(`../forms/library/${form}.form.json`, import.meta.url);
  const body = JSON.parse(await readFile(file, 'utf8')) as {
    schema: { properties: Record<string, object> };
    uiSchema: { 'ui:order': string[] };
    texts: { ja: { fields: Record<string, object> } };
  };
  for (const name of names) {
    const oneOf = ['a', 'b'].map((choice) => ({ const: choice, title: choice }));
    body.schema.properties[name] = { type: 'string', oneOf, 'x-tell': { tier1: 'always' } };
    body.texts.ja.fields[name] = { title: name };
    body.uiSchema['ui:order'].push(name);
  }
  await admin('POST', `${city}/definitions/form`, { body, reason: 'bench' });
}

/** Which rows have the values: their table, kind, the prefix of the fields' names, and an expression of some of them. */
export type Filled = { table: 'needs' | 'records'; kind: string; prefix: string; some: string };
export const needsRows: Filled = { table: 'needs', kind: 'need', prefix: 'need.form.', some: "urgency = 'high'" };

/** Every record's values: of one field as many are `a` as `some` says, of the other every tenth. */
export async function fill(db: Db, { table, kind, prefix, some }: Filled): Promise<void> {
  const { id } = (await db('municipalities').where({ code: '042021' }).first('id')) as { id: string };
  const names = of(prefix);
  const which = table === 'needs' ? '' : 'and kind = ?';
  for (const [name, chosen] of [
    [names.some, some],
    [names.few, 'number % 10 = 0'],
  ] as const) {
    await db('field_values').where({ field: name, kind }).delete();
    await db.raw(
      `insert into field_values (municipality_id, kind, field, text, number, record_id)
       select municipality_id, cast(? as text), cast(? as text), case when ${chosen} then 'a' else 'b' end, null, id from ${table} where municipality_id = ? ${which}`,
      [kind, name, id, ...(which ? [kind] : [])],
    );
  }
  await db.raw('analyze');
}
