import type { Knex } from 'knex';

/** What was done in a municipality and to which kind of record, each found without reading every line. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('audit', (t) => t.index(['municipality_id', 'action', 'record_kind'], 'audit_choices'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('audit', (t) =>
    t.dropIndex(['municipality_id', 'action', 'record_kind'], 'audit_choices'),
  );
}
