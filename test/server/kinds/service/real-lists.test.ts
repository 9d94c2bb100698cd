import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { guessMapping } from '../../../../server/kinds/service/import/guess-mapping.ts';
import { planServices } from '../../../../server/kinds/service/import/plan-services.ts';
import { countRows } from '../../../../server/imports/plan-file.ts';
import { readTable } from '../../../../server/imports/read-table.ts';
import type { ReadTable } from '../../../../server/imports/types.ts';
import type { Existing, ExistingService, ServicePlan } from '../../../../server/kinds/service/import/types.ts';

/** Real lists lie beside the project, not in it. */
const folder = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
const here = existsSync(folder);

const short = ['#property', 'name', 'address', 'telephoneNumber', 'referenceObject', 'note', 'location'];
const open = ['availableDate', 'startTime', 'endTime', 'availableDateNote'];
const shortPoint = [
  '#property',
  'latitude',
  'longitude',
  'name',
  'address',
  'telephoneNumber',
  'referenceObject',
  'note',
];
const kaigo = [
  '都道府県コード又は市町村コード',
  'No',
  '都道府県名',
  '市区町村名',
  '事業所名',
  '事業所名カナ',
  'サービスの種類',
  '住所',
  '方書（ビル名等）',
  '緯度',
  '経度',
  '電話番号',
  'FAX番号',
  '法人番号',
  '法人の名称',
  '事業所番号',
  '利用可能曜日',
  '利用可能曜日特記事項',
  '定員',
  'URL',
  '高齢者の方と障害者の方が同時一体的に利用できるサービス',
  '介護保険の通常の指定基準を満たしている',
  '障害福祉の通常の指定基準を満たしている',
  '備考',
];

type Shape = { encoding: ReadTable['encoding']; header: number; columns: string[] };
const mhlw: Shape = { encoding: 'utf-8-bom', header: 1, columns: kaigo };
const published = (columns: string[]): Shape => ({ encoding: 'utf-8-bom', header: 7, columns });
const csv = (columns: string[]): Shape => ({ encoding: 'utf-8', header: 1, columns });
const xlsx = (columns: string[]): Shape => ({ encoding: null, header: 1, columns });
const place = { plain: short, open: [...short, ...open], service: [...short, 'service', ...open, 'capacity'] };
const point = {
  plain: shortPoint,
  open: [...shortPoint, ...open],
  service: [...shortPoint, 'service', ...open, 'capacity'],
};

/** Each list: its shape, its rows, and the rows kept out, each with the reason that was found by looking at it. A bad cell keeps no row out. */
const lists: [string, Shape, number, [number, string][]][] = [
  ['mhlw/kaigo-mhlw-ishinomaki.csv', mhlw, 67, []],
  ['mhlw/kaigo-mhlw-takamatsu.csv', mhlw, 234, []],
  ['takamatsu/csv-utf8bom/0003.csv', published(place.open), 4, []],
  ['takamatsu/csv-utf8bom/0004.csv', published(place.plain), 52, []],
  ['takamatsu/csv-utf8bom/0017.csv', published(place.plain), 52, []],
  ['takamatsu/csv-utf8bom/0018.csv', published(place.plain), 27, []],
  ['takamatsu/csv-utf8bom/0045.csv', published(place.open), 7, []],
  ['takamatsu/csv-utf8bom/0046.csv', published(place.open), 8, []],
  ['takamatsu/csv-utf8bom/0047.csv', published(place.service), 2, []],
  ['takamatsu/csv-utf8bom/0048.csv', published(place.service), 11, [[18, 'nameMissing']]], // a number and nothing else
  ['takamatsu/csv-utf8bom/0049.csv', published(place.service), 45, []],
  ['takamatsu/csv-utf8bom/0050.csv', published(place.service), 47, []],
  ['takamatsu/csv-utf8bom/0051.csv', published(place.service), 14, []],
  ['takamatsu/csv-utf8bom/0053.csv', published(place.open), 9, []],
  ['takamatsu/csv-utf8bom/0054.csv', published(place.open), 7, []],
  ['takamatsu/csv-utf8bom/0056.csv', published(place.open), 4, []],
  ['takamatsu/xlsx/citizen_activity_facility/data.xlsx', xlsx(point.open), 4, []],
  ['takamatsu/xlsx/community_center/data.xlsx', xlsx(point.plain), 52, []],
  ['takamatsu/xlsx/disabled_welfare_facility/data.xlsx', xlsx(point.open), 8, []],
  ['takamatsu/xlsx/elderly_wedding_house/data.xlsx', xlsx(point.service), 10, []],
  ['takamatsu/xlsx/elderly_welfare_center/data.xlsx', xlsx(point.service), 2, []],
  ['takamatsu/xlsx/elderly_welfare_facility/data.csv', csv(point.service), 47, []],
  ['takamatsu/xlsx/elderly_welfare_facility/data.xlsx', xlsx(point.service), 47, []],
  ['takamatsu/xlsx/group_home/data.xlsx', xlsx(point.service), 49, []],
  ['takamatsu/xlsx/middle_school/data(1).xlsx', xlsx(point.plain), 28, []],
  ['takamatsu/xlsx/middle_school/data.xlsx', xlsx(point.plain), 28, []],
  ['takamatsu/xlsx/regional_comprehensive_support_center/data.xlsx', xlsx(point.open), 7, []],
  ['takamatsu/xlsx/welfare_hall/data.xlsx', xlsx(point.open), 7, []],
  ['takamatsu/history/community_center/01_2023-03-15_0004.csv', csv(point.plain), 52, []],
  ['takamatsu/history/community_center/02_2023-06-20_data.xlsx', xlsx(point.plain), 52, []],
  ['takamatsu/history/community_center/03_2023-06-20_data.csv', csv(point.plain), 52, []],
  ['takamatsu/history/community_center/04_2023-07-20_data.xlsx', xlsx(point.plain), 52, []],
  ['takamatsu/history/community_center/05_2023-07-20_data.xlsx', xlsx(point.plain), 52, []],
  ['takamatsu/history/community_center/06_2023-07-21_data.csv', csv(point.plain), 52, []],
  ['takamatsu/history/community_center/07_2023-08-28_data.csv', csv(point.plain), 52, []],
  ['takamatsu/history/community_center/08_2023-10-05_data.csv', csv(point.plain), 52, []],
  ['takamatsu/history/community_center/09_2023-10-05_data.xlsx', xlsx(point.plain), 52, []],
  ['takamatsu/history/community_center/10_2023-11-30_data.xlsx', xlsx(point.plain), 52, []],
  ['takamatsu/history/community_center/11_2023-11-30_data.xlsx', xlsx(point.plain), 52, []],
  ['takamatsu/history/community_center/12_2024-09-18_data.csv', csv(point.plain), 52, []],
  ['takamatsu/history/group_home/01_2023-03-15_0050.csv', csv(point.service), 47, []],
  ['takamatsu/history/group_home/02_2023-06-20_data.xlsx', xlsx(point.service), 47, []],
  ['takamatsu/history/group_home/03_2023-06-20_data.csv', csv(point.service), 47, []],
  ['takamatsu/history/group_home/04_2023-09-29_data(グループホーム).xlsx', xlsx(point.service), 51, []],
  ['takamatsu/history/group_home/05_2024-09-18_data.csv', csv(point.service), 51, []],
  ['takamatsu/history/group_home/07_2026-03-04_data.xlsx', xlsx(point.service), 49, []],
  ['takamatsu/history/group_home/08_2026-03-04_data.xlsx', xlsx(point.service), 49, []],
  ['takamatsu/history/group_home/09_2026-08-05_data.xlsx', xlsx(point.service), 49, []],
  ['takamatsu/history/regional_comprehensive_support_center/01_2023-03-15_0045.csv', csv(point.open), 7, []],
  ['takamatsu/history/regional_comprehensive_support_center/02_2023-06-20_data.xlsx', xlsx(point.open), 7, []],
  ['takamatsu/history/regional_comprehensive_support_center/03_2023-06-20_data.csv', csv(point.open), 7, []],
  ['takamatsu/history/regional_comprehensive_support_center/04_2024-03-07_data.xlsx', xlsx(point.open), 7, []],
  ['takamatsu/history/regional_comprehensive_support_center/05_2024-09-18_data.csv', csv(point.open), 7, []],
  ['takamatsu/history/regional_comprehensive_support_center/06_2026-03-11_data.xlsx', xlsx(point.open), 7, []],
];

/** No lists of services: figures by district and year, which are read all the same. */
const figures: [string, ReadTable['encoding'], number, number, number][] = [
  ['takamatsu/csv-cp932/2023-05-11_0066_202304.csv', 'cp932', 1, 49, 235],
  ['takamatsu/csv-cp932/2023-06-15_0066_202306.csv', 'cp932', 7, 49, 235],
  ['takamatsu/xlsx/number_of_primary_insured/0095.xlsx', null, 1, 5, 9],
];
const nothing = 'takamatsu/history/group_home/06_2026-03-04_data.xlsx';

const town: Existing = {
  items: [],
  organisations: [],
  types: [{ key: 'any', name: '種類' }],
  organisationKinds: [{ key: 'other', name: 'その他' }],
  areas: [{ id: 'town', name: '全域' }],
};
const read = (name: string) => readTable(readFileSync(folder + name), name);
const plan = (table: ReadTable, existing = town, decisions?: Record<string, string>) => {
  const mapping = guessMapping(table, existing).mapping;
  const result = planServices(
    table,
    { ...mapping, fields: { ...mapping.fields, type: { fixed: 'any' } }, defaultAreaId: 'town', decisions },
    existing,
  );
  return { ...result, counts: countRows(result.rows) };
};
const store = (result: ServicePlan): Existing => ({
  ...town,
  organisations: result.organisations.map(({ ref, name, nameKana, corporateNumber }) => ({
    id: ref,
    name,
    nameKana,
    corporateNumber,
  })),
  items: result.rows.flatMap((row, index): ExistingService[] =>
    row.action === 'create'
      ? [
          {
            ...row.values,
            id: `s${index}`,
            version: 1,
            closed: false,
            organisationId: 'id' in row.owner ? row.owner.id : row.owner.ref,
          },
        ]
      : [],
  ),
});

// Without the folder every one of these is counted as skipped.
describe.runIf(here)('real lists in ../shared/data', () => {
  it.each(lists)('%s is taken as it is, but for what is truly bad', async (name, shape, rows, rejected) => {
    const table = await read(name);
    expect({ encoding: table.encoding, header: table.headerRow, columns: table.columns }).toEqual(shape);
    const result = plan(table);
    expect(result.issues.filter(({ level }) => level === 'error').map(({ row, code }) => [row, code])).toEqual(
      rejected,
    );
    expect(result.counts).toEqual({
      rows,
      created: rows - rejected.length,
      updated: 0,
      unchanged: 0,
      rejected: rejected.length,
    });
    expect(plan(table, store(result)).counts).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: rows - rejected.length,
    });
  });

  it.each(figures)('%s is read, and offers no service', async (name, encoding, header, columns, rows) => {
    const table = await read(name);
    expect([table.encoding, table.headerRow, table.columns.length, table.rows.length]).toEqual([
      encoding,
      header,
      columns,
      rows,
    ]);
    expect(guessMapping(table, town).mapping.fields.name).toBeUndefined();
  });

  it('says of a file without a byte that it is empty', async () => {
    await expect(read(nothing)).rejects.toMatchObject({ code: 'empty' });
  });

  it('says what differs between two editions of a list', async () => {
    const before = store(plan(await read('takamatsu/history/group_home/07_2026-03-04_data.xlsx')));
    const table = await read('takamatsu/history/group_home/09_2026-08-05_data.xlsx');
    const first = plan(table, before);
    // Of the same name and body, but elsewhere: whether they have moved is asked.
    expect(first.doubts.map(({ name, candidates }) => [name, candidates.length])).toEqual([
      ['西春日グループホーム', 1],
      ['グループホームあいむ', 1],
    ]);
    const moved = Object.fromEntries(first.doubts.map(({ row, candidates }) => [row, candidates[0]?.id ?? '']));
    const after = plan(table, before, moved);
    expect(after.counts).toMatchObject({ rows: 49, rejected: 0 });
    const changed = after.rows.flatMap((row) =>
      row.action === 'update' ? [[row.name, Object.keys(row.changes)]] : [],
    );
    expect(changed).toEqual([
      ['西春日グループホーム', ['address']],
      ['グループホームあいむ', ['address']],
    ]);
    expect(after.rows.filter(({ action }) => action === 'create').map(({ name }) => name)).toEqual([
      'グループホームまじゅん高松',
    ]);
  });

  it('sees between the same list in CSV and in Excel only the one cell that they write differently', async () => {
    const before = store(plan(await read('takamatsu/history/community_center/03_2023-06-20_data.csv')));
    const after = plan(await read('takamatsu/history/community_center/02_2023-06-20_data.xlsx'), before);
    expect(after.counts).toMatchObject({ updated: 1, unchanged: 51 });
    expect(after.rows.flatMap((row) => (row.action === 'update' ? [row.changes] : []))).toEqual([
      { address: '高松市庵治町888－1' },
    ]); // − became －
  });
});
