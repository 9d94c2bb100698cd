import type { Knex } from 'knex';

/** Councils' facts count meetings by the marks of their kinds: those that the product brought are marked as what they were counted as. */
const marks = ['study', 'preparation', 'council', 'training', 'briefing'];

export async function up(knex: Knex): Promise<void> {
  for (const key of marks)
    await knex('code_entries').where({ list: 'meeting-kind', key }).whereNull('marks').update({ marks: key });
}

export async function down(knex: Knex): Promise<void> {
  for (const key of marks)
    await knex('code_entries').where({ list: 'meeting-kind', key, marks: key }).update({ marks: null });
}
