import type { Knex } from 'knex';

/** Which records a list showed, by its line of the audit: who saw a resident's record without opening it. Only added to, as the audit is. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_looks', (t) => {
    t.text('record_id').notNullable();
    t.text('audit_id').notNullable();
    t.primary(['record_id', 'audit_id']);
  });
  if (knex.client.config.client === 'pg')
    await knex.raw(
      'create trigger audit_looks_final before update or delete or truncate on audit_looks execute function audit_is_final()',
    );
  else
    for (const verb of ['update', 'delete'])
      await knex.raw(
        `create trigger audit_looks_no_${verb} before ${verb} on audit_looks begin select raise(abort, 'audit is append-only'); end`,
      );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_looks');
}
