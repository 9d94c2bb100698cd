import type { Knex } from 'knex';

/* What lists, home pages and counts look for in a municipality with a hundred thousand needs. */
const indexes: Record<string, string[][]> = {
  events: [['municipality_id', 'record_kind', 'id']], // what happened of late
  audit: [['record_id']], // one record's lines
  referrals: [
    ['municipality_id', 'id'],
    ['municipality_id', 'state', 'id'],
  ], // a page of the list, whole or of one state
  needs: [
    ['municipality_id', 'state', 'area_id'],
    ['area_id', 'closed_at'],
  ], // unmet ones, and those still open around a council
};

export async function up(knex: Knex): Promise<void> {
  for (const [table, lists] of Object.entries(indexes))
    await knex.schema.alterTable(table, (t) => {
      for (const columns of lists) t.index(columns);
    });
}

export async function down(knex: Knex): Promise<void> {
  for (const [table, lists] of Object.entries(indexes))
    await knex.schema.alterTable(table, (t) => {
      for (const columns of lists) t.dropIndex(columns);
    });
}
