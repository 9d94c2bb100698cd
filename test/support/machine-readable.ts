import { parse } from 'csv-parse/sync';
import { unzipSync, strFromU8 } from 'fflate';

/** A cell as a file has it: `kind` is the attribute that Excel gives it. */
export type ReadCell = { kind: 'number' | 'text' | 'formula'; value: string };
export type ReadSheet = { name: string; rows: ReadCell[][]; merged: boolean; objects: boolean };

const text = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('_x005F_', '_');

const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The sheets of an .xlsx, cell by cell as they stand in its XML. */
export function readSheets(bytes: Uint8Array): ReadSheet[] {
  const files = unzipSync(bytes);
  const part = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
  const names = [...part('xl/workbook.xml').matchAll(/<sheet name="([^"]*)"/g)].map(([, name = '']) => text(name));
  return names.map((name, index) => {
    const xml = part(`xl/worksheets/sheet${index + 1}.xml`);
    return {
      name,
      merged: xml.includes('<mergeCell'),
      objects: xml.includes('<drawing') || Object.keys(files).some((file) => file.startsWith('xl/drawings')),
      rows: [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) => {
        const cells: ReadCell[] = [];
        for (const [, letters = '', attributes = '', inner = ''] of row.matchAll(
          /<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs,
        )) {
          const value = text(/<(?:t|v)[^>]*>(.*?)<\/(?:t|v)>/s.exec(inner)?.[1] ?? '');
          const kind = inner.includes('<f') ? 'formula' : attributes.includes('inlineStr') ? 'text' : 'number';
          cells[columnOf(letters)] = { kind, value };
        }
        return Array.from(cells, (cell) => cell ?? { kind: 'text' as const, value: '' });
      }),
    };
  });
}

/** The same of a ZIP of CSV files in UTF-8. */
export function readZippedCsv(bytes: Uint8Array): ReadSheet[] {
  return Object.entries(unzipSync(bytes)).map(([file, content]) => ({
    name: file.replace(/\.csv$/, ''),
    merged: false,
    objects: false,
    rows: parse(strFromU8(content), { bom: true, relax_column_count: true }).map((cells) =>
      cells.map((value) => ({
        kind: /^-?\d+(\.\d+)?$/.test(value) ? ('number' as const) : ('text' as const),
        value,
      })),
    ),
  }));
}

/**
 * What of 「統計表における機械判読可能なデータの表記方法の統一ルール」 (総務省, 2020-12-18) a table breaks, by its check items: 1-2 one datum a cell,
 * 1-3 numbers are numbers, 1-4 no merged cells, 1-5 no layout by spaces and line breaks, 1-6 no name left out, 1-7 no formulas, 1-8 no
 * objects, 1-9 units, 1-10 no letters of one platform, 1-11 Western years, 1-12 areas by code or name, 2-1 not cut apart, 2-2 one table a sheet.
 */
export function breachesOf([data, dictionary]: ReadSheet[]): string[] {
  const broken = new Set<string>();
  const [header = [], ...rows] = data?.rows ?? [];
  const names = header.map(({ value }) => value);
  const column = (name: string, row: ReadCell[]): ReadCell => row[names.indexOf(name)] ?? { kind: 'text', value: '' };
  const all = [...(data?.rows ?? []), ...(dictionary?.rows ?? [])].flat();
  if (data?.merged || dictionary?.merged) broken.add('1-4');
  if (data?.objects || dictionary?.objects) broken.add('1-8');
  if (all.some(({ kind }) => kind === 'formula')) broken.add('1-7');
  if (all.some(({ value }) => value !== value.trim() || /^[ \u3000]|[ \u3000]{2}/.test(value))) broken.add('1-5');
  if (names.some((name) => name === '' || /[\r\n]/.test(name)) || new Set(names).size !== names.length)
    broken.add('1-6');
  if (names.some((name) => !/^[a-z_]+$/.test(name))) broken.add('1-10');
  // A row is one datum wholly: nothing is left out because it stands above.
  if (rows.some((row) => ['record_id', 'item', 'item_name'].some((name) => column(name, row).value === '')))
    broken.add('1-6');
  const items = new Map(
    (dictionary?.rows ?? [])
      .filter((row) => row[0]?.value === 'item')
      .map((row) => [row[1]?.value ?? '', { type: row[3]?.value, unit: row[4]?.value ?? '' }]),
  );
  const codes = new Map<string, Set<string>>();
  for (const row of dictionary?.rows ?? [])
    if (row[0]?.value === 'code')
      codes.set(row[1]?.value ?? '', (codes.get(row[1]?.value ?? '') ?? new Set()).add(row[5]?.value ?? ''));
  for (const row of rows) {
    const [item, code, word, number, unit] = ['item', 'code', 'word', 'number', 'unit'].map((name) =>
      column(name, row),
    );
    const described = items.get(item?.value ?? '');
    if (!described) broken.add('dictionary');
    if (number?.value && (number.kind !== 'number' || word?.value)) broken.add('1-3');
    if ((described?.unit ?? '') !== (unit?.value ?? '')) broken.add('1-9');
    // Of a record that is another's only the name is said; every other code has a line that says what it means.
    if (['choice', 'yes-no'].includes(described?.type ?? '') && !codes.get(item?.value ?? '')?.has(code?.value ?? ''))
      broken.add('code');
    if (described?.type === 'day' && !/^\d{4}-\d\d-\d\d$/.test(code?.value ?? '')) broken.add('1-11');
    if (described?.type === 'instant' && !/^\d{4}-\d\d-\d\dT/.test(code?.value ?? '')) broken.add('1-11');
    if (item?.value === 'area' && (!code?.value || !word?.value)) broken.add('1-12');
    const listed = codes.get(item?.value ?? '');
    // One of several answers has a row of its own, so a cell holds one code.
    if (listed && !listed.has(code?.value ?? '')) broken.add('1-2');
    if (row.length > names.length) broken.add('2-2');
  }
  if (rows.some((row) => row.every(({ value }) => value === ''))) broken.add('2-1');
  return [...broken].toSorted();
}
