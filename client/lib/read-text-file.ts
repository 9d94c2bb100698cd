import { decodeText } from '../../server/files/decode-text.ts';

/** The text of a chosen file, in UTF-8 or Shift_JIS; null where its letters cannot be told. */
export async function readTextFile(file: File): Promise<string | null> {
  return decodeText(new Uint8Array(await file.arrayBuffer()))?.text ?? null;
}
