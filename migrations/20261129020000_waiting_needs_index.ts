import type { Knex } from 'knex';

/* The ten needs that wait longest for somebody, and how many wait, are found in a city's hundred thousand without reading one that is not shown. */
const columns = ['municipality_id', 'state', 'area_id', 'received_on', 'number', 'workflow_id', 'scope', 'state_since'];

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('needs', (t) => t.index(columns, 'needs_waiting'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('needs', (t) => t.dropIndex(columns, 'needs_waiting'));
}
