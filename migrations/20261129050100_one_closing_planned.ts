import type { Knex } from 'knex';

/** Of each record one closing is planned at most. */
export async function up(knex: Knex): Promise<void> {
  // Of two that were planned at once, the later one counts: ids are in the order of time.
  await knex.raw(`update closings set ended_at = planned_at where ended_at is null and exists (
    select 1 from closings as later where later.municipality_id = closings.municipality_id and later.kind = closings.kind
      and later.record_id = closings.record_id and later.ended_at is null and later.id > closings.id)`);
  await knex.raw(
    'create unique index closings_planned on closings (municipality_id, kind, record_id) where ended_at is null',
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index closings_planned');
}
