import type { Knex } from 'knex';

/**
 * Councils' facts count meetings by the marks of their kinds: those that the product brought are marked as what they were counted as, beside
 * what a city has marked them as itself.
 */
const marks: [key: string, mark: string][] = [
  ['roundtable', 'examined'],
  ...['study', 'preparation', 'council', 'training', 'briefing'].map((key): [string, string] => [key, key]),
];

type Entry = { id: string; marks: string | null };

/** Puts what `change` makes of the marks of the kind of this key, in every municipality. */
async function mark(knex: Knex, key: string, change: (marks: string[]) => string[]): Promise<void> {
  const entries: Entry[] = await knex('code_entries').where({ list: 'meeting-kind', key }).select('id', 'marks');
  for (const { id, marks: before } of entries) {
    const after = change(before ? before.split(',') : []).join(',') || null;
    if (after !== before) await knex('code_entries').where({ id }).update({ marks: after });
  }
}

export async function up(knex: Knex): Promise<void> {
  for (const [key, own] of marks) await mark(knex, key, (before) => (before.includes(own) ? before : [...before, own]));
}

/** `examined` stays: roundtables came with it. */
export async function down(knex: Knex): Promise<void> {
  for (const [key, own] of marks)
    if (own === key) await mark(knex, key, (before) => before.filter((each) => each !== own));
}
