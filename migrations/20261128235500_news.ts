import type { Knex } from 'knex';

/** What somebody has read of what they are told, and how they want to be told; events are found by when they happened. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('user_reads', (t) => {
    t.text('user_id').notNullable().references('id').inTable('users');
    t.text('subject').notNullable(); // the id of an event or a meeting, or `first:` and a thing to do first
    t.text('read_at').notNullable();
    t.primary(['user_id', 'subject']);
  });
  await knex.schema.createTable('user_news', (t) => {
    t.text('user_id').primary().references('id').inTable('users');
    t.text('read_before'); // all that happened up to this instant has been read
    t.integer('digest').notNullable().defaultTo(0); // 1: by mail too, once a day
    t.text('mailed_at'); // the last mail told what happened up to this instant
  });
  await knex.schema.alterTable('events', (t) => {
    t.index(['municipality_id', 'happened_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('events', (t) => {
    t.dropIndex(['municipality_id', 'happened_at']);
  });
  await knex.schema.dropTable('user_news');
  await knex.schema.dropTable('user_reads');
}
