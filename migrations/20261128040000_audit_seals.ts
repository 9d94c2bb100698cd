import type { Knex } from 'knex';

/*
 * Lines of the audit are sealed in chains. Before the first seal, what older releases wrote into them about people is taken
 * out for good: the values of fields, what was searched for, and titles in a resident's words.
 */

export async function up(knex: Knex): Promise<void> {
  /** One sealed line. Its `hash` covers the seal before it, so that nothing can be changed, taken out or put in between unnoticed. */
  await knex.schema.createTable('audit_seals', (t) => {
    t.text('audit_id').primary(); // no foreign key: the seal outlives a line that somebody took out
    t.text('chain').notNullable(); // the municipality's id; '' for lines of none
    t.integer('number').notNullable(); // its place in the chain, from 1
    t.text('digest').notNullable(); // SHA-256 of the line, as it was when it was sealed
    t.text('hash').notNullable();
    t.text('sealed_at').notNullable();
    t.unique(['chain', 'number']);
  });

  /** Lines that wait for their seal, so that nobody has to look through all of them. Filled by a trigger on `audit`. */
  await knex.schema.createTable('audit_unsealed', (t) => {
    t.text('audit_id').primary();
  });

  await liftProtection(knex);
  await redactTitles(knex);
  await redactDetails(knex);
  await protect(knex);

  await knex.raw('insert into audit_unsealed (audit_id) select id from audit');
  if (isPostgres(knex)) {
    await knex.raw(`create function audit_awaits_seal() returns trigger language plpgsql as $$
      begin insert into audit_unsealed select id from added; return null; end $$`);
    await knex.raw(
      'create trigger audit_unsealed after insert on audit referencing new table as added for each statement execute function audit_awaits_seal()',
    );
    await knex.raw(
      'create trigger audit_seals_final before update or delete or truncate on audit_seals execute function audit_is_final()',
    );
  } else {
    await knex.raw(
      'create trigger audit_unsealed after insert on audit begin insert into audit_unsealed (audit_id) values (new.id); end',
    );
    for (const verb of ['update', 'delete'])
      await knex.raw(
        `create trigger audit_seals_no_${verb} before ${verb} on audit_seals begin select raise(abort, 'audit is append-only'); end`,
      );
  }
}

/** What was taken out of the lines does not come back. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(isPostgres(knex) ? 'drop trigger audit_unsealed on audit' : 'drop trigger audit_unsealed');
  if (isPostgres(knex)) await knex.raw('drop function audit_awaits_seal()');
  await knex.schema.dropTable('audit_unsealed');
  await knex.schema.dropTable('audit_seals');
}

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

/** The triggers of the first migration, away and back again. */
async function liftProtection(knex: Knex): Promise<void> {
  if (isPostgres(knex)) await knex.raw('drop trigger audit_final on audit');
  else for (const verb of ['update', 'delete']) await knex.raw(`drop trigger audit_no_${verb}`);
}

async function protect(knex: Knex): Promise<void> {
  if (isPostgres(knex))
    await knex.raw(
      'create trigger audit_final before update or delete or truncate on audit execute function audit_is_final()',
    );
  else
    for (const verb of ['update', 'delete'])
      await knex.raw(
        `create trigger audit_no_${verb} before ${verb} on audit begin select raise(abort, 'audit is append-only'); end`,
      );
}

/** A number where there is one, nothing for people and meetings. */
async function redactTitles(knex: Knex): Promise<void> {
  const numbers = {
    need: 'select number from needs where needs.id = audit.record_id',
    referral:
      'select number from needs join referrals on referrals.need_id = needs.id where referrals.id = audit.record_id',
    proposal: 'select number from proposals where proposals.id = audit.record_id',
  };
  for (const [kind, number] of Object.entries(numbers))
    await knex('audit')
      .where({ record_kind: kind })
      .update({ record_title: knex.raw(`'No.' || (${number})`) });
  await knex('audit')
    .whereIn('record_kind', ['user', 'membership', 'council_member', 'meeting'])
    .update({ record_title: null });
  // The title of these was the council's name, or the member's.
  await knex('audit')
    .where({ record_kind: 'council', action: 'council_member.create' })
    .update({ record_title: knex.raw('(select name from councils where councils.id = audit.record_id)') });
}

const BATCH = 500;

async function redactDetails(knex: Knex): Promise<void> {
  let last = '';
  while (true) {
    const rows = (await knex('audit')
      .where('id', '>', last)
      .whereNotNull('details')
      .orderBy('id')
      .limit(BATCH)
      .select('id', 'action', 'details')) as Line[];
    if (rows.length === 0) return;
    last = rows.at(-1)?.id ?? last;
    const changed = rows
      .map((row) => ({ id: row.id, details: redact(row) }))
      .filter((row, index) => row.details !== rows[index]?.details);
    if (changed.length === 0) continue;
    const cases = changed.map(() => 'when ? then ?').join(' ');
    await knex('audit')
      .whereIn(
        'id',
        changed.map((row) => row.id),
      )
      .update({
        details: knex.raw(
          `case id ${cases} end`,
          changed.flatMap((row) => [row.id, row.details]),
        ),
      });
  }
}

type Line = { id: string; action: string; details: string };
type Details = Record<string, unknown>;

/** Fields whose values say nothing about a person, by the kind of line; of all others only stays that they changed. */
const plain: Record<string, string[]> = {
  'area.update': ['name', 'name_kana', 'kind', 'position', 'closed_at'],
  'code.update': ['name_ja', 'name_en', 'position', 'retired_at'],
  'council.change': ['name', 'name_kana', 'local_name', 'closed_at'],
  'council_member.change': ['role', 'organisation_id', 'starts_on', 'ends_on'],
  'finding.dismiss': ['status'],
  'meeting.change': ['kind', 'held_on', 'attendance'],
  'membership.update': ['ends_on'],
  'organisation.update': ['kind', 'closed_at'],
  'service.update': [
    'organisation_id',
    'organisationId',
    'type_key',
    'urgencies',
    'fee_yen',
    'days',
    'capacity',
    'capacity_confirmed_on',
    'closed_at',
    'areas',
  ],
  'service.confirm': ['capacity', 'capacity_confirmed_on'],
  'user.update': ['language', 'disabled_at'],
};

/** Keys that stay as they are, whatever the line. A reason stays only where it is a publication's. */
const kept = [
  'version',
  'event',
  'step',
  'names',
  'contact',
  'shown',
  'decision',
  'rules',
  'role',
  'area',
  'startsOn',
  'endsOn',
  'address',
  'council',
  'member',
  'tier',
  'workflow',
  'establishedOn',
  'heldOn',
  'number',
  'effectiveOn',
  'base',
  'effect',
  'import',
  'undone',
  'counts',
  'period',
  'rows',
];
const counted = ['created', 'updated', 'unchanged', 'rejected', 'removed', 'restored'];
const days = ['fromDay', 'toDay', 'areaId'];

/** The details as this release would have written them. Of a line that was redacted already: the same. */
function redact({ action, details }: Line): string {
  const given = JSON.parse(details) as Details;
  const told: Details = {};
  const into = (key: string, name: string, value: unknown): void =>
    void (told[key] = { ...(told[key] as Details | undefined), [name]: value });
  for (const [key, value] of Object.entries(given)) {
    if (key === 'rows' && action === 'import.create') into('counts', key, value);
    else if (kept.includes(key)) told[key] = value;
    else if (counted.includes(key)) into('counts', key, value);
    else if (days.includes(key)) into('period', key, value);
    else if (key === 'reason' && action === 'definition.publish') told[key] = value;
    else if (key === 'filters') told[key] = Array.isArray(value) ? value : Object.keys(value as Details);
    else if (key === 'localName') into('changed', 'local_name', null);
    else if (key === 'changed')
      for (const [field, values] of Object.entries(value as Details))
        into(key, field, isPlain(action, field) ? values : null);
  }
  const text = JSON.stringify(told);
  return text === JSON.stringify(given) ? details : text;
}

const isPlain = (action: string, field: string): boolean =>
  action.endsWith('.step') ? field === 'state' : (plain[action] ?? []).includes(field);
