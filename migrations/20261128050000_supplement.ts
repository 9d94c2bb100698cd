import type { Knex } from 'knex';

/**
 * Published versions are never rewritten. What did not exist when one was published (tags, marks, roles) stands beside it
 * as a JSON Merge Patch (RFC 7396), written only by migrations and by the product's own updates.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('definitions', (table) => {
    table.text('supplement');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table definitions drop column supplement');
}
