import type { Knex } from 'knex';

/**
 * A kind of meeting has the agenda that a new one of it opens with (JSON, a list of titles), and cities get the gatherings of networks
 * and liaison meetings as kinds, behind their own, where they have none of that key. What a city has since taken from them stays its own.
 */
const agendas: [key: string, titles: string[]][] = [
  [
    'roundtable',
    [
      '地域の助け合い・支え合いを考える',
      '今やっていること',
      '無理なく、今できること',
      '困りごと',
      '協議体をどのようにつくるか',
    ],
  ],
  [
    'council',
    [
      '前回の宿題',
      '現状把握・新しい困りごと',
      '足りないもの',
      '活動の進み',
      'コーディネーターからの相談',
      '目指す地域像',
      '提案・報告とその回答',
      '次回',
    ],
  ],
  ['network-gathering', ['ご本人の状態', 'サービス提供の目的', '連携と情報共有の方法', '次の見直し']],
];
const kinds: [key: string, ja: string, en: string][] = [
  ['network-gathering', '個別ネットワークの集まり', 'Gathering of a network around one person'],
  ['provider-meeting', '事業者間の会合', 'Meeting of providers'],
  ['liaison', '連絡会', 'Liaison meeting'],
];

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table code_entries add column agenda text');
  const municipalities: { id: string }[] = await knex('municipalities').select('id');
  for (const { id } of municipalities) {
    const list = { municipality_id: id, list: 'meeting-kind' };
    const held: { key: string; position: number }[] = await knex('code_entries').where(list).select('key', 'position');
    const last = Math.max(-1, ...held.map(({ position }) => position));
    const added = kinds.filter(([key]) => held.every((entry) => entry.key !== key));
    for (const [place, [key, name_ja, name_en]] of added.entries())
      await knex('code_entries').insert({
        id: crypto.randomUUID(),
        ...list,
        key,
        name_ja,
        name_en,
        position: last + 1 + place,
        version: 1,
      });
    for (const [key, titles] of agendas)
      await knex('code_entries')
        .where({ ...list, key })
        .update({ agenda: JSON.stringify(titles) });
  }
}

/** The kinds stay: meetings may be of them. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table code_entries drop column agenda');
}
