/** How a text file is written. `cp932` is what Windows in Japan calls Shift_JIS. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'cp932';

const strictly = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/**
 * The text of a file somebody hands over, without a byte order mark; null where its letters cannot be told for certain
 * (UTF-16, EUC-JP, JIS, anything binary). A guess would be stored as a page of strange letters.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } | null {
  // NUL stands in UTF-16 and binary files, ESC in ISO-2022-JP.
  if (bytes.includes(0x00) || bytes.includes(0x1b)) return null;
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const utf8 = strictly(bytes, 'utf-8');
  if (utf8 !== null || bom) return utf8 === null ? null : { text: utf8, encoding: bom ? 'utf-8-bom' : 'utf-8' };
  const text = strictly(bytes, 'shift_jis');
  // EUC-JP reads as half-width katakana; hiragana and katakana of Shift_JIS are never EUC-JP.
  const isEuc = /[\u3041-\u30ff]/.test(strictly(bytes, 'euc-jp') ?? '');
  return text === null || isEuc ? null : { text, encoding: 'cp932' };
}
