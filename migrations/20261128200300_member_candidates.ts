import type { Knex } from 'knex';

/** Whom a gathering would like to have in the council. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('member_candidates', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('council_id').notNullable().references('id').inTable('councils').index();
    t.text('meeting_id').references('id').inTable('meetings').index(); // where they were named
    t.text('name').notNullable();
    t.text('body');
    t.text('state').notNullable(); // open | joined | declined
    t.text('member_id').references('id').inTable('council_members'); // what they became
    t.text('created_at').notNullable();
    t.integer('version').notNullable().defaultTo(1);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('member_candidates');
}
