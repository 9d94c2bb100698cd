import type { Knex } from 'knex';

/*
 * What the rule studio keeps: every decided case by itself, the open drafts, and back-tests with what they found.
 * Words and shapes as in the first migration.
 */

const id = (t: Knex.CreateTableBuilder) => t.text('id').primary();
const ref = (t: Knex.CreateTableBuilder, name: string, table: string) => t.text(name).references('id').inTable(table);
const municipal = (t: Knex.CreateTableBuilder) => ref(t, 'municipality_id', 'municipalities').notNullable();

export async function up(knex: Knex): Promise<void> {
  /** One case that rules decided: a ranking holds many. What a back-test reads, so nothing else is needed to decide it again. */
  await knex.schema.createTable('decision_cases', (t) => {
    id(t);
    municipal(t);
    ref(t, 'decision_id', 'decisions').index(); // null: nothing followed from it, and no decision was stored
    t.integer('position').notNullable().defaultTo(0); // its place in the decision, from 0
    ref(t, 'rules_id', 'definitions').notNullable().index();
    t.text('rules_key').notNullable();
    t.text('record_kind').notNullable();
    t.text('record_id').notNullable();
    t.text('subject').notNullable().defaultTo(''); // the service, or the service type, that it was about beside the record
    t.text('area_path').notNullable().defaultTo('');
    t.text('decided_on').notNullable();
    t.text('decided_at').notNullable();
    t.text('facts').notNullable(); // JSON; null: known to be absent then, no entry: not recorded then
    t.text('outcome').notNullable(); // event types, joined by commas; '' for none; a score: rank | exclude
    t.double('score');
    t.index(['municipality_id', 'rules_key', 'id']);
    t.index(['municipality_id', 'id']);
    t.index(['record_kind', 'record_id', 'rules_key', 'subject']);
  });

  /** The one open draft of a key. Given up or published: the body is gone and the version goes on, so that an old editor is noticed. */
  await knex.schema.createTable('drafts', (t) => {
    id(t);
    municipal(t);
    t.text('kind').notNullable(); // rules
    t.text('key').notNullable();
    t.integer('base'); // the published number that it began with
    t.text('body');
    ref(t, 'saved_by', 'users');
    t.text('saved_at').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.unique(['municipality_id', 'kind', 'key']);
  });

  /** Deciding stored cases again, beside the service: by other rules (backtest) or by the same (replay). */
  await knex.schema.createTable('backtests', (t) => {
    id(t);
    municipal(t);
    t.text('kind').notNullable(); // backtest | replay
    t.text('rules_key').notNullable();
    ref(t, 'from_id', 'definitions');
    ref(t, 'to_id', 'definitions'); // null: a draft
    t.text('to_body'); // the draft as it was then
    t.text('to_hash');
    t.text('from_day');
    t.text('to_day');
    ref(t, 'area_id', 'areas');
    ref(t, 'decision_id', 'decisions'); // a replay of one decision only
    t.text('status').notNullable(); // waiting | running | done | cancelled | failed
    t.integer('total').notNullable().defaultTo(0);
    t.integer('done').notNullable().defaultTo(0);
    t.text('counts').notNullable(); // JSON
    t.text('error');
    ref(t, 'created_by', 'users');
    t.text('created_at').notNullable();
    t.text('started_at');
    t.text('seen_at'); // the last sign of life of the server that runs it
    t.text('finished_at');
    t.integer('version').notNullable().defaultTo(1);
    t.index(['municipality_id', 'rules_key', 'id']);
    t.index(['status', 'seen_at']);
  });

  await knex.schema.createTable('backtest_rows', (t) => {
    ref(t, 'backtest_id', 'backtests').notNullable();
    t.integer('position').notNullable();
    ref(t, 'case_id', 'decision_cases').notNullable();
    t.text('kind').notNullable(); // changed | unknown | failed
    t.text('before').notNullable();
    t.text('after').notNullable();
    t.text('note'); // unknown: JSON list of facts; failed: why
    t.primary(['backtest_id', 'position']);
  });

  await fillCases(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['backtest_rows', 'backtests', 'drafts', 'decision_cases']) await knex.schema.dropTable(table);
}

type Outcome = { type: string };
type Decided = {
  strategy?: string;
  outcomes: Outcome[];
  score?: number;
  excluded?: boolean;
  facts: Record<string, unknown>;
};
type Stored = Partial<Decided> & { ranked?: { serviceId: string; decision: Decided }[] };
type Row = {
  id: string;
  municipality_id: string;
  rules_id: string;
  rules_key: string;
  record_kind: string;
  record_id: string;
  decision: string;
  decided_at: string;
  model: string;
  subject: string | null;
  area_path: string | null;
};

const BATCH = 200;

/** Facts that could be absent until now, by model: an absent one was known to be absent. */
const couldBeAbsent: Record<string, string[]> = {
  'need-service': ['service.feeYen', 'service.daysSinceConfirmed', 'service.openDays'],
  'area-type': ['council.daysSinceLastProposal'],
  council: ['council.daysSinceLastMeeting', 'council.daysSinceEstablished'],
};

/** Makes cases of the decisions that there are already. */
async function fillCases(knex: Knex): Promise<void> {
  const models = new Map<string, string>();
  for (const row of (await knex('definitions').where({ kind: 'rules' }).select('id', 'body')) as {
    id: string;
    body: string;
  }[])
    models.set(row.id, (JSON.parse(row.body) as { factModel: string }).factModel);
  let last = '';
  while (true) {
    const rows = (await knex('decisions')
      .join('definitions', 'definitions.id', 'decisions.rules_id')
      .where('decisions.id', '>', last)
      .orderBy('decisions.id')
      .limit(BATCH)
      .select('decisions.*', 'definitions.key as rules_key')) as Row[];
    if (rows.length === 0) return;
    last = rows.at(-1)?.id ?? last;
    const areas = await readAreas(knex, rows);
    const subjects = await readSubjects(knex, rows);
    const cases = rows.flatMap((row) =>
      casesOf({
        ...row,
        model: models.get(row.rules_id) ?? '',
        area_path: areas.get(row.record_id) ?? '',
        subject: subjects.get(row.id) ?? '',
      }),
    );
    await knex.batchInsert('decision_cases', cases, 50);
  }
}

function casesOf(row: Row): Record<string, unknown>[] {
  const stored = JSON.parse(row.decision) as Stored;
  const single: Decided = {
    outcomes: stored.outcomes ?? [],
    facts: stored.facts ?? {},
    ...(stored.score === undefined ? {} : { score: stored.score }),
    ...(stored.excluded === undefined ? {} : { excluded: stored.excluded }),
  };
  const parts = stored.ranked ?? [{ serviceId: row.subject ?? '', decision: single }];
  const absent = Object.fromEntries((couldBeAbsent[row.model] ?? []).map((fact) => [fact, null]));
  return parts.map(({ serviceId, decision }, position) => ({
    id: `${row.id}.${String(position).padStart(5, '0')}`,
    municipality_id: row.municipality_id,
    decision_id: row.id,
    position,
    rules_id: row.rules_id,
    rules_key: row.rules_key,
    record_kind: row.record_kind,
    record_id: row.record_id,
    subject: serviceId,
    area_path: row.area_path ?? '',
    decided_on: new Date(Date.parse(row.decided_at) + 9 * 3_600_000).toISOString().slice(0, 10),
    decided_at: row.decided_at,
    facts: JSON.stringify({ ...absent, ...decision.facts }),
    outcome:
      decision.score === undefined
        ? decision.outcomes.map((outcome) => outcome.type).join(',')
        : decision.excluded
          ? 'exclude'
          : 'rank',
    score: decision.score ?? null,
  }));
}

/** The area's path of each record. */
async function readAreas(knex: Knex, rows: Row[]): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  const idsOf = (kind: string): string[] => rows.filter((row) => row.record_kind === kind).map((row) => row.record_id);
  const found = [
    await knex('councils')
      .join('areas', 'areas.id', 'councils.area_id')
      .whereIn('councils.id', idsOf('council'))
      .select('councils.id as id', 'areas.path as path'),
    await knex('needs')
      .join('areas', 'areas.id', 'needs.area_id')
      .whereIn('needs.id', idsOf('need'))
      .select('needs.id as id', 'areas.path as path'),
    await knex('referrals')
      .join('needs', 'needs.id', 'referrals.need_id')
      .join('areas', 'areas.id', 'needs.area_id')
      .whereIn('referrals.id', idsOf('referral'))
      .select('referrals.id as id', 'areas.path as path'),
    await knex('proposals')
      .join('councils', 'councils.id', 'proposals.from_council_id')
      .join('areas', 'areas.id', 'councils.area_id')
      .whereIn('proposals.id', idsOf('proposal'))
      .select('proposals.id as id', 'areas.path as path'),
  ] as { id: string; path: string }[][];
  for (const { id: record, path } of found.flat()) paths.set(record, path);
  return paths;
}

/** The service type that an escalation was about, where its finding still tells it. */
async function readSubjects(knex: Knex, rows: Row[]): Promise<Map<string, string>> {
  const found = (await knex('findings')
    .where({ purpose: 'escalation' })
    .whereIn(
      'decision_id',
      rows.map((row) => row.id),
    )
    .select('decision_id', 'type_key')) as { decision_id: string; type_key: string }[];
  return new Map(found.map((row) => [row.decision_id, row.type_key]));
}
