import type { Knex } from 'knex';

/** What becomes of an adopted proposal, and which candidates of other councils have joined it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('proposals', (t) => {
    t.text('due_on'); // a day
    t.integer('fiscal_year');
    t.text('told_at'); // when its progress was told last
  });
  await knex.schema.createTable('proposal_joins', (t) => {
    t.text('proposal_id').notNullable().references('id').inTable('proposals');
    t.text('finding_id').notNullable().references('id').inTable('findings').index();
    t.text('joined_by').references('id').inTable('users');
    t.text('joined_at').notNullable();
    t.primary(['proposal_id', 'finding_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('proposal_joins');
  for (const column of ['due_on', 'fiscal_year', 'told_at'])
    await knex.raw('alter table proposals drop column ??', [column]);
}
