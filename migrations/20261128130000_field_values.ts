import type { Knex } from 'knex';

/*
 * What was answered last to fields of forms, one row a value, for lists that show, filter or sort by them: nobody reads all
 * answers for that. Only of the fields in `field_uses`; a job fills in what was answered before a field was first used.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('field_values', (t) => {
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('kind').notNullable(); // of the record
    t.text('field').notNullable(); // as rules call it: `need.form.snow`
    t.text('text'); // a choice, a day, `true`/`false`; of several choices one row each
    t.double('number');
    t.text('record_id').notNullable();
    t.index(['municipality_id', 'kind', 'field', 'text', 'record_id'], 'field_values_by_text');
    t.index(['municipality_id', 'kind', 'field', 'number', 'record_id'], 'field_values_by_number');
    t.index(['record_id', 'field'], 'field_values_of_record');
  });

  await knex.schema.createTable('field_uses', (t) => {
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('kind').notNullable();
    t.text('field').notNullable();
    t.text('filled_to').notNullable().defaultTo(''); // the last record whose former answers were taken over; they go by id
    t.text('filled_at'); // null: not all of them yet
    t.text('created_at').notNullable();
    t.primary(['municipality_id', 'kind', 'field']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('field_uses');
  await knex.schema.dropTable('field_values');
}
