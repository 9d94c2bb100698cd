import type { Knex } from 'knex';

/*
 * The first shape of the database, the same on SQLite and PostgreSQL.
 * - ids are UUIDv7 texts (they sort by time of creation);
 * - points in time are ISO 8601 UTC texts, days are `YYYY-MM-DD` in Asia/Tokyo;
 * - JSON is text, because the two engines hand it back differently;
 * - `version` counts the changes of a row: every write names the version it saw;
 * - `search` holds the normalised words (NFKC, lower case, katakana) that lists are searched by.
 */

const id = (t: Knex.CreateTableBuilder) => t.text('id').primary();
const at = (t: Knex.CreateTableBuilder, name: string) => t.text(name);
const ref = (t: Knex.CreateTableBuilder, name: string, table: string) => t.text(name).references('id').inTable(table);
const municipal = (t: Knex.CreateTableBuilder) => ref(t, 'municipality_id', 'municipalities').notNullable();
const versioned = (t: Knex.CreateTableBuilder) => t.integer('version').notNullable().defaultTo(1);

/** A record that moves through a lifecycle: the definition it keeps, XState's snapshot, and the state for lists. */
const moving = (t: Knex.CreateTableBuilder) => {
  ref(t, 'workflow_id', 'definitions').notNullable();
  t.text('snapshot').notNullable();
  t.text('state').notNullable();
  at(t, 'state_since').notNullable();
  versioned(t);
};

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('municipalities', (t) => {
    id(t);
    t.text('code').notNullable().unique(); // 全国地方公共団体コード, six digits
    t.text('name').notNullable();
    t.text('name_kana').notNullable();
    t.text('name_en');
    t.integer('demo').notNullable().defaultTo(0); // 1: made by the demonstration, refused in production mode
    at(t, 'created_at').notNullable();
  });

  await knex.schema.createTable('areas', (t) => {
    id(t);
    municipal(t).index();
    ref(t, 'parent_id', 'areas');
    t.text('kind').notNullable(); // municipality | ward | daily-life
    t.text('name').notNullable();
    t.text('name_kana').notNullable();
    t.text('path').notNullable().index(); // '/root/ward/this/': an area's subtree is a prefix
    t.integer('position').notNullable().defaultTo(0);
    at(t, 'closed_at');
    versioned(t);
  });

  await knex.schema.createTable('users', (t) => {
    id(t);
    t.text('email').notNullable().unique(); // lower case
    t.text('name').notNullable();
    t.text('name_kana').notNullable().defaultTo('');
    t.text('password_hash').notNullable();
    t.text('language').notNullable().defaultTo('ja');
    t.integer('demo').notNullable().defaultTo(0);
    t.integer('credentials').notNullable().defaultTo(1); // raised by a password change: ends the other sessions
    at(t, 'last_seen_at');
    at(t, 'disabled_at');
    at(t, 'created_at').notNullable();
    versioned(t);
  });

  await knex.schema.createTable('organisations', (t) => {
    id(t);
    municipal(t).index();
    t.text('name').notNullable();
    t.text('name_kana').notNullable().defaultTo('');
    t.text('kind').notNullable(); // a key of code_entries, list 'organisation-kind'
    t.text('corporate_number');
    t.text('phone');
    t.text('email');
    t.text('url');
    t.text('postal_code');
    t.text('address');
    t.text('note');
    t.text('search').notNullable();
    at(t, 'closed_at');
    at(t, 'created_at').notNullable();
    versioned(t);
  });

  await knex.schema.createTable('memberships', (t) => {
    id(t);
    ref(t, 'user_id', 'users').notNullable().index();
    municipal(t).index();
    ref(t, 'area_id', 'areas').notNullable();
    t.text('role').notNullable(); // administrator | tier1 | tier2 | member | provider | centre
    ref(t, 'organisation_id', 'organisations'); // providers: the body they act for
    t.text('starts_on').notNullable();
    t.text('ends_on');
    versioned(t);
  });

  await knex.schema.createTable('access_tokens', (t) => {
    id(t);
    ref(t, 'user_id', 'users').notNullable().index();
    t.text('name').notNullable();
    t.text('hash').notNullable().unique(); // SHA-256 of the token; the token itself is shown once
    at(t, 'created_at').notNullable();
    at(t, 'expires_at');
    at(t, 'last_used_at');
    at(t, 'revoked_at');
  });

  await knex.schema.createTable('idempotency_keys', (t) => {
    ref(t, 'user_id', 'users').notNullable();
    t.text('key').notNullable();
    t.text('request').notNullable(); // SHA-256 of method, path and body
    t.integer('status').notNullable();
    t.text('headers').notNullable();
    t.text('body').notNullable();
    at(t, 'created_at').notNullable().index();
    t.primary(['user_id', 'key']);
  });

  /** Lists that an administrator edits: service types, kinds of organisation … */
  await knex.schema.createTable('code_entries', (t) => {
    id(t);
    municipal(t);
    t.text('list').notNullable(); // service-type | organisation-kind
    t.text('key').notNullable();
    t.text('name_ja').notNullable();
    t.text('name_en');
    t.integer('position').notNullable().defaultTo(0);
    at(t, 'retired_at');
    versioned(t);
    t.unique(['municipality_id', 'list', 'key']);
  });

  /** Forms, rule sets and lifecycles: one row a version, frozen once published. */
  await knex.schema.createTable('definitions', (t) => {
    id(t);
    municipal(t);
    t.text('kind').notNullable(); // form | rules | workflow
    t.text('key').notNullable();
    t.integer('number').notNullable(); // 1, 2, 3 … within municipality, kind and key
    t.text('body').notNullable();
    t.text('reason').notNullable();
    t.text('effective_on').notNullable();
    ref(t, 'published_by', 'users');
    at(t, 'published_at').notNullable();
    t.unique(['municipality_id', 'kind', 'key', 'number']);
  });

  await knex.schema.createTable('submissions', (t) => {
    id(t);
    municipal(t);
    ref(t, 'form_id', 'definitions').notNullable();
    t.text('record_kind').notNullable();
    t.text('record_id').notNullable();
    t.text('answers').notNullable();
    ref(t, 'submitted_by', 'users');
    at(t, 'submitted_at').notNullable();
    t.index(['record_kind', 'record_id']);
  });

  await knex.schema.createTable('decisions', (t) => {
    id(t);
    municipal(t);
    ref(t, 'rules_id', 'definitions').notNullable();
    t.text('record_kind').notNullable();
    t.text('record_id').notNullable();
    t.text('decision').notNullable(); // rules/types Decision, whole; for a ranking { ranked: […] }
    at(t, 'decided_at').notNullable();
    t.index(['record_kind', 'record_id']);
  });

  await knex.schema.createTable('councils', (t) => {
    id(t);
    municipal(t).index();
    ref(t, 'area_id', 'areas').notNullable().index();
    t.integer('tier').notNullable(); // 1 | 2
    t.text('name').notNullable();
    t.text('name_kana').notNullable().defaultTo('');
    t.text('local_name'); // what the people there call it: 支え合い会議 …
    t.text('established_on');
    t.text('search').notNullable();
    at(t, 'closed_at');
    at(t, 'created_at').notNullable();
    moving(t);
  });

  await knex.schema.createTable('council_members', (t) => {
    id(t);
    ref(t, 'council_id', 'councils').notNullable().index();
    ref(t, 'organisation_id', 'organisations');
    ref(t, 'user_id', 'users');
    t.text('name').notNullable();
    t.text('name_kana').notNullable().defaultTo('');
    t.text('role').notNullable(); // member | chair | vice-chair | coordinator
    t.text('starts_on').notNullable();
    t.text('ends_on');
    versioned(t);
  });

  await knex.schema.createTable('needs', (t) => {
    id(t);
    municipal(t);
    ref(t, 'area_id', 'areas').notNullable().index();
    t.integer('number').notNullable(); // 受付番号 within the municipality
    t.text('scope').notNullable(); // individual | community
    t.text('title').notNullable(); // one line in words, no personal name
    t.text('resident_name');
    t.text('resident_kana');
    t.text('urgency').notNullable(); // low | normal | high
    t.integer('urgency_rank').notNullable(); // 0 high, 1 normal, 2 low: what lists are sorted by
    t.text('consent').notNullable(); // given | not-given | not-needed
    t.text('consent_scope').notNullable(); // JSON list: service | council | department
    t.text('links').notNullable(); // JSON list: disability | hardship | children | dementia
    ref(t, 'submission_id', 'submissions').notNullable();
    t.text('received_on').notNullable();
    at(t, 'closed_at');
    t.text('search').notNullable();
    ref(t, 'created_by', 'users');
    at(t, 'created_at').notNullable();
    moving(t);
    t.unique(['municipality_id', 'number']);
    t.index(['municipality_id', 'received_on', 'number']); // a page of the list
    t.index(['municipality_id', 'urgency_rank', 'received_on', 'number']);
    t.index(['municipality_id', 'area_id', 'state', 'scope', 'urgency']); // its count, and the counts of home and councils
  });

  await knex.schema.createTable('need_types', (t) => {
    ref(t, 'need_id', 'needs').notNullable();
    t.text('type_key').notNullable(); // code_entries, list 'service-type'
    t.primary(['need_id', 'type_key']);
    t.index(['type_key', 'need_id']);
  });

  await knex.schema.createTable('imports', (t) => {
    id(t);
    municipal(t).index();
    t.text('file_name').notNullable();
    t.text('sha256').notNullable();
    t.text('mapping').notNullable();
    t.text('counts').notNullable(); // { created, updated, unchanged, rejected }
    t.text('changes').notNullable(); // what undo needs: the rows made, and the rows before they were changed
    ref(t, 'created_by', 'users');
    at(t, 'created_at').notNullable();
    at(t, 'undone_at');
    versioned(t);
  });

  await knex.schema.createTable('services', (t) => {
    id(t);
    municipal(t);
    ref(t, 'organisation_id', 'organisations').notNullable().index();
    t.text('type_key').notNullable();
    t.text('name').notNullable();
    t.text('name_kana').notNullable().defaultTo('');
    t.text('description');
    t.text('eligibility'); // words
    t.text('urgencies').notNullable().defaultTo('["low","normal","high"]'); // JSON list of urgencies it can answer
    t.text('fee'); // words: 1回500円 …
    t.integer('fee_yen');
    t.text('days').notNullable(); // JSON list of mon … sun, holiday
    t.text('hours'); // words
    t.text('capacity').notNullable(); // has | none | waiting | ask
    t.text('capacity_confirmed_on');
    ref(t, 'capacity_confirmed_by', 'users');
    t.text('phone');
    t.text('url');
    t.text('address');
    t.double('latitude');
    t.double('longitude');
    t.text('external_key'); // the row's own number in an imported list
    t.text('search').notNullable();
    at(t, 'closed_at');
    at(t, 'created_at').notNullable();
    versioned(t);
    t.index(['municipality_id', 'type_key']);
    t.index(['municipality_id', 'external_key']);
  });

  await knex.schema.createTable('service_areas', (t) => {
    ref(t, 'service_id', 'services').notNullable();
    ref(t, 'area_id', 'areas').notNullable().index();
    t.primary(['service_id', 'area_id']);
  });

  await knex.schema.createTable('referrals', (t) => {
    id(t);
    municipal(t).index();
    ref(t, 'need_id', 'needs').notNullable().index();
    ref(t, 'service_id', 'services').notNullable().index();
    ref(t, 'organisation_id', 'organisations').notNullable().index();
    ref(t, 'decision_id', 'decisions'); // the ranking it was chosen from
    t.integer('rank'); // its place in that ranking, from 1
    t.text('message');
    t.text('answer_reason'); // why refused, stopped …
    ref(t, 'created_by', 'users');
    at(t, 'created_at').notNullable();
    moving(t);
  });

  await knex.schema.createTable('meetings', (t) => {
    id(t);
    municipal(t).index();
    ref(t, 'council_id', 'councils').notNullable().index();
    t.text('kind').notNullable(); // roundtable | study | preparation | council | workshop | training | briefing
    t.text('title').notNullable();
    t.text('held_on').notNullable();
    t.text('place');
    t.integer('attendance').notNullable(); // people, counted once each (実人数)
    t.text('attendees').notNullable().defaultTo('[]'); // JSON list of names or bodies
    t.text('minutes');
    t.text('decisions').notNullable().defaultTo('[]'); // JSON list of sentences
    at(t, 'examined_at'); // 精査 done
    ref(t, 'created_by', 'users');
    at(t, 'created_at').notNullable();
    versioned(t);
  });

  await knex.schema.createTable('meeting_needs', (t) => {
    ref(t, 'meeting_id', 'meetings').notNullable();
    ref(t, 'need_id', 'needs').notNullable().index();
    t.text('plan'); // what was agreed to do; null: discussed without a plan
    t.primary(['meeting_id', 'need_id']);
  });

  /** What the escalation and watch rules found about a council, standing until raised, dismissed or gone. */
  await knex.schema.createTable('findings', (t) => {
    id(t);
    municipal(t);
    ref(t, 'council_id', 'councils').notNullable().index();
    t.text('purpose').notNullable(); // escalation | watch
    t.text('type_key').notNullable().defaultTo(''); // escalation: the service type; watch: the watch's own word
    t.text('outcome').notNullable(); // the decision's outcome type: proposal | report | a watch's name
    ref(t, 'decision_id', 'decisions').notNullable();
    t.text('status').notNullable(); // open | raised | dismissed | gone
    t.text('status_reason');
    at(t, 'found_at').notNullable();
    at(t, 'confirmed_at').notNullable(); // the last evaluation that found it again
    versioned(t);
    t.unique(['council_id', 'purpose', 'type_key']);
  });

  await knex.schema.createTable('finding_needs', (t) => {
    ref(t, 'finding_id', 'findings').notNullable();
    ref(t, 'need_id', 'needs').notNullable();
    t.primary(['finding_id', 'need_id']);
  });

  await knex.schema.createTable('proposals', (t) => {
    id(t);
    municipal(t).index();
    t.integer('number').notNullable();
    t.text('kind').notNullable(); // proposal | report
    ref(t, 'from_council_id', 'councils').notNullable().index();
    ref(t, 'to_council_id', 'councils').notNullable().index();
    ref(t, 'finding_id', 'findings');
    t.text('title').notNullable();
    t.text('body').notNullable();
    t.text('evidence').notNullable(); // JSON: decision, counts and need numbers, frozen when sent
    t.text('answer'); // adopted | under-study | not-adopted | passed-on | noted
    t.text('answer_reason');
    at(t, 'answered_at');
    at(t, 'sent_at');
    ref(t, 'submission_id', 'submissions').notNullable();
    ref(t, 'created_by', 'users');
    at(t, 'created_at').notNullable();
    moving(t);
    t.unique(['municipality_id', 'number']);
  });

  /** The history of every moving record: one row for each accepted event. */
  await knex.schema.createTable('events', (t) => {
    id(t);
    municipal(t);
    t.text('record_kind').notNullable(); // council | need | referral | proposal
    t.text('record_id').notNullable();
    t.integer('version').notNullable(); // the record's version after it
    t.text('type').notNullable();
    t.text('from_state');
    t.text('to_state').notNullable();
    ref(t, 'workflow_id', 'definitions').notNullable();
    ref(t, 'actor_id', 'users'); // null: the system
    ref(t, 'submission_id', 'submissions');
    ref(t, 'decision_id', 'decisions');
    t.text('details'); // JSON: what the page tells beside it (the service referred to, the reason of a refusal …)
    at(t, 'happened_at').notNullable();
    t.unique(['record_kind', 'record_id', 'version']);
  });

  /** What must still be done: effects of events, and timers. Performed once, by whichever server claims it. */
  await knex.schema.createTable('effects', (t) => {
    id(t);
    municipal(t);
    t.text('record_kind');
    t.text('record_id');
    t.text('type').notNullable();
    t.text('params').notNullable();
    t.text('timer_id'); // XState's id of a delayed event, so that it can be cancelled
    t.text('unique_key').unique(); // a daily run that two servers must not both add
    at(t, 'due_at').notNullable();
    t.text('status').notNullable(); // pending | done | failed | cancelled
    t.integer('attempts').notNullable().defaultTo(0);
    t.text('error');
    at(t, 'created_at').notNullable();
    at(t, 'done_at');
    t.index(['status', 'due_at']);
    t.index(['record_kind', 'record_id']);
  });

  /** Who did or looked at what. Triggers refuse any change of it. */
  await knex.schema.createTable('audit', (t) => {
    id(t);
    ref(t, 'municipality_id', 'municipalities');
    at(t, 'happened_at').notNullable();
    t.text('actor_id'); // no foreign key: the line outlives the user
    t.text('actor_name').notNullable();
    t.text('action').notNullable(); // need.read, council.step, user.create, sign-in …
    t.text('record_kind');
    t.text('record_id');
    t.text('record_title');
    t.text('details'); // JSON: what changed, before and after
    t.text('request_id');
    t.index(['municipality_id', 'happened_at']);
    t.index(['record_kind', 'record_id']);
  });

  /** connect-session-knex's own shape. */
  await knex.schema.createTable('sessions', (t) => {
    t.string('sid').primary();
    t.json('sess').notNullable();
    t.timestamp('expired').notNullable().index();
  });

  /** rate-limiter-flexible's own shape. */
  await knex.schema.createTable('rate_limits', (t) => {
    t.string('key').primary();
    t.integer('points').notNullable().defaultTo(0);
    t.bigInteger('expire');
  });

  const pg = knex.client.config.client === 'pg';
  if (pg) {
    await knex.raw(`create function audit_is_final() returns trigger language plpgsql as $$
      begin raise exception 'audit is append-only'; end $$`);
    await knex.raw(
      'create trigger audit_final before update or delete or truncate on audit execute function audit_is_final()',
    );
  } else {
    for (const verb of ['update', 'delete'])
      await knex.raw(
        `create trigger audit_no_${verb} before ${verb} on audit begin select raise(abort, 'audit is append-only'); end`,
      );
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'rate_limits',
    'sessions',
    'audit',
    'effects',
    'events',
    'proposals',
    'finding_needs',
    'findings',
    'meeting_needs',
    'meetings',
    'referrals',
    'service_areas',
    'services',
    'imports',
    'need_types',
    'needs',
    'council_members',
    'councils',
    'decisions',
    'submissions',
    'definitions',
    'code_entries',
    'idempotency_keys',
    'access_tokens',
    'memberships',
    'organisations',
    'users',
    'areas',
    'municipalities',
  ])
    await knex.schema.dropTable(table);
  if (knex.client.config.client === 'pg') await knex.raw('drop function audit_is_final()');
}
