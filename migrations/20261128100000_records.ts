import type { Knex } from 'knex';

/** Records of the kinds that are only data: what all have as columns, and what was answered last as JSON. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('records', (t) => {
    t.text('id').primary();
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('kind').notNullable();
    t.text('area_id').notNullable().references('id').inTable('areas').index();
    t.integer('year').notNullable(); // of its number; 0: numbers of this kind go on through all years
    t.integer('number').notNullable();
    t.text('form_id').notNullable().references('id').inTable('definitions');
    t.text('submission_id').notNullable().references('id').inTable('submissions');
    t.text('answers').notNullable(); // JSON: the submission's
    t.text('search').notNullable(); // what everybody may search who sees it, a line end, the rest
    t.text('created_by').references('id').inTable('users');
    t.text('created_at').notNullable();
    t.text('workflow_id').notNullable().references('id').inTable('definitions');
    t.text('snapshot').notNullable();
    t.text('state').notNullable();
    t.text('state_since').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.unique(['municipality_id', 'kind', 'year', 'number']); // also a page of the list
    t.index(['municipality_id', 'kind', 'area_id', 'state']); // its count
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('records');
}
