import type { Knex } from 'knex';

/**
 * Of a tie in an entry that has a consent of its own: until when whoever is named there may be told of the record. And the day on which a register's
 * record is to be looked at again, as it was last said. Nothing of either was asked before.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('record_ties', (t) => {
    t.text('told_before');
  });
  await knex.schema.alterTable('records', (t) => {
    t.text('review_on');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table records drop column review_on');
  await knex.raw('alter table record_ties drop column told_before');
}
