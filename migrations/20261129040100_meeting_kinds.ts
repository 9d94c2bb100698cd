import type { Knex } from 'knex';

/** Kinds of meeting become a code list of each municipality; `marks`: what the product does with a kind. */
const kinds: [key: string, ja: string, en: string, marks: string | null][] = [
  ['roundtable', '座談会', 'Roundtable', 'examined'],
  ['study', '勉強会', 'Study meeting', null],
  ['preparation', '準備会', 'Preparation meeting', null],
  ['council', '協議体会議', 'Council meeting', null],
  ['workshop', 'ワークショップ', 'Workshop', null],
  ['training', '研修', 'Training', null],
  ['briefing', '説明会', 'Briefing', null],
  ['hearing', '聞き取り', 'Hearing', null],
  ['care-meeting', '地域ケア会議', 'Care meeting', null],
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table code_entries add column marks text');
  const rows: { id: string }[] = await knex('municipalities').select('id');
  for (const { id } of rows)
    await knex('code_entries').insert(
      kinds.map(([key, name_ja, name_en, marks], position) => ({
        id: crypto.randomUUID(),
        municipality_id: id,
        list: 'meeting-kind',
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
  await knex('code_entries').where({ list: 'meeting-kind' }).delete();
  await knex.raw('alter table code_entries drop column marks');
}
