import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../server/files/decode-text.ts';

const bytes = (...values: number[]) => Uint8Array.of(...values);
/** 「{"名":"さくら"}」 as Shift_JIS, EUC-JP and ISO-2022-JP write it. */
const shiftJis = bytes(0x7b, 0x22, 0x96, 0xbc, 0x22, 0x3a, 0x22, 0x82, 0xb3, 0x82, 0xad, 0x82, 0xe7, 0x22, 0x7d);
const eucJp = bytes(0x7b, 0x22, 0xcc, 0xbe, 0x22, 0x3a, 0x22, 0xa4, 0xb5, 0xa4, 0xaf, 0xa4, 0xe9, 0x22, 0x7d);
const jis = bytes(0x1b, 0x24, 0x42, 0x4c, 0x3e, 0x1b, 0x28, 0x42);

describe('the letters of a file', () => {
  it('are told in UTF-8, with and without a byte order mark', () => {
    const text = '{"名":"さくら 髙橋"}';
    expect(decodeText(new TextEncoder().encode(text))).toEqual({ text, encoding: 'utf-8' });
    expect(decodeText(new TextEncoder().encode(`\ufeff${text}`))).toEqual({ text, encoding: 'utf-8-bom' });
  });

  it('are told in Shift_JIS, with NEC and IBM letters and half-width katakana', async () => {
    expect(decodeText(shiftJis)).toEqual({ text: '{"名":"さくら"}', encoding: 'cp932' });
    expect(decodeText(bytes(0xfb, 0xfc, 0x87, 0x40))).toEqual({ text: '髙①', encoding: 'cp932' });
    expect(decodeText(bytes(0xbb, 0xb8, 0xd7))).toEqual({ text: 'ｻｸﾗ', encoding: 'cp932' });
    const list = await readFile(new URL('../fixtures/imports/activities-cp932.csv', import.meta.url));
    expect(decodeText(list)?.encoding).toBe('cp932');
  });

  it.each([
    ['EUC-JP, which Shift_JIS would read as half-width katakana', eucJp],
    ['ISO-2022-JP', jis],
    ['UTF-16', bytes(0xff, 0xfe, 0x0d, 0x54)],
    ['UTF-16 without a mark', bytes(0x7b, 0x00, 0x22, 0x00)],
    ['UTF-8 that breaks off behind its mark', bytes(0xef, 0xbb, 0xbf, 0xe3, 0x81)],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00)],
  ])('are refused in %s', (_, file) => {
    expect(decodeText(file)).toBeNull();
  });
});
