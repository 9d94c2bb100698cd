import type { Knex } from 'knex';

/**
 * What records an item of a meeting's agenda is about, and what was made of it. Apart from the ties of answers (`record_ties`), which say
 * as which field of which form: a meeting's agenda is no form. An item keeps its id when the agenda is stored anew.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('agenda_ties', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('meeting_id').notNullable().references('id').inTable('meetings').index();
    t.text('item_id').notNullable();
    t.text('kind').notNullable(); // about | follows
    t.text('to_kind').notNullable();
    t.text('to_id').notNullable().index();
    t.unique(['item_id', 'kind', 'to_id'], { indexName: 'agenda_ties_once' });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('agenda_ties');
}
