import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { limits } from './limits.ts';

/** More is packed in an archive than may be unpacked, or more files than a workbook has. */
export class ZipTooLarge extends Error {}

/** The files of an archive by name, and how many bytes may still be unpacked: one count for all of them. */
export type Zip = { archive: ZipFile; entries: Map<string, Entry>; bytesLeft: number };

/** The directory of an archive. Throws when the bytes are no ZIP file, and ZipTooLarge. */
export async function openZip(bytes: Uint8Array): Promise<Zip> {
  const archive = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
  });
  const entries = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) {
    if (entries.size >= limits.entries) throw new ZipTooLarge();
    entries.set(entry.fileName, entry);
  }
  return { archive, entries, bytesLeft: limits.unpackedBytes };
}

/** Unpacks one file piece by piece; nothing when there is none of that name. */
export async function unpack(zip: Zip, name: string, take: (piece: Uint8Array) => void): Promise<void> {
  const entry = zip.entries.get(name);
  if (!entry) return;
  for await (const piece of (await zip.archive.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>) {
    zip.bytesLeft -= piece.length;
    if (zip.bytesLeft < 0) throw new ZipTooLarge();
    take(piece);
  }
}
