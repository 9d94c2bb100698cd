import { fileTypeFromBuffer } from 'file-type';
import { fileEndings, fileTypes, MOST_FILE_BYTES, type FileKind } from '../../forms/index.ts';

/** Why a file is not taken; its text is `records.files.CODE`. */
export type FileFault = 'empty' | 'too-large' | 'type' | 'mixed';

/** What the types that are taken begin with; nothing else is looked into any further. `????`: any four bytes. */
const beginnings = ['\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'RIFF????WEBP', '????ftyp', '%PDF-', 'PK\x03\x04'];

/** Where a browser, or a reader of PDF, would still look for the beginning of its own kind. */
const HEAD_BYTES = 1024;
/** Not `<?xml`: a picture says where it was taken in XML of its own. */
const otherBeginnings = ['<!doctype', '<html', '<svg', '<?php', '%pdf-'];

/** The end of a ZIP: its signature, 18 bytes of which the last two say how long the comment is that follows. */
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');
const ZIP_END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

/** What a file is by its content, where a field of this kind takes it. Its name counts for nothing. */
export async function inspectFile(bytes: Uint8Array, kind: FileKind): Promise<{ type: string } | { fault: FileFault }> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length === 0) return { fault: 'empty' };
  if (file.length > MOST_FILE_BYTES) return { fault: 'too-large' };
  if (!beginnings.some((beginning) => beginsWith(file, beginning))) return { fault: 'type' };
  const type = await fileTypeFromBuffer(file).catch(() => undefined);
  if (!type || !fileTypes[kind].includes(type.mime)) return { fault: 'type' };
  return isMixed(file, type.mime) ? { fault: 'mixed' } : { type: type.mime };
}

const beginsWith = (file: Buffer, beginning: string): boolean =>
  file.length >= beginning.length &&
  [...beginning].every((letter, index) => letter === '?' || file[index] === letter.charCodeAt(0));

/** Whether a file is a picture or a paper and something else as well: a page that runs, an archive at its end. */
function isMixed(file: Buffer, type: string): boolean {
  // An archive is what these are.
  if (type.startsWith('application/vnd.openxmlformats')) return false;
  const head = file
    .subarray(type === 'application/pdf' ? 5 : 0, HEAD_BYTES)
    .toString('latin1')
    .toLowerCase();
  if (otherBeginnings.some((beginning) => head.includes(beginning))) return true;
  if (type !== 'application/pdf' && file.toString('latin1').toLowerCase().includes('<script')) return true;
  return endsAsZip(file);
}

function endsAsZip(file: Buffer): boolean {
  const first = Math.max(0, file.length - ZIP_END_BYTES - LONGEST_COMMENT);
  for (let at = file.indexOf(ZIP_END, first); at >= 0; at = file.indexOf(ZIP_END, at + 1))
    if (at + ZIP_END_BYTES <= file.length && at + ZIP_END_BYTES + file.readUInt16LE(at + 20) <= file.length)
      return true;
  return false;
}

const LONGEST_NAME = 150;

/**
 * A name that shows what a file is and does nothing: without folders, characters that are not seen or turn the order of writing, and with an ending of its type.
 */
export function safeFileName(name: string, type: string): string {
  const endings = fileEndings[type] ?? [];
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(clean)?.[1] ?? '';
  const isItsOwn = endings.includes(ending.toLowerCase());
  const stem = [...(isItsOwn ? clean.slice(0, -ending.length - 1) : clean)].slice(0, LONGEST_NAME).join('');
  return `${stem || 'file'}.${isItsOwn ? ending : (endings[0] ?? 'bin')}`;
}
