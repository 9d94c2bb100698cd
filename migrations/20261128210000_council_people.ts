import type { Knex } from 'knex';

/** A person may hold several roles in a council, each an entry with its own days. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('council_members', (table) => {
    table.text('first_id'); // the person's first entry in this council; null: this is it
  });
  const first = knex('council_members as other')
    .whereRaw('other.council_id = council_members.council_id and other.name = council_members.name')
    .whereRaw("coalesce(other.organisation_id, '') = coalesce(council_members.organisation_id, '')")
    .min('other.id');
  await knex('council_members').update({ first_id: first as unknown as string });
  await knex('council_members').whereRaw('first_id = id').update({ first_id: null });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table council_members drop column first_id');
}
