import type { Knex } from 'knex';
import { kanjiVariants } from './20261128160100_kanji_variants.ts';

/*
 * Titles of meetings and proposals as they are searched, so that a search reads those that hold the words and no others. On SQLite what it
 * asks of each stands in an index.
 */
const indexes = {
  meetings: ['municipality_id', 'held_on', 'id', 'council_id', 'search'],
  proposals: ['municipality_id', 'number', 'from_council_id', 'to_council_id', 'search'],
};
const tables = ['meetings', 'proposals'] as const;
const batch = 1000;

export async function up(knex: Knex): Promise<void> {
  for (const table of tables) {
    await knex.schema.alterTable(table, (t) => {
      t.text('search').notNullable().defaultTo('');
    });
    for (let last = ''; ;) {
      const rows = (await knex(table).where('id', '>', last).orderBy('id').limit(batch).select('id', 'title')) as {
        id: string;
        title: string;
      }[];
      for (const { id, title } of rows)
        await knex(table)
          .where({ id })
          .update({ search: normalise(title) });
      if (rows.length < batch) break;
      last = rows.at(-1)?.id ?? '';
    }
    if (!isPostgres(knex)) await knex.schema.alterTable(table, (t) => t.index(indexes[table], `${table}_searched`));
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of tables) {
    if (!isPostgres(knex)) await knex.schema.alterTable(table, (t) => t.dropIndex(indexes[table], `${table}_searched`));
    // By hand: knex would write the table anew on SQLite, and differently.
    await knex.raw(`alter table ${table} drop column search`);
  }
}

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

const everyday = new Map(
  kanjiVariants.flatMap((group) => {
    const [first = '', ...others] = group;
    return others.map((other): [string, string] => [other, first]);
  }),
);
const others = new RegExp(`[${[...everyday.keys()].join('')}]`, 'gu');

/** As `normaliseForSearch` wrote it on the day of this migration. */
const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu, '')
    .replace(/[ぁ-ゖゝゞ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .replace(/[-‐‑‒–—―−ー~〜]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(others, (form) => everyday.get(form) ?? form);
