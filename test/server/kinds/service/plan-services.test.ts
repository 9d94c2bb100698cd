import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { guessMapping } from '../../../../server/kinds/service/import/guess-mapping.ts';
import { countWords } from '../../../../server/imports/guess-columns.ts';
import { planServices } from '../../../../server/kinds/service/import/plan-services.ts';
import { countRows } from '../../../../server/imports/plan-file.ts';
import { readTable } from '../../../../server/imports/read-table.ts';
import type { ImportMapping, ReadTable } from '../../../../server/imports/types.ts';
import type { Existing, ExistingService } from '../../../../server/kinds/service/import/types.ts';
import { hasText } from '../../../../server/kernel/texts/index.ts';

const empty: Existing = {
  items: [],
  organisations: [],
  types: [
    { key: 'salon', name: 'サロン活動・居場所' },
    { key: 'meals', name: '配食' },
    { key: 'watch', name: '見守り・安否確認' },
  ],
  organisationKinds: [
    { key: 'company', name: '企業' },
    { key: 'npo', name: 'NPO法人' },
    { key: 'other', name: 'その他' },
  ],
  areas: [
    { id: 'east', name: '東地区' },
    { id: 'west', name: '西' },
    { id: 'kama', name: '釜・大街道' },
  ],
};

const planWhole = (...given: Parameters<typeof planServices>) => {
  const result = planServices(...given);
  return { ...result, counts: countRows(result.rows) };
};
const csv = (text: string) => readTable(new TextEncoder().encode(text), 'list.csv');
const plan = (table: ReadTable, change: Partial<ImportMapping> = {}, existing = empty) =>
  planWhole(table, { ...guessMapping(table, existing).mapping, ...change }, existing);
const codes = (result: ReturnType<typeof planWhole>) =>
  result.issues.map(({ row, column, code, level }) => [row, column, code, level]);

/** What would be stored, given back as what exists at the next import. */
function store(result: ReturnType<typeof planWhole>, before = empty): Existing {
  const organisations = result.organisations.map(({ ref, name, nameKana, corporateNumber }) => ({
    id: ref,
    name,
    nameKana,
    corporateNumber,
  }));
  const services = result.rows.flatMap((row, index): ExistingService[] =>
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
  );
  return {
    ...before,
    organisations: [...before.organisations, ...organisations],
    items: [...before.items, ...services],
  };
}

describe('guessMapping', () => {
  it('knows the usual Japanese names of columns', async () => {
    const table = await csv(
      '事業所名,事業所名カナ,法人の名称,法人番号,サービスの種類,所在地,ＴＥＬ（代表）,ホームページ,利用可能曜日,緯度,経度,事業所番号,定員,FAX番号\n架空,カクウ,会,1234567890123,配食,東町,099-555-0101,,平日,34.1,134.1,0470200106,10,\n',
    );
    expect(guessMapping(table, empty).mapping).toEqual({
      fields: {
        corporateNumber: { column: '法人番号' },
        nameKana: { column: '事業所名カナ' },
        name: { column: '事業所名' },
        organisation: { column: '法人の名称' },
        type: { column: 'サービスの種類' },
        address: { column: '所在地' },
        phone: { column: 'ＴＥＬ（代表）' },
        url: { column: 'ホームページ' },
        days: { column: '利用可能曜日' },
        latitude: { column: '緯度' },
        longitude: { column: '経度' },
        externalKey: { column: '事業所番号' },
      },
      types: { 配食: 'meals' },
    });
  });

  it('takes no running number for a key, no empty column for a type, and no unknown places for areas', async () => {
    const table = await csv('No,名称,種別,地区\n1,サロン,,北\n2,配食,,南\n');
    expect(guessMapping(table, { ...empty, types: [] }).mapping.fields).toEqual({ name: { column: '名称' } });
  });

  it('takes the body of a list of bodies for the service', async () => {
    const table = await csv('団体名,所在地\n架空会,東町\n');
    expect(guessMapping(table, { ...empty, types: [] }).mapping.fields).toEqual({
      name: { column: '団体名' },
      address: { column: '所在地' },
    });
  });

  it('matches words of the type column with the types', async () => {
    const table = await csv(
      '名称,種別\na,サロン活動・居場所\nb,配食サービス\nc,安否確認\nd,見守り\ne,訪問介護\nf,見守り\n',
    );
    const mapping = guessMapping(table, empty).mapping;
    expect(mapping.types).toEqual({
      'サロン活動・居場所': 'salon',
      配食サービス: 'meals',
      安否確認: 'watch',
      見守り: 'watch',
    });
    expect(countWords(table, mapping, 'type')[0]).toEqual({ word: '見守り', rows: 2 });
  });
});

describe('planServices', () => {
  it('plans the fixture in CP932 whole: services, their bodies, areas and days', async () => {
    const table = await readTable(
      await readFile(new URL('../../../fixtures/imports/activities-cp932.csv', import.meta.url)),
      'a.csv',
    );
    const result = plan(table, { types: { サロン: 'salon', 配食: 'meals', 見守り: 'watch' } });
    expect(result.counts).toEqual({ rows: 3, created: 3, updated: 0, unchanged: 0, rejected: 0 });
    expect(result.organisations).toEqual([
      {
        ref: 'new:1',
        name: '（株）こもれび商店',
        nameKana: '',
        kind: 'company',
        corporateNumber: null,
        phone: null,
        url: null,
        address: null,
      },
      {
        ref: 'new:2',
        name: 'NPO法人ことぶき会',
        nameKana: '',
        kind: 'npo',
        corporateNumber: null,
        phone: null,
        url: null,
        address: null,
      },
    ]);
    expect(result.rows[0]).toMatchObject({
      row: 4,
      action: 'create',
      owner: { ref: 'new:1' },
      values: {
        typeKey: 'salon',
        areaIds: ['east'],
        days: ['mon', 'wed', 'fri'],
        phone: '099-555-0101',
        capacity: 'ask',
      },
    });
    expect(result.rows[1]).toMatchObject({
      row: 5,
      values: { areaIds: ['east', 'west'], days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
    });
    expect(result.rows[2]).toMatchObject({
      row: 6,
      owner: { ref: 'new:1' },
      values: { address: '架空市西町6-7 集会所2階' },
    });
  });

  it('says of each bad row what is wrong with which column', async () => {
    const table = await csv(
      [
        '名称,種別,地区,電話番号,緯度,経度,URL,開催日',
        ',配食,東,099-555-0101,34.1,134.1,,平日',
        'a,謎,東,,,,,',
        'b,,東,,,,,',
        'c,配食,北,,,,,',
        'd,配食,,,,,,',
        'e,配食,東,不明です,,,,',
        'f,配食,東,,134.1,34.1,,',
        'g,配食,東,,北緯34度,134.1,,',
        'h,配食,東,,34.1,,,',
        'i,配食,東,,,,だれか@example.jp,',
        'j,配食,東,,,,,随時',
        'k,配食,東,,,,,平日',
        'Ｋ,配食,東,,,,,土',
        `${'長'.repeat(201)},配食,東,,,,,`,
        '\ufffd\ufffd,配食,東,,,,,',
        'm,配食,東、北,,,,www.example.jp,',
      ].join('\n'),
    );
    const result = plan(table);
    expect(codes(result)).toEqual([
      [2, '名称', 'nameMissing', 'error'],
      [3, '種別', 'typeUnknown', 'error'],
      [4, '種別', 'typeMissing', 'error'],
      [5, '地区', 'areaUnknown', 'error'],
      [6, '地区', 'areaMissing', 'error'],
      [7, '電話番号', 'phoneUnreadable', 'warning'],
      [8, '緯度', 'coordinatesOutside', 'warning'],
      [9, '緯度', 'coordinatesUnreadable', 'warning'],
      [10, '緯度', 'coordinatesUnreadable', 'warning'],
      [11, 'URL', 'urlUnreadable', 'warning'],
      [12, '開催日', 'daysUnknown', 'warning'],
      [14, '名称', 'duplicateRow', 'error'],
      [15, '名称', 'tooLong', 'error'],
      [16, '名称', 'garbled', 'error'],
      [17, 'URL', 'urlMended', 'warning'],
      [17, '地区', 'areaUnknown', 'warning'],
    ]);
    expect(result.issues.find(({ code }) => code === 'duplicateRow')?.params).toEqual({ first: 13 });
    expect(result.counts).toEqual({ rows: 16, created: 8, updated: 0, unchanged: 0, rejected: 8 });
    expect(result.rows.find(({ row }) => row === 12)).toMatchObject({
      action: 'create',
      values: { days: [], hours: '随時' },
    });
    expect(result.issues.filter(({ code }) => !hasText(`imports.row.${code}`))).toEqual([]);
  });

  it('gives rows without a known area the default one, with a warning where they name another', async () => {
    const result = plan(await csv('名称,種別,地区\na,配食,北\nb,配食,\nc,配食,釜・大街道\nd,配食,東・西\n'), {
      defaultAreaId: 'west',
    });
    expect(result.rows.map((row) => row.action === 'create' && row.values.areaIds)).toEqual([
      ['west'],
      ['west'],
      ['kama'],
      ['east', 'west'],
    ]);
    expect(codes(result)).toEqual([[2, '地区', 'areaUnknown', 'warning']]);
  });

  it('takes closed days away from the week', async () => {
    const result = plan(await csv('名称,種別,地区,休館日\na,配食,東,月曜日・祝日\nb,配食,東,第2月曜日\n'));
    expect(result.rows[0]).toMatchObject({ values: { days: ['tue', 'wed', 'thu', 'fri', 'sat', 'sun'], hours: null } });
    expect(result.rows[1]).toMatchObject({ values: { days: [], hours: '休館日: 第2月曜日' } });
  });

  it('joins the hours of two columns and a note', async () => {
    const result = plan(await csv('name,startTime,endTime,availableDateNote\na,09:00,17:00,祝日は休み\n'), {
      defaultAreaId: 'west',
      fields: {
        name: { column: 'name' },
        type: { fixed: 'meals' },
        hours: { column: 'startTime' },
        hoursUntil: { column: 'endTime' },
        hoursNote: { column: 'availableDateNote' },
      },
    });
    expect(result.rows[0]).toMatchObject({ values: { hours: '09:00～17:00 祝日は休み' } });
  });

  describe('when the list has been imported before', () => {
    const first =
      '名称,運営主体,種別,地区,電話番号,事業所番号,開催日\na,甲会,配食,東,099-555-0101,A-001,平日\na,甲会,見守り,東,099-555-0101,A-001,平日\nb,乙会,配食,西,,B-002,\n';

    it('changes nothing the second time', async () => {
      const table = await csv(first);
      const once = plan(table);
      expect(once.counts.created).toBe(3);
      const again = plan(table, {}, store(once));
      expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 3, rejected: 0 });
      expect(again.organisations).toEqual([]);
    });

    it('keeps the kinds of one number apart even where all get one type', async () => {
      const table = await csv(first);
      const mapping = { ...guessMapping(table, empty).mapping };
      const fixed = { ...mapping, fields: { ...mapping.fields, type: { fixed: 'salon' } } };
      const once = planWhole(table, fixed, empty);
      expect(once.rows.map((row) => row.action === 'create' && row.values.externalKey)).toEqual([
        'A-001 配食',
        'A-001 見守り',
        'B-002 配食',
      ]);
      expect(planWhole(table, fixed, store(once)).counts.unchanged).toBe(3);
    });

    it('updates what differs, also the name and the body, and never erases with an empty cell', async () => {
      const table = await csv(
        '名称,運営主体,種別,地区,電話番号,事業所番号,開催日\nあ,甲会,配食,東・西,099-555-0199,A-001,土\na,丙会,見守り,東,,A-001,\n',
      );
      const result = plan(table, {}, store(plan(await csv(first))));
      expect(result.rows[0]).toMatchObject({
        action: 'update',
        changes: { name: 'あ', areaIds: ['east', 'west'], phone: '099-555-0199', days: ['sat'] },
        owner: null,
      });
      expect(Object.keys((result.rows[0] as { changes: object }).changes).sort()).toEqual([
        'areaIds',
        'days',
        'name',
        'phone',
      ]);
      expect(result.rows[1]).toMatchObject({ action: 'update', changes: {}, owner: { ref: 'new:1' } });
      expect(result.organisations.map(({ name }) => name)).toEqual(['丙会']);
    });

    it('finds services without a number by name and body, in any spelling', async () => {
      const before = store(
        plan(await csv('名称,運営主体,種別,地区\nひだまり サロン,㈱甲,サロン,東\n'), { types: { サロン: 'salon' } }),
      );
      const result = plan(await csv('名称,運営主体,種別,地区\nヒダマリサロン,株式会社　甲,配食,東\n'), {}, before);
      expect(result.rows[0]).toMatchObject({ action: 'update', changes: { name: 'ヒダマリサロン', typeKey: 'meals' } });
      expect(result.organisations).toEqual([]);
    });

    it('leaves the areas of a known service alone when only the default would change them', async () => {
      const before = store(plan(await csv('名称,種別\na,配食\n'), { defaultAreaId: 'east' }));
      expect(plan(await csv('名称,種別\na,配食\n'), { defaultAreaId: 'west' }, before).counts.unchanged).toBe(1);
    });

    it('takes coordinates kept with less precision for the same', async () => {
      const table = await csv('名称,種別,緯度,経度\na,配食,34.34758361,134.03246917\n');
      const before = store(plan(table, { defaultAreaId: 'east' }));
      const rounded = {
        ...before,
        items: before.items.map((service) => ({
          ...service,
          latitude: Math.fround(service.latitude ?? 0),
          longitude: Math.fround(service.longitude ?? 0),
        })),
      };
      expect(plan(table, { defaultAreaId: 'east' }, rounded).counts.unchanged).toBe(1);
    });
  });

  it('takes bodies with one corporate number for one, and of one name with two numbers for two', async () => {
    const result = plan(
      await csv(
        '名称,運営主体,法人番号,種別,地区\na,甲会,1234567890123,配食,東\nb,甲会　支部,1234567890123,配食,東\nc,甲会,9999999999999,配食,東\nd,甲会,123,配食,東\n',
      ),
    );
    expect(result.rows.map((row) => row.action === 'create' && row.owner)).toEqual([
      { ref: 'new:1' },
      { ref: 'new:1' },
      { ref: 'new:2' },
      { ref: 'new:1' },
    ]);
    expect(codes(result)).toEqual([[5, '法人番号', 'corporateNumberBad', 'warning']]);
  });
});

describe('names that differ only by the form of a kanji', () => {
  const list = (body: string, service: string) => csv(`名称,種別,団体名,圏域\n${service},配食,${body},東地区\n`);
  it('are two bodies, and the officer is told', async () => {
    const before = store(plan(await list('斎藤商店', '昼の弁当')));
    const result = plan(await list('斉藤商店', '昼の弁当'), {}, before);
    expect(result.organisations.map(({ name }) => name)).toEqual(['斉藤商店']);
    expect(codes(result)).toContainEqual([2, '団体名', 'bodyAlike', 'warning']);
    expect(hasText('imports.row.bodyAlike')).toBe(true);
    expect(codes(plan(await list('斎藤商店', '昼の弁当'), {}, before)).map(([, , code]) => code)).not.toContain(
      'bodyAlike',
    );
  });

  it('are one service or two as a person decides', async () => {
    const before = store(plan(await list('架空商店', '斎藤の弁当')));
    const other = await list('架空商店', '斉藤の弁当');
    const planned = plan(other, {}, before);
    expect(planned.doubts.map(({ candidates }) => candidates.map(({ id }) => id))).toEqual([['s0']]);
    expect(planned.rows.map(({ action }) => action)).toEqual(['reject']);
    expect(plan(other, { decisions: { 2: 'new' } }, before).rows.map(({ action }) => action)).toEqual(['create']);
    expect(plan(other, { decisions: { 2: 's0' } }, before).rows.map(({ action }) => action)).not.toContain('create');
  });
});
