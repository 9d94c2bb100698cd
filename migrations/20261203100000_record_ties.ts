import type { Knex } from 'knex';

/**
 * The records that answers name, one row each, so that both know of it: what a record of a register was begun or last corrected
 * with, and what each of its steps was answered. As which field and to which version of a form it was answered, says who may know.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('record_ties', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('from_kind').notNullable();
    t.text('from_id').notNullable();
    t.text('submission_id').notNullable().references('id').inTable('submissions');
    t.text('form_id').notNullable().references('id').inTable('definitions');
    t.text('field').notNullable();
    t.text('to_kind').notNullable();
    t.text('to_id').notNullable();
    t.index(['from_id'], 'record_ties_from');
    t.index(['to_id'], 'record_ties_to');
    t.index(['submission_id'], 'record_ties_of_submission');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('record_ties');
}
