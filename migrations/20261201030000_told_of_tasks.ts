import type { Knex } from 'knex';

const added = {
  // Who gave a task to who does it, and when; null: whoever wrote it down, then. And who said that it is done or dropped.
  tasks: ['assigned_at', 'assigned_by', 'ended_by'],
  // Whoever wrote down what somebody else replied.
  task_replies: ['entered_by'],
  // Who said, and when, who goes on; null: whoever made it, then.
  handovers: ['named_at', 'named_by'],
};

/** By whom and when somebody was given something or answered, so that they can be told of it. */
export async function up(knex: Knex): Promise<void> {
  for (const [table, columns] of Object.entries(added))
    await knex.schema.alterTable(table, (t) => {
      for (const column of columns) t.text(column);
    });
}

export async function down(knex: Knex): Promise<void> {
  // By hand: knex would write the tables anew on SQLite, and differently.
  for (const [table, columns] of Object.entries(added))
    for (const column of columns) await knex.raw(`alter table ${table} drop column ${column}`);
}
