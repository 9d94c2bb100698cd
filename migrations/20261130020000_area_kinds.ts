import type { Knex } from 'knex';

/** Kinds of area become a code list of each municipality, from the widest on: with what its areas are, and with what they could be before. */
const kinds: [key: string, ja: string, en: string, marks: string][] = [
  ['municipality', '市町村', 'Municipality', 'top,tier-1'],
  ['ward', '区', 'Ward', 'tier-1'],
  ['daily-life', '日常生活圏域', 'Daily-life area', 'tier-2'],
];

export async function up(knex: Knex): Promise<void> {
  const rows: { id: string }[] = await knex('municipalities').select('id');
  for (const { id } of rows)
    await knex('code_entries').insert(
      kinds.map(([key, name_ja, name_en, marks], position) => ({
        id: crypto.randomUUID(),
        municipality_id: id,
        list: 'area-kind',
        key,
        name_ja,
        name_en,
        position,
        marks,
        version: 1,
      })),
    );
}

export async function down(knex: Knex): Promise<void> {
  await knex('code_entries').where({ list: 'area-kind' }).delete();
}
