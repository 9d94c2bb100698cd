import type { Knex } from 'knex';

/** Who does what until when, and what the members of a council are asked between its meetings. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('tasks', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('council_id').notNullable().references('id').inTable('councils').index();
    t.text('kind').notNullable(); // task | question
    t.text('text').notNullable();
    t.text('member_id').references('id').inTable('council_members').index(); // who does it; null: somebody else, or all are asked
    t.text('assignee'); // the name of who does it, where that is no member
    t.text('due_on'); // YYYY-MM-DD
    t.text('meeting_id').references('id').inTable('meetings').index();
    t.text('proposal_id').references('id').inTable('proposals').index();
    t.text('need_id').references('id').inTable('needs').index();
    t.text('state').notNullable(); // open | done | dropped
    t.text('result'); // what came of it, or why it was dropped
    t.text('ended_at');
    t.text('created_by').references('id').inTable('users');
    t.text('created_at').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.index(['municipality_id', 'state', 'due_on']);
  });
  await knex.schema.createTable('task_replies', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('task_id').notNullable().references('id').inTable('tasks').index();
    t.text('user_id').references('id').inTable('users').index(); // null: told by word of mouth
    t.text('name').notNullable(); // who replied
    t.text('text').notNullable();
    t.text('replied_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('task_replies');
  await knex.schema.dropTable('tasks');
}
