import path from 'node:path/posix';
import { limits } from './limits.ts';
import { readXml } from './read-xml.ts';
import { ZipTooLarge, type Zip } from './read-zip.ts';

export type Sheet = { name: string; visible: boolean; file: string };

/** What cells are read by: words that they name by number, and which of their styles show a day or a time. */
export type Workbook = { sheets: Sheet[]; sharedStrings: string[]; dateStyles: boolean[]; from1904: boolean };

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
  const found = new Map<string, Relation>();
  await readXml(zip, path.join(folder, '_rels', `${file}.rels`), {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name === 'Relationship')
        found.set(Id, {
          type: Type.slice(Type.lastIndexOf('/') + 1),
          target: Target.startsWith('/') ? Target.slice(1) : path.join(folder, Target),
        });
    },
  });
  return found;
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
  const workbook: Workbook = { sheets: [], sharedStrings: [], dateStyles: [], from1904: false };
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
  workbook.dateStyles = await readDateStyles(zip, fileOf('styles'));
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

/** Formats that need not be written down; those with days or times (ECMA-376 part 1, 18.8.30, and what Excel adds in East Asia). */
const isBuiltInDate = (id: number): boolean =>
  [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
    [71, 81],
  ].some(([first = 0, last = 0]) => id >= first && id <= last);

const dateTokens = /^(s{1,2}|h{1,2}|am|pm|a|p|a{3,5}|d{1,4}|m{1,5}|y|yy|yyyy|e|ee|eeee|g{1,3})$/;

/** Does a number format show a day or a time? It does when one of its parts has nothing but letters that stand for these. */
export function isDateFormat(format: string): boolean {
  const bare = format.toLowerCase().replace(/\\./g, ' ').replace(/;@$/, '');
  return bare.split(';').some((part) => {
    const tokens = part
      .replace(/"[^"]*"/g, ' ')
      .replace(/(\[?[smhd]{1,2}\]?)[.,]0{1,3}/g, '$1')
      .replace(/\[([smhd]{1,2})\]/g, '$1')
      .replace(/\[[^\]]*\]/g, '')
      .split(/[^a-z0#?%]+/)
      .filter((token) => token !== '');
    return tokens.length > 0 && tokens.every((token) => dateTokens.test(token));
  });
}

/** For each style of cells, whether it shows a day or a time. */
async function readDateStyles(zip: Zip, file: string): Promise<boolean[]> {
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
  const known = new Map<number, boolean>();
  const isDate = (id: number): boolean => {
    const answer = known.get(id) ?? (id < 100 ? isBuiltInDate(id) : isDateFormat(formats.get(id) ?? ''));
    known.set(id, answer);
    return answer;
  };
  return styles.map(({ format, base }) => isDate(format ?? bases[base] ?? 0));
}
