import { describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { kanjiVariants as migrated, up } from '../../../migrations/20261128160100_kanji_variants.ts';
import {
  kanjiVariants,
  nameAlike,
  normaliseForSearch,
  normaliseName,
  spellKanji,
} from '../../../server/database/normalise.ts';
import { createTestDatabase } from '../../support/database.ts';

describe('normaliseForSearch', () => {
  it.each([
    ['ｻﾛﾝ', 'さろん'],
    ['ＡＢＣ　１２', 'abc 12'],
    ['コーヒー', 'コ－ヒ－'],
    ['ﾃﾞｲｻｰﾋﾞｽ', 'でいさーびす'],
    ['  釜・大街道  ', '釜・大街道'],
    ['099−555‐0101', '099-555-0101'],
    ['髙橋', '高橋'],
    ['山﨑', '山崎'],
    ['渡邉', '渡辺'],
    ['渡邊', '渡邉'],
    ['齋藤', '斎藤'],
    ['齊藤', '斉藤'],
    ['𠮷田', '吉田'],
    ['葛\u{e0100}城', '葛城'],
    ['長濵', '長浜'],
  ])('finds %j by %j', (stored, query) => {
    expect(normaliseForSearch(stored)).toBe(normaliseForSearch(query));
  });

  it('keeps different words apart', () => {
    expect(normaliseForSearch('はい')).not.toBe(normaliseForSearch('ばい'));
    expect(normaliseForSearch('東町')).not.toBe(normaliseForSearch('西町'));
  });
});

describe('spellKanji', () => {
  it('writes a text in each form of its kanji, itself first and never too many', () => {
    expect(spellKanji('高田').toSorted()).toEqual(['高田', '髙田']);
    expect(spellKanji('斎斎斎斎斎')[0]).toBe('斎斎斎斎斎');
    expect(spellKanji('斎斎斎斎斎').length).toBeLessThanOrEqual(64);
  });
});

describe('words that were stored before', () => {
  it('are made alike by a migration that knows the same forms', () => {
    expect(migrated).toEqual(kanjiVariants);
    expect(new Set(kanjiVariants.join('')).size).toBe([...kanjiVariants.join('')].length);
  });

  it('are found by either form, in any table, after it has run', async () => {
    const database = await createTestDatabase();
    const { knex } = database;
    const town = uuid();
    await knex('municipalities').insert({
      id: town,
      code: '990001',
      name: '架空市',
      name_kana: '',
      demo: 0,
      created_at: '2026-11-23T00:00:00.000Z',
    });
    const add = (search: string) =>
      knex('organisations').insert({
        id: uuid(),
        municipality_id: town,
        name: 'x',
        name_kana: '',
        kind: 'other',
        search,
        created_at: '2026-11-23T00:00:00.000Z',
        version: 1,
      });
    for (let count = 0; count < 1001; count++) await add('前の会');
    await add('髙橋ノ会');
    await up(knex);
    expect(await knex('organisations').where('search', normaliseForSearch('髙橋の会')).pluck('version')).toEqual([1]);
    await database.destroy();
  });
});

describe('normaliseName', () => {
  it('tells bodies apart by the form of a kanji, which nameAlike does not', () => {
    expect(normaliseName('斉藤商店')).not.toBe(normaliseName('斎藤商店'));
    expect(nameAlike('斉藤商店')).toBe(nameAlike('斎藤 商店'));
  });

  it.each([
    ['㈱こもれび', '株式会社　こもれび'],
    ['（株）こもれび', '株式会社こもれび'],
    ['NPO法人ことぶき会', '特定非営利活動法人 ことぶき会'],
    ['（福）架空会', '社会福祉法人架空会'],
    ['ひだまり・サロン', 'ヒダマリ サロン'],
  ])('takes %j and %j for one', (a, b) => {
    expect(normaliseName(a)).toBe(normaliseName(b));
  });
});
