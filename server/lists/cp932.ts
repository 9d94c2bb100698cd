/**
 * Letters that Windows' Shift_JIS (CP932) writes by another sign of the same look: what a Mac or a web page gives for 〜, −, ― and
 * the like. Nobody sees a difference.
 */
const alike: Readonly<Record<string, string>> = {
  '\u301c': '\uff5e',
  '\u2212': '\uff0d',
  '\u2014': '\u2015',
  '\u2016': '\u2225',
  '\u00a2': '\uffe0',
  '\u00a3': '\uffe1',
  '\u00ac': '\uffe2',
  '\u00a6': '\uffe4',
  '\u00a0': ' ',
};

/** Stands for a letter that cannot be written, as in print: it is seen, and mistaken for nothing. */
export const geta = '〓';

let table: ReadonlyMap<string, number> | undefined;

/** Every letter of CP932 with its one or two bytes, read from the decoder that also reads what cities bring. */
function letters(): ReadonlyMap<string, number> {
  if (table) return table;
  const decoder = new TextDecoder('shift_jis');
  const codes = new Map<string, number>();
  const add = (code: number): void => {
    const bytes = code > 0xff ? [code >> 8, code & 0xff] : [code];
    const letter = decoder.decode(Uint8Array.from(bytes));
    // Private letters (外字) mean something on one machine only.
    const isOne = [...letter].length === 1 && letter !== '\ufffd' && !/[\ue000-\uf8ff]/.test(letter);
    if (isOne && !codes.has(letter)) codes.set(letter, code);
  };
  for (let code = 0; code < 0x80; code += 1) add(code);
  for (let code = 0xa1; code < 0xe0; code += 1) add(code);
  // NEC's own copies of IBM's letters (ED, EE) come last: Windows writes IBM's.
  const leads = [...Array(0x7c).keys()].map((lead) => lead + 0x81).filter((lead) => lead < 0xa0 || lead >= 0xe0);
  const copies = [0xed, 0xee];
  for (const lead of [...leads.filter((lead) => !copies.includes(lead)), ...copies])
    for (let trail = 0x40; trail <= 0xfc; trail += 1) if (trail !== 0x7f) add(lead * 256 + trail);
  return (table = codes);
}

const codeOf = (letter: string): number | undefined => letters().get(alike[letter] ?? letter);

/** The text in the letters that it is written with, to be looked at before: a − becomes the － that Excel might work out. */
export const inCp932 = (text: string): string => [...text].map((letter) => alike[letter] ?? letter).join('');

/** The letters of a text that CP932 has not, each once: 𠮷, 髙 is there, emoji are not. */
export function unwritableIn(text: string): string[] {
  // Nearly all texts are written with what is there.
  return [...new Set(text)].filter((letter) => codeOf(letter) === undefined);
}

/** A text in CP932; what it has no letter for is written 〓. */
export function toCp932(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  let length = 0;
  for (const letter of text) {
    const code = codeOf(letter) ?? 0x81ac;
    if (code > 0xff) bytes[length++] = code >> 8;
    bytes[length++] = code & 0xff;
  }
  return bytes.subarray(0, length);
}
