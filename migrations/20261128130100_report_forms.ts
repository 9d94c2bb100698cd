import type { Knex } from 'knex';

/*
 * Forms are found by what they are for. A report's was for proposals, as the other one, and was told from it by its key: its
 * versions get a purpose of their own beside them.
 */
type Row = { id: string; body: string; supplement: string | null };
type Json = Record<string, unknown>;

const reports = (knex: Knex): Promise<Row[]> =>
  knex('definitions').where({ kind: 'form', key: 'report' }).select('id', 'body', 'supplement');
const read = (text: string | null): Json => (text === null ? {} : (JSON.parse(text) as Json));

export async function up(knex: Knex): Promise<void> {
  for (const { id, body, supplement } of await reports(knex))
    if (read(body)['purpose'] === 'proposal')
      await knex('definitions')
        .where({ id })
        .update({ supplement: JSON.stringify({ ...read(supplement), purpose: 'report' }) });
}

export async function down(knex: Knex): Promise<void> {
  for (const { id, supplement } of await reports(knex)) {
    const { purpose, ...rest } = read(supplement);
    if (purpose === 'report')
      await knex('definitions')
        .where({ id })
        .update({ supplement: Object.keys(rest).length === 0 ? null : JSON.stringify(rest) });
  }
}
