import { describe, expect, it } from 'vitest';
import { normaliseForSearch, normaliseName } from '../../../server/database/normalise.ts';

describe('normaliseForSearch', () => {
  it.each([
    ['ｻﾛﾝ', 'さろん'],
    ['ＡＢＣ　１２', 'abc 12'],
    ['コーヒー', 'コ－ヒ－'],
    ['ﾃﾞｲｻｰﾋﾞｽ', 'でいさーびす'],
    ['  釜・大街道  ', '釜・大街道'],
    ['099−555‐0101', '099-555-0101'],
  ])('finds %j by %j', (stored, asked) => {
    expect(normaliseForSearch(stored)).toBe(normaliseForSearch(asked));
  });

  it('keeps different words apart', () => {
    expect(normaliseForSearch('はい')).not.toBe(normaliseForSearch('ばい'));
    expect(normaliseForSearch('東町')).not.toBe(normaliseForSearch('西町'));
  });
});

describe('normaliseName', () => {
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
