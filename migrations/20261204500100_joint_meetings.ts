import type { Knex } from 'knex';

/** The other councils that a meeting was of, or will be: beside `meetings.council_id`, which keeps its record. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('meeting_councils', (t) => {
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('meeting_id').notNullable().references('id').inTable('meetings');
    t.text('council_id').notNullable().references('id').inTable('councils').index();
    t.primary(['meeting_id', 'council_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('meeting_councils');
}
