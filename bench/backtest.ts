import { v7 as uuid } from 'uuid';
import {
  compileRuleSet,
  type Condition,
  type FactDeclaration,
  type FactModel,
  type Facts,
  type RuleSet,
} from '../rules/index.ts';
import type { Db } from '../server/database/db.ts';
import { insertDecisionCases, readCaseChunks, type DecisionCaseRow } from '../server/decisions/cases-store.ts';
import { modelOf } from '../server/decisions/models.ts';
import { definitionInForce } from '../server/definitions/definitions.ts';
import type { MunicipalContext } from '../server/kernel/context.ts';
import type { Installation } from '../server/kernel/installation.ts';
import { inTransaction, systemAsker } from '../server/kernel/transaction.ts';
import { createMunicipality } from '../server/settings/municipality/municipalities.ts';
import { hashPassword } from '../server/settings/sign-in/passwords.ts';
import { insertMembership } from '../server/settings/users/memberships-store.ts';
import { insertUser } from '../server/settings/users/store.ts';
import { middle, onBothEngines, say, time, type Ask, type Bench } from './over-http.ts';
import { makeDice } from './rules-data.ts';

/** Different cases; the history is made of copies of them with ids of their own. */
const different = 10_000;
export const password = 'correct horse battery';
export const code = '99901';
export const email = 'administrator@99901.example';

/** Prints how long a back-test over a stored history takes on both databases, from asking for it to the first page of its table. */
export async function benchBacktest(total = 1_000_000): Promise<void> {
  console.log(
    `node ${process.version}; the shipped rule set "referral" against a draft with one number changed, over ${say(total)} stored cases (${say(different)} different ones), over HTTP.`,
  );
  console.log(
    'floor: the columns that it reads, read by the same driver in the same chunks, and nothing done with them.\n',
  );
  const spent: Partial<Spent> = {};
  await onBothEngines(
    (engine, bench) => measure(engine, bench, spent, total),
    (details) => void Object.assign(spent, details),
  );
}

type Spent = { readMs: number; decideMs: number; writeMs: number };

async function measure(
  engine: string,
  { installation, signIn }: Bench,
  spent: Partial<Spent>,
  total: number,
): Promise<void> {
  const { db } = installation;
  const municipalityId = await fill(installation, total);
  // As a database in use does by itself.
  await db.raw('analyze');
  const ask = await signIn(email, password);
  await saveDraft(ask, db);

  const floorMs = await time(async () => {
    let read = 0;
    const scope = {
      municipalityId,
      rulesKey: 'referral',
      fromDay: null,
      toDay: null,
      areaPath: null,
      decisionId: null,
      until: new Date().toISOString(),
    };
    for await (const rows of readCaseChunks(db, scope, 10_000)) read += rows.length;
    if (read !== total) throw new Error(`${read} cases instead of ${total}`);
  });
  const idle = await answerTimes(ask, 40);
  const busy: number[] = [];
  let counts: Counts = { changed: 0, unchanged: 0 };
  const wholeMs = await time(async () => {
    const { id } = await ask<{ id: string }>('POST', `municipalities/${code}/rules/referral/backtests`, {
      from: 1,
      to: 'draft',
    });
    for (let status = 'waiting'; status !== 'done';) {
      busy.push(...(await answerTimes(ask, 1)));
      const job = await ask<{ status: string; error: string | null; counts: Counts }>(
        'GET',
        `municipalities/${code}/rules/referral/backtests/${id}`,
      );
      if (job.status === 'failed') throw new Error(job.error ?? 'the back-test failed');
      ({ status, counts } = job);
      if (status !== 'done') await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await ask('GET', `municipalities/${code}/rules/referral/backtests/${id}/rows?kind=changed`);
  });
  const share = (part: keyof Spent): string => `${((100 * (spent[part] ?? Number.NaN)) / wholeMs).toFixed(0)} %`;
  console.log(
    `${engine}: ${seconds(wholeMs)} from click to table (${say(counts.changed)} change, ${say(counts.unchanged)} do not): ${say(total / (wholeMs / 1000))} decisions/s`,
  );
  console.log(
    `  reading ${share('readMs')}, deciding ${share('decideMs')}, waiting for what was found to be written ${share('writeMs')}`,
  );
  console.log(`  floor ${seconds(floorMs)}: ${(wholeMs / floorMs).toFixed(2)} × the floor`);
  console.log(
    `  a list of needs answers meanwhile in ${(middle(busy) / middle(idle)).toFixed(2)} × its time at rest (median of ${busy.length})`,
  );
  console.log(`  ${wholeMs <= 10_000 ? 'reached    ' : 'NOT reached'}  at most 10 seconds\n`);
}

type Counts = { changed: number; unchanged: number };

/** A municipality with an administrator and its history. Answers its id. */
export async function fill(installation: Installation, total: number): Promise<string> {
  const password_hash = await hashPassword(password);
  return inTransaction(installation, systemAsker, async (base) => {
    const { ctx, root } = await createMunicipality(base, { code, name: '見本市', nameKana: 'ミホンシ' });
    const id = ctx.newId();
    await insertUser(ctx.db, {
      id,
      municipality_id: ctx.municipality.id,
      password_set_at: ctx.now,
      created_by: null,
      email,
      name: '見本 管理',
      name_kana: 'ミホン カンリ',
      password_hash,
      language: 'ja',
      demo: 0,
      credentials: 1,
      last_seen_at: null,
      disabled_at: null,
      created_at: ctx.now,
      version: 1,
    });
    await insertMembership(ctx.db, {
      id: ctx.newId(),
      user_id: id,
      municipality_id: ctx.municipality.id,
      area_id: root.id,
      role: 'administrator',
      organisation_id: null,
      starts_on: '2020-04-01',
      ends_on: null,
      version: 1,
    });
    await insertHistory(ctx, root.path, total);
    return ctx.municipality.id;
  });
}

async function insertHistory(ctx: MunicipalContext, areaPath: string, total: number): Promise<void> {
  const rules = await definitionInForce(ctx, 'rules', 'referral');
  if (!rules) throw new Error('no rule set referral');
  const model = await modelOf(ctx, rules.body);
  const decide = compileRuleSet(rules.body, model);
  const dice = makeDice(5);
  const rows = Array.from({ length: different }, (_, index): DecisionCaseRow => {
    const facts = makeFacts(model, dice);
    const { score, excluded } = decide(facts);
    return {
      id: String(index).padStart(8, '0'),
      municipality_id: ctx.municipality.id,
      decision_id: null,
      position: 0,
      rules_id: rules.id,
      rules_key: 'referral',
      record_kind: 'need',
      record_id: uuid(),
      subject: uuid(),
      area_path: areaPath,
      decided_on: ctx.today,
      decided_at: ctx.now,
      facts: JSON.stringify({ ...Object.fromEntries(model.facts.map((fact) => [fact.path, null])), ...facts }),
      outcome: excluded ? 'exclude' : 'rank',
      score: score ?? null,
    };
  });
  await insertDecisionCases(ctx.db, rows);
  const columns = Object.keys(rows[0] ?? {})
    .filter((column) => column !== 'id')
    .join(', ');
  for (let copy = 1; copy < total / different; copy += 1)
    await ctx.db.raw(
      `insert into decision_cases (id, ${columns}) select ? || substr(id, 5), ${columns} from decision_cases where length(id) = 8`,
      [String(copy).padStart(8, '0')],
    );
}

/** Facts as they are stored: most of them there, about a third of the services left out for a reason. */
function makeFacts(model: FactModel, dice: (below: number) => number): Facts {
  return Object.fromEntries(
    model.facts.flatMap((fact): [string, Facts[string]][] =>
      fact.optional && dice(4) === 0 ? [] : [[fact.path, makeValue(fact, dice)]],
    ),
  );
}

const types = ['meals', 'salon', 'transport', 'housework', 'watching-over'];
/** What a service must not be to be a candidate: seldom so, as few of those that are looked at are left out by each. */
const usually: Record<string, boolean> = {
  'match.type': true,
  'match.area': true,
  'match.urgency': true,
  'match.refusedBefore': false,
};

function makeValue({ path: name, type, choices }: FactDeclaration, dice: (below: number) => number): Facts[string] {
  const values = choices?.map((choice) => choice.value) ?? types;
  const usual = usually[name];
  if (type === 'boolean') return usual === undefined ? dice(2) === 0 : (dice(12) === 0) !== usual;
  if (type === 'integer' || type === 'number') return dice(name.includes('days') ? 400 : 12);
  if (type === 'choices' || type === 'strings') return values.filter(() => dice(3) === 0);
  if (type === 'date') return `2026-${String(1 + dice(12)).padStart(2, '0')}-15`;
  return values[dice(values.length)] ?? '';
}

/** The rule set in force with its first number one higher. */
export async function saveDraft(ask: Ask, db: Db): Promise<void> {
  const row = (await db('definitions').where({ kind: 'rules', key: 'referral' }).first('body')) as { body: string };
  let changed = false;
  const body = JSON.parse(row.body, (_key, part: Condition | undefined) => {
    if (changed || !part || typeof part !== 'object' || !('fact' in part) || typeof part.value !== 'number')
      return part as unknown;
    changed = true;
    return { ...part, value: part.value + 1 };
  }) as RuleSet;
  if (!changed) throw new Error('the rule set asks for no number');
  await ask('PUT', `municipalities/${code}/rules/referral/draft`, { body }, 0);
}

async function answerTimes(ask: Ask, times: number): Promise<number[]> {
  const durations: number[] = [];
  for (let index = 0; index < times; index += 1)
    durations.push(await time(() => ask('GET', `municipalities/${code}/needs`)));
  return durations;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
