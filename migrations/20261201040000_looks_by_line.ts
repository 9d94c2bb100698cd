import type { Knex } from 'knex';

/** Which records a line of the audit showed: what was in an export, and how far one has come. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('audit_looks', (t) => t.index(['audit_id'], 'audit_looks_by_line'));
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('audit_looks', (t) => t.dropIndex(['audit_id'], 'audit_looks_by_line'));
}
