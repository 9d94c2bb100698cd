import type { Knex } from 'knex';

/** To whom a need may be told though nobody agreed to it, as somebody decided with a reason. A JSON list like `consent_scope`. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('needs', (t) => {
    t.text('consent_override').notNullable().defaultTo('[]');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table needs drop column consent_override');
}
