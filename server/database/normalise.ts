/** Hyphens, dashes, waves and the katakana long-vowel mark: people type one for the other. */
const dashes = /[-‐‑‒–—―−ー~〜]/g;

/**
 * The form in which words are stored in `search` columns and compared: width, case, hiragana or katakana, the kind of
 * dash and the number of spaces make no difference. Not for showing.
 */
export const normaliseForSearch = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ぁ-ゖゝゞ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .replace(dashes, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** Short forms of legal forms, as they look after `normaliseForSearch`. */
const legalForms: [RegExp, string][] = [
  [/\(株\)/g, '株式会社'],
  [/\(有\)/g, '有限会社'],
  [/\((?:同|合)\)/g, '合同会社'],
  [/\((?:特非|npo)\)|npo法人/g, '特定非営利活動法人'],
  [/\((?:福|社福)\)/g, '社会福祉法人'],
  [/\(医\)/g, '医療法人'],
  [/\(一社\)/g, '一般社団法人'],
  [/\(公社\)/g, '公益社団法人'],
  [/\(一財\)/g, '一般財団法人'],
  [/\(公財\)/g, '公益財団法人'],
];

/** A name reduced to what tells two bodies apart: as `normaliseForSearch`, without spaces and middle dots, legal forms written out. */
export function normaliseName(name: string): string {
  const bare = normaliseForSearch(name).replace(/[ ・]/g, '');
  return legalForms.reduce((text, [short, long]) => text.replace(short, long), bare);
}
