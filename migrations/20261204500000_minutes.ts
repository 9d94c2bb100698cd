import type { Knex } from 'knex';

/**
 * Minutes are drafted, sent to those who were there, and confirmed: from then on nothing of the record changes, and what is found later
 * is added with its day, who added it and why. What was on record before counts as drafted. Nothing is altered by Knex, which rebuilds
 * the table on SQLite.
 */
export async function up(knex: Knex): Promise<void> {
  // draft | confirming | confirmed
  await knex.raw("alter table meetings add column minutes_state text not null default 'draft'");
  // How often the minutes were sent: a reply is to what was sent then.
  await knex.raw('alter table meetings add column minutes_round integer not null default 0');
  await knex.raw('alter table meetings add column minutes_sent_at text');
  await knex.raw('alter table meetings add column confirmed_at text');
  await knex.raw('alter table meetings add column confirmed_by text references users(id)');
  await knex.schema.createTable('minutes_replies', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('meeting_id').notNullable().references('id').inTable('meetings');
    t.integer('round').notNullable();
    t.text('user_id').notNullable().references('id').inTable('users').index();
    t.text('name').notNullable(); // as the meeting lists them
    t.text('kind').notNullable(); // as-it-was | comment
    t.text('words');
    t.text('replied_at').notNullable();
    t.unique(['meeting_id', 'round', 'user_id'], { indexName: 'minutes_replies_once' });
  });
  await knex.schema.createTable('minutes_addenda', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('meeting_id').notNullable().references('id').inTable('meetings').index();
    t.text('words').notNullable();
    t.text('reason').notNullable();
    t.text('name').notNullable(); // of who added it, as they were called then
    t.text('added_by').references('id').inTable('users').index();
    t.text('added_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('minutes_addenda');
  await knex.schema.dropTable('minutes_replies');
  for (const column of ['confirmed_by', 'confirmed_at', 'minutes_sent_at', 'minutes_round', 'minutes_state'])
    await knex.raw(`alter table meetings drop column ${column}`);
}
