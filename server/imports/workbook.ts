import path from 'node:path/posix';
import { readFormat, type CellFormat } from './cell-format.ts';
import { limits } from './limits.ts';
import { readXml } from './read-xml.ts';
import { ZipTooLarge, type Zip } from './read-zip.ts';

export type Sheet = { name: string; visible: boolean; file: string };

/** What cells are read by: words that they name by number, and how their styles show a number. */
export type Workbook = { sheets: Sheet[]; sharedStrings: string[]; formats: CellFormat[]; from1904: boolean };

/** A file's own characters, however large the text is that it was cut from: a slice would keep all of that. */
export const own = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString());

/** `_x000D_`: how a workbook writes what XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export const unescape = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

type Relation = { type: string; target: string };

/** Files by relation id. Targets are beside the file that names them, or absolute. */
async function readRelations(zip: Zip, folder: string, file: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  await readXml(zip, path.join(folder, '_rels', `${file}.rels`), {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name === 'Relationship')
        relations.set(Id, {
          type: Type.slice(Type.lastIndexOf('/') + 1),
          target: Target.startsWith('/') ? Target.slice(1) : path.join(folder, Target),
        });
    },
  });
  return relations;
}

/** Sheets, shared words and styles; null when the archive is no workbook. */
export async function openWorkbook(zip: Zip): Promise<Workbook | null> {
  const main =
    [...(await readRelations(zip, '', '')).values()].find(({ type }) => type === 'officeDocument')?.target ??
    'xl/workbook.xml';
  if (!zip.entries.has(main)) return null;
  const relations = await readRelations(zip, path.dirname(main), path.basename(main));
  const fileOf = (type: string): string =>
    [...relations.values()].find((relation) => relation.type === type)?.target ?? '';
  const workbook: Workbook = { sheets: [], sharedStrings: [], formats: [], from1904: false };
  await readXml(zip, main, {
    open(name, attributes) {
      if (name === 'workbookPr') workbook.from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      const relation = name === 'sheet' ? relations.get(attributes.id ?? '') : undefined;
      // Sheets that hold a chart and nothing else are of another type.
      if (relation?.type === 'worksheet')
        workbook.sheets.push({
          name: unescape(attributes.name ?? ''),
          visible: !(attributes.state ?? '').toLowerCase().includes('hidden'),
          file: relation.target,
        });
    },
  });
  workbook.sharedStrings = await readSharedStrings(zip, fileOf('sharedStrings'));
  workbook.formats = await readStyles(zip, fileOf('styles'));
  return workbook;
}

/** Words with their formatting taken off and without their furigana (`rPh`). */
async function readSharedStrings(zip: Zip, file: string): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let [inText, inFurigana] = [false, false];
  await readXml(zip, file, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') inFurigana = true;
    },
    text(part) {
      if (inText && !inFurigana) text += part;
    },
    close(name) {
      if (name === 'si') {
        if (strings.length >= limits.cells) throw new ZipTooLarge();
        strings.push(own(unescape(text)));
      }
      if (name === 't') inText = false;
      if (name === 'rPh') inFurigana = false;
    },
  });
  return strings;
}

/** For each style of cells, how it shows a number. */
async function readStyles(zip: Zip, file: string): Promise<CellFormat[]> {
  const formats = new Map<number, string>();
  const [bases, styles]: [number[], { format: number | null; base: number }[]] = [[], []];
  let list = '';
  await readXml(zip, file, {
    open(name, { numFmtId, formatCode = '', xfId }) {
      if (name === 'numFmt') formats.set(Number(numFmtId), formatCode);
      else if (name === 'cellStyleXfs' || name === 'cellXfs') list = name;
      else if (name === 'xf' && list === 'cellStyleXfs') bases.push(Number(numFmtId ?? 0));
      else if (name === 'xf' && list === 'cellXfs')
        styles.push({ format: numFmtId === undefined ? null : Number(numFmtId), base: Number(xfId ?? 0) });
    },
    close(name) {
      if (name === list) list = '';
    },
  });
  const known = new Map<number, CellFormat>();
  const find = (id: number): CellFormat => {
    const format = known.get(id) ?? readFormat(id, formats.get(id));
    known.set(id, format);
    return format;
  };
  return styles.map(({ format, base }) => find(format ?? bases[base] ?? 0));
}
