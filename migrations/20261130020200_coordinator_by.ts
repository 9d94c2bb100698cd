import type { Knex } from 'knex';

/** Whether a municipality's councils elect their coordinator, or it is appointed. Those whose councils are on a course that elects, elect. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw("alter table municipalities add column coordinator_by text not null default 'appointment'");
  const electing = knex('councils')
    .join('definitions', 'definitions.id', 'councils.workflow_id')
    .where('definitions.body', 'like', '%"coordinator-election"%')
    .whereNull('councils.closed_at')
    .select('councils.municipality_id');
  await knex('municipalities').whereIn('id', electing).update({ coordinator_by: 'election' });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities drop column coordinator_by');
}
