/** A stretch of a text; with how it is read, where that is written. */
export type Part = { text: string; reading?: string };

/** 漢字《かんじ》: what is read so is the run of kanji before it, or all since a ｜ (｜お年寄り《おとしより》), as 青空文庫 writes it. */
const written =
  /｜([^｜《》\n]+)《([^《》\n]+)》|(?<![\p{sc=Han}々〆〇ヶヵ])([\p{sc=Han}々〆〇ヶヵ]+)《([^《》\n]+)》/gu;

/** A text in its parts, in order. What is written in 《》 after neither stays as it was typed, also 《》 that are empty or left open. */
export function splitFurigana(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const marked of text.matchAll(written)) {
    const [whole, begun, begunReading, kanji, kanjiReading] = marked;
    const base = begun ?? kanji ?? '';
    const reading = (begunReading ?? kanjiReading ?? '').trim();
    if (reading === '') continue;
    if (marked.index > end) parts.push({ text: text.slice(end, marked.index) });
    parts.push({ text: base, reading });
    end = marked.index + whole.length;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end) });
  return parts;
}

/** The text as it stands where nothing can be written above it: without furigana and its marks. */
export const withoutFurigana = (text: string): string =>
  text.includes('《')
    ? splitFurigana(text)
        .map((part) => part.text)
        .join('')
    : text;

/** Texts with their furigana, by how they read without: what draws one finds it here. Of two that read the same the first is kept. */
export type Furigana = Record<string, string>;

/** The text without furigana; with it, it is put into `kept`. */
export function keepFurigana(kept: Furigana, text: string): string {
  const plain = withoutFurigana(text);
  if (plain !== text && !Object.hasOwn(kept, plain)) kept[plain] = text;
  return plain;
}

/** What is wrong with a text's furigana: a 《 that is not closed on its line, or nothing between the two. */
export function furiganaFault(text: string): 'furigana-open' | 'furigana-empty' | undefined {
  if (/《(?![^《\n]*》)/u.test(text)) return 'furigana-open';
  return /《[\s\u3000]*》/u.test(text) ? 'furigana-empty' : undefined;
}
