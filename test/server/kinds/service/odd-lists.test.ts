import writeWorkbook, { type SheetData } from 'write-excel-file/node';
import { describe, expect, it } from 'vitest';
import { planFile, type PlanAnswer, type PlanSummary } from '../../../../server/imports/plan-file.ts';
import type { ImportMapping } from '../../../../server/imports/types.ts';
import { hasText } from '../../../../server/kernel/texts/index.ts';
import { planner } from '../../../../server/kinds/service/import/planner.ts';
import type { Existing, ExistingService, ServicePlan } from '../../../../server/kinds/service/import/types.ts';

/* What lists in the hands of offices look like. Every name, number and place is made up. */

const town: Existing = {
  items: [],
  organisations: [],
  types: [
    { key: 'care', name: '介護保険サービス' },
    { key: 'place', name: '居場所・集いの場' },
  ],
  organisationKinds: [{ key: 'other', name: 'その他' }],
  areas: [
    { id: 'root', name: '見本市', root: true },
    { id: 'kama', name: '釜・大街道' },
    { id: 'minato', name: '湊' },
    { id: 'mihon', name: '見本' },
  ],
};

/** Plans a file as the first look at it does, or with a mapping changed by `how`. */
async function plan(
  bytes: Uint8Array | string,
  {
    existing = town,
    sheet,
    how,
  }: { existing?: Existing; sheet?: string; how?: (guess: ImportMapping) => ImportMapping } = {},
) {
  const file = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  let made: ServicePlan | undefined;
  const watched = {
    ...planner,
    plan: (...given: Parameters<typeof planner.plan>) => (made = planner.plan(...given)),
  };
  const look = async (mapping?: ImportMapping): Promise<PlanSummary> => {
    for await (const part of planFile(watched, { fileName: 'list', sheet, mapping, changes: false }, existing, file)) {
      const answer = part as PlanAnswer;
      if ('error' in answer) throw new Error(answer.error.code);
      if ('summary' in answer) return answer.summary;
    }
    throw new Error('no answer');
  };
  let summary = await look();
  if (how) summary = await look(how(summary.mapping));
  expect(summary.issues.filter(({ code }) => !hasText(`imports.row.${code}`))).toEqual([]);
  const rows = made?.rows ?? [];
  const values = rows.flatMap((row) => (row.action === 'create' ? [row.values] : []));
  return { summary, rows, values, codes: summary.issues.map(({ row, code, level }) => [row, code, level]) };
}

const store = (rows: ServicePlan['rows']): Existing => ({
  ...town,
  organisations: [...new Set(rows.map(({ shown }) => shown['organisation'] ?? ''))].map((name) => ({
    id: name,
    name,
    nameKana: '',
    corporateNumber: null,
  })),
  items: rows.flatMap((row): ExistingService[] =>
    row.action === 'create'
      ? [
          {
            ...row.values,
            id: `s${row.row}`,
            version: 1,
            closed: false,
            organisationId: row.shown['organisation'] ?? '',
          },
        ]
      : [],
  ),
});

describe('what a row is', () => {
  const salons =
    'サロン名,開催場所,圏域,開催日\nふれあいサロン,見本集会所,釜・大街道,毎週月曜日\nふれあいサロン,例示会館,湊,毎週火曜日\nふれあいサロン,架空公民館,湊,毎週水曜日\n';

  it('is told by name, body and place: one name in three halls is three services, also the next time', async () => {
    const first = await plan(salons);
    expect([first.summary.counts.created, first.codes]).toEqual([3, []]);
    const again = await plan(salons, { existing: store(first.rows) });
    expect(again.summary.counts).toMatchObject({ created: 0, unchanged: 3, rejected: 0 });
  });

  it('is the same though the address says more, or is spelled otherwise', async () => {
    const before = store((await plan('名称,所在地\nA,見本市東町１丁目２番３号\nB,見本市西町1\n')).rows);
    const after = await plan('名称,所在地\nA,見本市東町1-2-3 みほんビル2階\nB,見本市西町10\n', { existing: before });
    expect(after.rows[0]?.action).toBe('update');
    expect(after.summary.doubts.map(({ name }) => name)).toEqual(['B']);
  });

  it('is asked where the only one of its name lies elsewhere, and stays out until it is decided', async () => {
    const before = store((await plan('名称,所在地\nふれあいサロン,見本市東町1\n')).rows);
    const list = '名称,所在地\nふれあいサロン,見本市西町5\n';
    const planned = await plan(list, { existing: before });
    expect(planned.summary.counts).toMatchObject({ created: 0, rejected: 1 });
    expect(planned.summary.doubts).toEqual([
      {
        row: 2,
        name: 'ふれあいサロン',
        place: '見本市西町5',
        candidates: [{ id: 's2', label: 'ふれあいサロン 見本市東町1' }],
        decision: null,
      },
    ]);
    const decide = (what: string) =>
      plan(list, { existing: before, how: (guess) => ({ ...guess, decisions: { 2: what } }) });
    expect((await decide('s2')).summary.counts).toMatchObject({ updated: 1, rejected: 0 });
    expect((await decide('new')).summary.counts).toMatchObject({ created: 1, rejected: 0 });
  });

  it('is one that has no place yet, and is told it now', async () => {
    const before = store((await plan('名称\nひなた\nこもれび\n')).rows);
    const after = await plan('名称,所在地\nひなた,見本市東町1\nこもれび,\n', { existing: before });
    expect(after.rows.map(({ action }) => action)).toEqual(['update', 'unchanged']);
  });
});

describe('rows that are no entries', () => {
  const list =
    '名称,所在地,電話番号\n【釜・大街道地区】,,\nひなた茶の間,見本市東町1,0225-00-0101\n湊,,\nこもれび,見本市東町2,0225-00-0102\n小　計,2か所,\n合計,2か所,\n※令和8年4月1日現在。変更になることがあります。,,\n';

  it('are put aside, kind by kind, and come in where somebody says so', async () => {
    const { summary } = await plan(list);
    expect(summary.counts).toMatchObject({ rows: 2, created: 2 });
    expect(summary.aside.map(({ kind, taken, rows }) => [kind, taken, rows.map(({ row }) => row)])).toEqual([
      ['heading', false, [2, 4]],
      ['total', false, [6, 7]],
      ['note', false, [8]],
    ]);
    const taken = await plan(list, { how: (guess) => ({ ...guess, takeIn: ['heading'] }) });
    expect(taken.rows.map(({ row, name }) => [row, name])).toEqual([
      [2, '【釜・大街道地区】'],
      [3, 'ひなた茶の間'],
      [4, '湊'],
      [5, 'こもれび'],
    ]);
  });

  it('joins a header of two rows, in CSV and merged in Excel', async () => {
    const text = await plan(
      '施設名,所在地,連絡先,,利用\n,,電話番号,FAX番号,曜日\nひなた茶の間,見本市東町1,0225-00-0101,0225-00-0102,月・水\n',
    );
    expect(text.summary.columns.map(({ name }) => name)).toEqual([
      '施設名',
      '所在地',
      '連絡先/電話番号',
      '連絡先/FAX番号',
      '利用/曜日',
    ]);
    expect(text.values).toMatchObject([{ name: 'ひなた茶の間', phone: '0225-00-0101', days: ['mon', 'wed'] }]);
    const sheet: SheetData = [
      [{ value: '施設名', rowSpan: 2 }, { value: '住所', columnSpan: 2 }, null, { value: '定員', columnSpan: 2 }, null],
      [null, '町名', '番地', '昼', '夜'],
      ['ひなた茶の間', '見本市東町', '1-2', '20', '10'],
    ];
    const merged = await plan(await writeWorkbook(sheet).toBuffer());
    expect(merged.values).toMatchObject([{ name: 'ひなた茶の間', address: '見本市東町1-2' }]);
  });
});

describe('a bad cell', () => {
  it('costs the cell and not the row', async () => {
    const { values, codes } = await plan(
      `名称,所在地,電話番号,緯度,経度,URL,内容\nA,見本市東町1,市役所代表へ,134.1,34.1,準備中です,${'長'.repeat(10_001)}\n`,
    );
    expect(values).toMatchObject([{ name: 'A', phone: null, latitude: null, url: null, description: null }]);
    expect(codes).toEqual([
      [2, 'tooLongLeftOut', 'warning'],
      [2, 'phoneUnreadable', 'warning'],
      [2, 'urlUnreadable', 'warning'],
      [2, 'coordinatesOutside', 'warning'],
    ]);
  });

  it('says which row and which character is private use', async () => {
    const { summary } = await plan('名称,所在地\n\ue000田さんの茶の間,見本市東町1\n');
    expect(summary.issues).toMatchObject([
      { row: 2, column: '名称', code: 'privateUse', level: 'warning', params: { value: 'U+E000' } },
    ]);
    expect(summary.counts.created).toBe(1);
  });

  it('keeps its row out where a quote is never closed, and the others come in', async () => {
    const { codes, values } = await plan(
      '名称,所在地,電話\nA,見本市東町1,\n"B,見本市東町2,0225-00-0102\nC,見本市東町3,\n',
    );
    expect(codes).toEqual([[3, 'quoteOpen', 'error']]);
    expect(values.map(({ name }) => name)).toEqual(['A', 'C']);
  });
});

describe('telephone numbers', () => {
  it.each([
    ['２２５０００１０１', '0225000101', 'phoneMended'],
    ['225000101', '0225000101', 'phoneMended'],
    ['225-00-0101', '0225-00-0101', 'phoneMended'],
    ['9000000101', '09000000101', 'phoneMended'],
    ['+81-225-00-0101', '0225-00-0101', 'phoneMended'],
    ['8190-0000-0101', '090-0000-0101', 'phoneMended'],
    ['0225(00)0101', '0225-00-0101', null],
    ['(0225)00-0101', '0225-00-0101', null],
    ['０２２５−００−０１０１', '0225-00-0101', null],
    ['090 0000 0101', '090-0000-0101', null],
    ['0225・00・0101', '0225-00-0101', null],
    ['0225.00.0101', '0225-00-0101', null],
    ['FAX 0225-00-0199 / TEL 0225-00-0101', '0225-00-0101', 'phonePicked'],
    ['電話：0225-00-0101 ファックス：0225-00-0199', '0225-00-0101', 'phonePicked'],
    ['0225-00-0101 090-0000-0101', '0225-00-0101', 'phonePicked'],
    ['FAX 0225-00-0199', null, 'phoneUnreadable'],
  ])('%s', async (text, phone, code) => {
    const { values, codes } = await plan(`名称,電話番号\nA,${text}\nB,\n`);
    expect([values[0]?.phone, codes.map(([, each]) => each)]).toEqual([phone, code === null ? [] : [code]]);
  });
});

describe('weekdays', () => {
  const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday'];
  it.each([
    ['水曜日以外', week.filter((day) => day !== 'wed'), false],
    ['土日祝日以外', week.slice(0, 5), false],
    ['毎月10日、20日', [], true],
    ['毎月1日と15日', [], true],
    ['月末の金曜日', [], true],
    ['月に2回（土）', [], true],
    ['土用の丑の日', [], true],
    ['要予約（前日まで）', [], true],
    ['3月～11月の毎週水曜', ['wed'], true],
    ['火、木（8月は休み）', ['tue', 'thu'], true],
    ['月～金（水のみ午前）', week.slice(0, 5), true],
    ['月〜金(祝日も開催)', [...week.slice(0, 5), 'holiday'], false],
    ['金・土・日・月', ['mon', 'fri', 'sat', 'sun'], false],
    ['月曜、火曜休み', [], true],
    ['火曜休・祝日休', [], true],
    ['週3日（月､水､金）', ['mon', 'wed', 'fri'], true],
    ['5の付く日', [], true],
    ['毎週水曜日（第5水曜日は休み）', ['wed'], true],
    ['㈪㈬㈮', ['mon', 'wed', 'fri'], false],
    ['月１回　日曜日', [], true],
  ])('%s: only what is understood, and the words are kept', async (text, days, kept) => {
    const { values } = await plan(`名称,所在地,利用曜日\nA,見本市東町1,"${text}"\n`);
    expect([values[0]?.days, values[0]?.hours]).toEqual([days, kept ? text : null]);
  });

  it('are not a day on which a place was opened', async () => {
    const { values, summary } = await plan('名称,所在地,開設日\nA,見本市東町1,令和元年5月1日\n');
    expect([values[0]?.days, summary.mapping.fields['days']]).toEqual([[], undefined]);
  });
});

describe('workbooks', () => {
  const number = (value: number, format: string) => ({ value, type: Number, format });
  const cells = async (...row: SheetData[number]): Promise<string[]> => {
    const head = ['名称', ...row.map((_, at) => `列${at}`)];
    const { summary } = await plan(await writeWorkbook([head, ['A', ...row]] as SheetData).toBuffer());
    return summary.columns.slice(1).map(({ samples }) => samples[0] ?? '');
  };

  it('are read as their cells show numbers, days, eras and weekdays', async () => {
    expect(
      await cells(
        number(225000101, '0000000000'),
        number(1200, '#,##0"円"'),
        number(34.345678, '0.00'),
        number(46113, '[$-411]ggge"年"m"月"d"日"'),
        number(46113, '[$-411]ge.m.d'),
        number(43586, '[$-ja-JP-x-gannen]ggge"年"m"月"'),
        number(46113, 'aaaa'),
        number(46113, 'yyyy"年"m"月"d"日"'),
        number(46113, 'm"月"d"日"'),
      ),
    ).toEqual([
      '0225000101',
      '1,200円',
      '34.345678',
      '令和8年4月1日',
      'R8.4.1',
      '令和元年5月',
      '水曜日',
      '2026-04-01',
      '4月1日',
    ]);
  });

  it('keep 24:00 and 25:30 what they are', async () => {
    expect(
      await cells(
        number(1, 'h:mm'),
        number(1, '[h]:mm'),
        number(1.0625, '[h]:mm'),
        number(0.375, 'h:mm'),
        number(0, 'h:mm'),
      ),
    ).toEqual(['24:00', '24:00', '25:30', '09:00', '00:00']);
  });

  it('are read at the likeliest sheet: not the cover, and of two years the later; any other can be asked for', async () => {
    const list = (name: string): SheetData => [
      ['名称', '所在地'],
      [name, '見本市東町1'],
    ];
    const bytes = await writeWorkbook([
      { sheet: '表紙', data: [['令和8年度 通いの場一覧'], [null], ['作成：見本課']] },
      { sheet: 'R7', data: list('七') },
      { sheet: 'R8', data: list('八') },
    ]).toBuffer();
    const { summary, values } = await plan(bytes);
    expect([summary.sheets, summary.sheet, values[0]?.name]).toEqual([['R8', 'R7', '表紙'], 'R8', '八']);
    expect((await plan(bytes, { sheet: 'R7' })).values[0]?.name).toBe('七');
    await expect(plan(bytes, { sheet: 'R6' })).rejects.toThrow('noSheet');
  });
});

describe('a first look', () => {
  it('reads every row of a file whose lines end in more than one way', async () => {
    expect((await plan('名称,所在地\r\nA,見本市東町1\nB,見本市東町2\n')).values).toHaveLength(2);
  });

  it('knows the national standard data set, and addresses in parts', async () => {
    const whole = await plan(
      '名称,名称_カナ,所在地_連結表記,所在地_都道府県,所在地_市区町村,所在地_町字,所在地_番地以下,建物名等(方書)\nA,エー,架空県見本市東町1-2,架空県,見本市,東町,1-2,みほんビル2階\n',
    );
    expect(whole.values).toMatchObject([{ nameKana: 'エー', address: '架空県見本市東町1-2 みほんビル2階' }]);
    const parts = await plan('名称,都道府県名,市区町村名,町字,番地\nA,架空県,見本市,東町,1-2\n');
    expect(parts.values).toMatchObject([{ address: '架空県見本市東町1-2' }]);
  });

  it('reads a list of one column', async () => {
    expect((await plan('名称\nひなた茶の間\nこもれび\n')).values.map(({ name }) => name)).toEqual([
      'ひなた茶の間',
      'こもれび',
    ]);
  });

  it('proposes areas from addresses, the whole town for the rest, and types that come near: nothing stays out for it', async () => {
    const { summary, values } = await plan(
      '事業所名,サービスの種類,住所\nA,訪問介護,見本市大街道東1\nB,通所介護,見本市湊町2\nC,囲碁の会,見本市遠い町3\nD,通いの場,見本市遠い町3\n',
    );
    expect(values.map(({ name, areaIds, typeKey }) => [name, areaIds, typeKey])).toEqual([
      ['A', ['kama'], 'care'],
      ['B', ['minato'], 'care'],
      ['C', ['root'], 'place'],
      ['D', ['root'], 'place'],
    ]);
    expect([summary.proposed, summary.mapping.defaultAreaId, summary.counts.rejected]).toEqual([
      { words: ['訪問介護', '通所介護', '囲碁の会', '通いの場'], area: true },
      'root',
      0,
    ]);
  });

  it.each([
    ['<html><body><table><tr><td>名称</td></tr></table></body></html>', 'html'],
    [
      'PK\u0003\u0004\u0014\u0000\u0000\u0008\u0000\u0000mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
      'openDocument',
    ],
  ])('says of %s what it is', async (text, code) => {
    await expect(plan(text)).rejects.toThrow(code);
    expect(hasText(`imports.file.${code}`)).toBe(true);
  });
});
