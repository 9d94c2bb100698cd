import { constants, deflateRawSync } from 'node:zlib';

/** One file of an archive. `size` is what the archive says of it, true or not. */
export type Packed = { name: string; packed: Uint8Array; size: number };

export const pack = (name: string, text: string): Packed => {
  const bytes = Buffer.from(text);
  return { name, packed: deflateRawSync(bytes), size: bytes.length };
};

/** A file of HEAD, BODY so many times, and TAIL, without ever being unpacked here: a deflated piece may stand again and again. */
export function packRepeated(name: string, head: string, body: string, times: number, tail: string): Packed {
  const piece = (text: string): Buffer => deflateRawSync(text, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const size = Buffer.byteLength(head) + Buffer.byteLength(body) * times + Buffer.byteLength(tail);
  return {
    name,
    packed: Buffer.concat([piece(head), ...Array<Buffer>(times).fill(piece(body)), deflateRawSync(tail)]),
    size,
  };
}

/** An archive (APPNOTE.TXT 4.3), checksums left out: readers of workbooks do not look at them. */
export function zip(files: Packed[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, packed, size } of files) {
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2); // names in UTF-8
    common.writeUInt16LE(8, 4); // deflated
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Math.min(size, 0xfffffffe), 18);
    common.writeUInt16LE(title.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, title, Buffer.from(packed));
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, entry, title);
    at += 30 + title.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const office = 'http://schemas.openxmlformats.org';
const relations = (targets: [string, string][]): string =>
  `<Relationships xmlns="${office}/package/2006/relationships">${targets.map(([type, target], at) => `<Relationship Id="r${at + 1}" Type="${office}/officeDocument/2006/relationships/${type}" Target="${target}"/>`).join('')}</Relationships>`;

export const sheetHead = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>`;
export const sheetTail = '</sheetData></worksheet>';

/** A workbook around one sheet's file, which is not looked at, and its shared strings. */
export function workbookOf(sheet: Packed | ((name: string) => Packed), strings?: (name: string) => Packed): Uint8Array {
  const place = 'xl/worksheets/sheet1.xml';
  return zip([
    pack('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])),
    pack(
      'xl/workbook.xml',
      `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="一覧" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    pack(
      'xl/_rels/workbook.xml.rels',
      relations([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
    ),
    typeof sheet === 'function' ? sheet(place) : sheet,
    ...(strings ? [strings('xl/sharedStrings.xml')] : []),
  ]);
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The cell of an address, with its row where that is not the one before. */
const cell = ([address, text]: readonly [string, string]): string =>
  `<c r="${address}" t="inlineStr"><is><t>${escape(text)}</t></is></c>`;

/** A workbook of these cells, in this order, whatever their addresses are. */
export const workbookOfCells = (cells: (readonly [address: string, text: string])[]): Uint8Array =>
  workbookOf((name) =>
    pack(
      name,
      `${sheetHead}${cells.map((each) => `<row r="${/\d+$/.exec(each[0])?.[0] ?? '1'}">${cell(each)}</row>`).join('')}${sheetTail}`,
    ),
  );

/** A short list of services, as cells. */
export const listCells: (readonly [string, string])[] = [
  ['A1', '名称'],
  ['B1', '住所'],
  ['C1', '種別'],
  ['A2', 'サロン'],
  ['B2', '架空市東町1'],
  ['C2', 'サロン'],
];
