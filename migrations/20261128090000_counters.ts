import type { Knex } from 'knex';

/** The last number given to a record of each kind, so that nobody looks for it among the records, nor queues for the municipality's row. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('counters', (t) => {
    t.text('municipality_id').notNullable().references('id').inTable('municipalities');
    t.text('kind').notNullable(); // need | proposal
    t.integer('year').notNullable(); // 0: numbers that go on through all years
    t.integer('last').notNullable();
    t.primary(['municipality_id', 'kind', 'year']);
  });
  for (const [kind, table] of [
    ['need', 'needs'],
    ['proposal', 'proposals'],
  ])
    await knex.raw(
      `insert into counters (municipality_id, kind, year, last)
       select municipality_id, '${kind}', 0, max(number) from ${table} group by municipality_id`,
    );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('counters');
}
