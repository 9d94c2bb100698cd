import type { Knex } from 'knex';

/** Meetings ahead: what is planned lies beside what was held, so that one meeting stays one row. No `alter` of Knex's, which rebuilds the table on SQLite. */
export async function up(knex: Knex): Promise<void> {
  // planned | held | dropped; `held_on` is the day that it is planned for until it is held.
  await knex.raw("alter table meetings add column state text not null default 'held'");
  await knex.raw('alter table meetings add column starts_at text'); // HH:MM
  await knex.raw('alter table meetings add column ends_at text');
  await knex.raw('alter table meetings add column aim text');
  await knex.raw('alter table meetings add column state_reason text'); // why it was dropped
  await knex.schema.createTable('meeting_items', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('meeting_id').notNullable().references('id').inTable('meetings').index();
    t.integer('place').notNullable(); // in the agenda, from 0
    t.text('title').notNullable();
    t.text('need_id').references('id').inTable('needs').index();
    t.text('discussion');
    t.text('decisions').notNullable().defaultTo('[]'); // JSON list of sentences
    t.text('outcome'); // decided | continued | not-taken | raised
  });
  await knex.schema.createTable('meeting_people', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('meeting_id').notNullable().references('id').inTable('meetings').index();
    t.integer('place').notNullable();
    t.text('member_id').references('id').inTable('council_members').index(); // null: a guest
    t.text('name').notNullable();
    t.text('body'); // the body that they come from
    t.text('answer'); // coming | absent; null: has not answered
    t.text('note');
    t.text('answered_at');
    t.text('presence'); // present | proxy | absent; null: nobody has said
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('meeting_people');
  await knex.schema.dropTable('meeting_items');
  for (const column of ['state_reason', 'aim', 'ends_at', 'starts_at', 'state'])
    await knex.raw(`alter table meetings drop column ${column}`);
}
