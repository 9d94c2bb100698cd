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
      const filled = rows.map(({ id, title }) => ({ id, search: normalise(title) }));
      await knex.raw(
        `update ${table} set search = given.search from (${given(knex)}) as given where ${table}.id = given.id`,
        [JSON.stringify(filled)],
      );
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

/** The rows of a JSON list, so that one statement fills a whole batch. */
const given = (knex: Knex): string =>
  isPostgres(knex)
    ? 'select * from json_to_recordset(?::json) as rows (id text, search text)'
    : "select json_extract(value, '$.id') as id, json_extract(value, '$.search') as search from json_each(?)";

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
