import { inflateRawSync } from 'node:zlib';

type Entry = { method: number; packed: number; size: number; offset: number };
export type Zip = Map<string, Entry>;

/**
 * The directory of a ZIP file: what is in it, and how large it will be once unpacked. Null when it is no ZIP file.
 * Layout: APPNOTE.TXT 4.3.12 (central directory) and 4.3.16 (its end). ZIP64 and encryption are not looked at.
 */
export function readZipDirectory(bytes: Uint8Array): Zip | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > view.length) return null;
  const entries: Zip = new Map();
  let at = view.readUInt32LE(end + 16);
  for (let left = view.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== 0x02014b50) return null;
    const [nameLength, extraLength, commentLength] = [view.readUInt16LE(at + 28), view.readUInt16LE(at + 30), view.readUInt16LE(at + 32)];
    entries.set(view.toString('utf8', at + 46, at + 46 + nameLength), {
      method: view.readUInt16LE(at + 10),
      packed: view.readUInt32LE(at + 20),
      size: view.readUInt32LE(at + 24),
      offset: view.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** The text of one entry; '' when there is none of that name. */
export function readZipText(bytes: Uint8Array, zip: Zip, name: string): string {
  const entry = zip.get(name);
  if (!entry) return '';
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = entry.offset + 30 + view.readUInt16LE(entry.offset + 26) + view.readUInt16LE(entry.offset + 28);
  const packed = view.subarray(start, start + entry.packed);
  return (entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: entry.size })).toString('utf8');
}
